"""What every answer carries: security headers, and an ETag that is asked about each time."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What a page answers to.
METHODS = ["GET", "HEAD"]

#: Nothing but our own style sheet and pictures; forms lead to ourselves alone.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A page with a search box also has our own script, which asks us alone and cannot turn text into markup
#: (docs/decisions/0021-one-script-suggests.md).
SCRIPT_POLICY = (
    f"{PAGE_POLICY}; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
#: A published file may do nothing at all if a browser is made to show it.
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

SECURITY_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # A suspended page must vanish at once, so every cache asks each time (the answer is mostly 304).
    "cache-control": "no-cache",
}

#: The size of letters is asked for with a cookie (portal/text_size.py).
_BY_COOKIE = {"vary": "Cookie"}
_ENCODED_HEADERS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class SecurityHeaders:
    """ASGI middleware: adds to each answer the headers that it does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = (pair for pair in _ENCODED_HEADERS if pair[0] not in present)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def html_answer(request: Request, html: str, status: int = 200) -> Response:
    """A page, or 304 if the browser has it already. Only a page found (200) can be held by a browser."""
    if status != 200:
        return HTMLResponse(html, status, headers=_BY_COOKIE)
    data = html.encode()
    return page_answer(request, data, _etag(data))


def page_answer(request: Request, data: bytes, etag: str) -> Response:
    """A page whose ETag is known, or 304."""
    if has_already(request, etag):
        return Response(status_code=304, headers={"etag": etag, **_BY_COOKIE})
    return Response(data, media_type="text/html; charset=utf-8", headers={"etag": etag, **_BY_COOKIE})


def bytes_answer(request: Request, data: bytes, media_type: str) -> Response:
    """What was found, with the ETag of its bytes, or 304."""
    etag = _etag(data)
    if has_already(request, etag):
        return not_modified(etag)
    return Response(data, media_type=media_type, headers={"etag": etag})


def _etag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def has_already(request: Request, etag: str) -> bool:
    """Whether If-None-Match names this ETag (RFC 9110, 13.1.2: weak comparison)."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in asked.split(","))


def not_modified(etag: str) -> Response:
    return Response(status_code=304, headers={"etag": etag})
