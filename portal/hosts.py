"""One portal for several bureaus: the host that a citizen asks for says whose site answers, and nothing else does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bundles.sites import BureauSite, Sites, read_sites
from portal.measuring import Counters, Measured, telling
from portal.responses import SECURITY_HEADERS

log = logging.getLogger(__name__)

MakeSite = Callable[[BureauSite], ASGIApp]
#: The server cannot answer for this host (RFC 9110, 15.5.20).
_MISDIRECTED: Final = 421


class BureauHosts:
    """ASGI application: passes each request to its host's site, which is made when it is first asked for.

    A host that no bureau has gets 421 and not a word of any bureau. The list of sites is looked at with every request,
    so that a bureau comes and goes without a new start.
    """

    def __init__(self, sites_file: Path, make_site: MakeSite) -> None:
        self._file = sites_file
        self._make = make_site
        self._turn = asyncio.Lock()
        self._seen: tuple[int, int] | None = None
        self._sites = Sites()
        self._made: dict[BureauSite, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site = self._site_of(Headers(scope=scope).get("host", ""))
        if site is None:
            await _nobody(scope)(scope, receive, send)
            return
        try:
            answering = self._made.get(site) or await self._open(site)
        except Exception:
            # Whatever is wrong with one site is that site's matter alone.
            log.exception("The site of %s cannot be opened", site.bureau)
            answering = _plain("网站暂时无法打开，请稍后再试。\n", 503)
        await answering(scope, receive, send)

    def _site_of(self, host: str) -> BureauSite | None:
        try:
            state = self._file.stat()
        except OSError:
            return None
        if (state.st_ino, state.st_mtime_ns) != self._seen:
            self._sites = read_sites(self._file)
            self._seen = (state.st_ino, state.st_mtime_ns)
            self._made = {site: made for site, made in self._made.items() if site in self._sites.site}
        return self._sites.at(_name_of(host))

    async def _open(self, site: BureauSite) -> ASGIApp:
        async with self._turn:
            if site not in self._made:
                self._made[site] = await asyncio.to_thread(self._make, site)
            return self._made[site]


def create_hosts(sites_file: Path, make_site: MakeSite, *, metrics: tuple[str, int] | None = None) -> Starlette:
    """The portal of an installation that serves several bureaus; `metrics` as for the site of one."""
    counters = Counters()
    app = Starlette(lifespan=telling(counters, metrics))
    app.add_middleware(Measured, counters=counters)
    app.mount("/", BureauHosts(sites_file, make_site))
    return app


def _name_of(host: str) -> str:
    """The host without its port, in small letters; citizens may type a final dot."""
    return host.rpartition(":")[0].lower().rstrip(".") if ":" in host else host.lower().rstrip(".")


def _nobody(scope: Scope) -> Response:
    """The health check of the machine asks by no bureau's name."""
    if Request(scope).url.path == "/healthz":
        return _plain("ok\n", 200)
    return _plain("这里没有您要访问的网站。\n", _MISDIRECTED)


def _plain(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status, headers=SECURITY_HEADERS)
