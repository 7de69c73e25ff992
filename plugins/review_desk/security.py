"""Keep other sites and other people's documents from acting through a reviewer's browser.

Airflow's own session cookie protects against neither: it checks no origin, sets no token and no policy
(measured, Airflow 3.3.2), and the desk is shown in a frame of Airflow's own origin.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from processors.sandbox.limits import DEFAULT_LIMITS
from review_desk.login import AirflowUserId, form_key

#: Nothing but our own style sheet, script, pictures, frames and forms, and nothing inline; only pages of Airflow's and
#: our own, same origin, may frame us.
PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
#: For bytes that somebody else wrote: may neither run nor load anything, wherever it is opened.
FOREIGN_POLICY: Final = "default-src 'none'; sandbox"

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

#: The longest form that a person can mean to send: every field filled to its limit, percent-encoded.
MAX_FORM_BYTES: Final = 512 * 1024
#: The longest file that intake takes, and the form around it.
MAX_UPLOAD_BYTES: Final = DEFAULT_LIMITS.max_file_bytes + MAX_FORM_BYTES
#: One dismissal field per blocking finding, and a dozen others.
MAX_FIELDS: Final = 1000
FORM_FIELD: Final = "form_token"


class ForeignRequest(Exception):
    """A form that did not come from one of our own pages; nothing was changed."""


class FormTooLarge(Exception):
    """A form that is longer than any person's; it was not read."""


async def add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Give every response the desk's security headers, unless its route chose a stricter value."""
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def form_token(user_id: AirflowUserId) -> str:
    """Return the token that every form of this user carries.

    It depends on the user alone, so that a form still counts after the session expired and was renewed.
    """
    return hmac.new(form_key(), user_id.encode(), hashlib.sha256).hexdigest()


FormToken = Annotated[str, Depends(form_token)]


async def own_form(request: Request, expected: FormToken) -> FormData:
    """Return the fields of a form that one of our own pages sent for this very user.

    The fields are no parameters of the routes: FastAPI would read the body before it asks who is there.

    Raises:
        ForeignRequest: another origin sent it, no browser vouches for the origin, or the token is not this user's.
        FormTooLarge: the body is longer than MAX_FORM_BYTES, or nobody says how long it is.
    """
    return await _checked(request, expected, MAX_FORM_BYTES, files=0)


async def own_upload(request: Request, expected: FormToken) -> AsyncIterator[FormData]:
    """As `own_form`, with one file of at most MAX_UPLOAD_BYTES; its bytes are gone when the request has ended."""
    form = await _checked(request, expected, MAX_UPLOAD_BYTES, files=1)
    try:
        yield form
    finally:
        await form.close()


OwnForm = Annotated[FormData, Depends(own_form)]
OwnUpload = Annotated[FormData, Depends(own_upload)]


async def _checked(request: Request, expected: str, longest: int, files: int) -> FormData:
    if not _is_same_origin(request):
        raise ForeignRequest
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > longest:
        raise FormTooLarge
    form = await request.form(max_files=files, max_fields=MAX_FIELDS)
    token = form.get(FORM_FIELD)
    if not isinstance(token, str) or not hmac.compare_digest(expected.encode(), token.encode()):
        await form.close()
        raise ForeignRequest
    return form


def _is_same_origin(request: Request) -> bool:
    """Ask both headers that scripts cannot forge; browsers send Origin with every POST.

    Hosts are compared, not schemes: behind a proxy that ends TLS the application itself sees http.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")
