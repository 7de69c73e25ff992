"""Home and documents."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bundles.format import BundleMeta, Tombstone
from portal.clock import today
from portal.columns_pages import counted_columns
from portal.document_page import document_page
from portal.gone import gone
from portal.responses import METHODS
from portal.site import Site

NEWEST = 10
UNITS = 8


def document_routes(site: Site) -> APIRouter:
    """Routes of everything that bundles alone answer; they work while the search engine is down."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=METHODS)
    def home(request: Request) -> Response:
        return site.page(
            request,
            "home.html",
            newest=site.listed(site.catalogue.newest(limit=NEWEST)),
            total=site.catalogue.pages(),
            tree=counted_columns(site),
            units=site.catalogue.units()[:UNITS],
        )

    @router.api_route("/d/{document_id}", methods=METHODS)
    def document(request: Request, document_id: str) -> Response:
        return _document(site, request, document_id)

    @router.api_route("/d/{document_id}/v{number:int}", methods=METHODS)
    def version(request: Request, document_id: str, number: int) -> Response:
        current = site.current(document_id)
        if isinstance(current, BundleMeta) and number != current.version:
            if not 1 <= number < current.version:
                raise HTTPException(404)
            # Superseded: its content is gone, its address leads to what holds now and says if that is a correction.
            correction = current.correction_of(number)
            if correction is None:
                return RedirectResponse(f"/d/{document_id}", 302)
            return site.page(request, "corrected.html", status=410, meta=current, correction=correction)
        return _document(site, request, document_id)

    return router


def _document(site: Site, request: Request, document_id: str) -> Response:
    found = site.article(document_id)
    if isinstance(found, Tombstone):
        return gone(site, request, found)
    if found is None:
        raise HTTPException(404)
    page = document_page(site, found, site.address(request, found.meta), today())
    return site.page(request, "document.html", page=page)
