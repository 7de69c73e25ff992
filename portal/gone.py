"""What a document that was taken down still says: when and why."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bundles.format import Tombstone
from portal.site import Site


def gone(site: Site, request: Request, tombstone: Tombstone) -> Response:
    return site.page(request, "gone.html", status=410, tombstone=tombstone)
