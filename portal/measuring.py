"""What the site counts of itself: answers by kind and status, and how long they took. No path, no address, no query."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from metering.counting import Durations, Tally
from metering.endpoint import serving
from metering.families import Family
from portal.rate_limits import limit_for

#: Upper bounds, seconds. The last page of a good site is in the first four.
_BOUNDS_S: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Counters:
    """The site's own metrics. `kind` is what a request is limited as (portal/rate_limits.py): one of seven words."""

    answers: Tally = field(
        default_factory=lambda: Tally("gongkai_portal_answers_total", "Answers by kind.", ("kind", "status"))
    )
    seconds: Durations = field(
        default_factory=lambda: Durations("gongkai_portal_answer_seconds", "Time to answer.", "kind", _BOUNDS_S)
    )

    def families(self) -> tuple[Family, ...]:
        return self.answers.family(), self.seconds.family()


class Measured:
    """ASGI middleware: counts each answer once, when it has been sent."""

    def __init__(self, app: ASGIApp, counters: Counters) -> None:
        self._app = app
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        finally:
            kind = limit_for(scope["method"], scope["path"]).name
            self._counters.answers.count(kind, f"{status // 100}xx")
            self._counters.seconds.observe(kind, time.perf_counter() - began)


def telling(
    counters: Counters, address: tuple[str, int] | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The site's lifespan: while it runs, its metrics can be read at `address`, which is none of the public's."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if address is None:
            yield
            return
        with serving(*address, counters.families):
            yield

    return lifespan
