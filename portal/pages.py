"""Home and documents."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bundles import page_files
from bundles.format import BundleMeta, Tombstone
from portal.clock import today
from portal.columns_pages import counted_columns
from portal.consultations import shown_consultations
from portal.document_page import document_page
from portal.gone import gone
from portal.page_cache import Page, Shown
from portal.responses import METHODS, page_answer
from portal.site import Site
from portal.text_size import is_large

NEWEST = 10
UNITS = 8


def document_routes(site: Site) -> APIRouter:
    """Routes of everything that bundles alone answer; they work while the search engine is down."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/", methods=METHODS)
    def home(request: Request) -> Response:
        return site.search_page(
            request,
            "home.html",
            newest=site.listed(site.catalogue.newest(limit=NEWEST)),
            total=site.catalogue.pages(),
            tree=counted_columns(site),
            units=site.catalogue.units()[:UNITS],
            consulted=[one for one in shown_consultations(site, today()) if one.phase == "open"],
        )

    @router.api_route("/d/{document_id}", methods=METHODS)
    async def document(request: Request, document_id: str) -> Response:
        # A page that is known costs less than the way to another thread and back.
        known = _known_page(site, request, document_id)
        return known if known is not None else await run_in_threadpool(_document, site, request, document_id)

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


def _known_page(site: Site, request: Request, document_id: str) -> Response | None:
    """The page as it was rendered, if all that it shows is as it was; every file of it is checked again."""
    with page_files.opened(site.page_files) as folder:
        current = site.current(document_id) if site.catalogue.is_read else None
        if not isinstance(current, BundleMeta):
            return None
        page = site.pages.get((document_id, is_large(request)), _shown(site, request, current))
        return _answer(site, request, page, document_id, folder) if page else None


def _shown(site: Site, request: Request, meta: BundleMeta) -> Shown:
    return Shown(meta, site.consultations, site.catalogue.revision(), today(), site.origin(request))


def _document(site: Site, request: Request, document_id: str) -> Response:
    with page_files.opened(site.page_files) as folder:
        consultations, revision = site.consultations, site.catalogue.revision()
        found = site.article(document_id)
        if isinstance(found, Tombstone):
            return gone(site, request, found)
        if found is None:
            raise HTTPException(404)
        # What changes while the page is rendered makes it one of the past: it is kept under the revision before.
        shown = Shown(found.meta, consultations, revision, today(), site.origin(request))
        content = document_page(site, found, site.address(request, found.meta), shown.today)
        page = Page.of(site.render(request, "document.html", page=content), holds=content.holds)
        site.pages.put((document_id, is_large(request)), shown, page)
        return _answer(site, request, page, document_id, folder)


def _answer(site: Site, request: Request, page: Page, document_id: str, folder: int | None) -> Response:
    """The page; and, for the proxy, a file if it is the one that everybody gets until somebody changes something."""
    if folder is not None and page.holds and site.public_url and not is_large(request):
        page_files.put(folder, document_id, page.data, page.modified_s)
    return page_answer(request, page.data, page.etag)
