"""How often one address may ask: limits that name themselves, in every answer and when they are met (429)."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Addresses that are remembered; the one that was quiet longest is forgotten first.
MOST_ADDRESSES = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `quota` requests at once, and as many again within `window_s` seconds."""

    name: str
    quota: int
    window_s: int


PAGES = Limit("pages", 300, 15)
SEARCH = Limit("search", 30, 15)
SUGGESTIONS = Limit("suggestions", 90, 15)
API = Limit("api", 120, 15)
REPORTS = Limit("reports", 5, 3600)
REQUESTS = Limit("requests", 5, 3600)
COMMENTS = Limit("comments", 5, 3600)
STATUS = Limit("request-status", 20, 600)
SUBSCRIPTIONS = Limit("subscriptions", 5, 3600)
#: Mail services end subscriptions for their users (RFC 8058), many of them from one address.
SUBSCRIPTION_LINKS = Limit("subscription-links", 60, 600)


def limit_for(method: str, path: str) -> Limit:
    """Which limit a request falls under."""
    if method not in ("GET", "HEAD"):
        if path.startswith("/consultations/"):
            return COMMENTS
        if path.startswith("/subscriptions/"):
            return SUBSCRIPTIONS if path == "/subscriptions/new" else SUBSCRIPTION_LINKS
        if path in ("/requests/new", "/requests/rectification"):
            return REQUESTS
        return STATUS if path == "/requests/status" else REPORTS
    if path == "/api/v1/suggestions":
        return SUGGESTIONS
    if path in ("/search", "/api/v1/search") or path.startswith("/search/"):
        return SEARCH
    return API if path.startswith("/api/") else PAGES


@dataclass(slots=True)
class Buckets:
    """What each address has left under each limit."""

    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[tuple[str, str], tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, address: str, limit: Limit) -> tuple[bool, int, int]:
        """Take one request: whether it may go on, how many are left, and seconds until there is one more."""
        key, now = (address, limit.name), self.clock()
        left, since = self._left.pop(key, (float(limit.quota), now))
        left = min(float(limit.quota), left + (now - since) * limit.quota / limit.window_s)
        allowed = left >= 1
        left -= allowed
        self._left[key] = (left, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        next_in_s = math.ceil(max(0.0, 1 - left % 1) * limit.window_s / limit.quota)
        return allowed, int(left), max(1, next_in_s)


class RateLimits:
    """ASGI middleware. This machine itself (its proxy, its health check) is not limited.

    The address is the one that the proxy vouches for (uvicorn's `--proxy-headers`); it is kept in memory only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._buckets = Buckets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        network = _network(client[0]) if scope["type"] == "http" and client else None
        if network is None:
            await self._app(scope, receive, send)
            return
        limit = limit_for(scope["method"], scope["path"])
        allowed, left, next_in_s = self._buckets.take(network, limit)
        headers = {
            "ratelimit-policy": f'"{limit.name}";q={limit.quota};w={limit.window_s}',
            "ratelimit": f'"{limit.name}";r={left};t={next_in_s}',
        }
        if not allowed:
            sentence = f"请求过于频繁：每{limit.window_s}秒最多{limit.quota}次，请{next_in_s}秒后再试。\n"
            refusal = PlainTextResponse(sentence, 429, headers={**headers, "retry-after": str(next_in_s)})
            await refusal(scope, receive, send)
            return

        async def send_with_limit(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = [(name.encode(), value.encode()) for name, value in headers.items()]
                message["headers"] = [*message["headers"], *told]
            await send(message)

        await self._app(scope, receive, send_with_limit)


def _network(address: str) -> str | None:
    """The address, of IPv6 its /64; None for this machine and for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if parsed.is_loopback:
        return None
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
