"""公开指南, 公开目录 and 责任 (articles 12 and 17), made of what is public and of what the bureau says of itself.

They are made at each request: what is published, moved or taken down is in them at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bundles.format import BundleMeta
from bundles.request_guide import read_guide
from bundles.responsibility import read_responsibility
from bundles.summary import summary_of
from bundles.verification import BundleRefused
from portal.columns_pages import counted_columns, page_number
from portal.responses import METHODS
from portal.site import Site

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One line of the 目录: what article 12 asks for. `summary` is empty where nothing says it."""

    meta: BundleMeta
    summary: str


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One page (1-based) of everything that is public, the newest first."""

    rows: tuple[CatalogueRow, ...]
    total: int
    page: int
    last_page: int

    @property
    def pages(self) -> range:
        """The numbers that the paging shows."""
        return range(max(1, self.page - 2), min(self.last_page, self.page + 2) + 1)

    def link(self, page: int) -> str:
        """The address of another page."""
        return "/catalogue" + (f"?page={page}" if page > 1 else "")


def disclosure_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/guide", methods=METHODS)
    def guide(request: Request) -> Response:
        root, bureau = site.reader.root, site.bureau
        return site.page(
            request,
            "guide.html",
            guide=read_guide(root, bureau, site.bureau_name),
            has_responsibility=read_responsibility(root, bureau).is_public,
            tree=counted_columns(site),
            total=site.catalogue.count(),
        )

    @router.api_route("/catalogue", methods=METHODS)
    def catalogue(request: Request) -> Response:
        listing = _page(site, page_number(request.query_params.get("page")))
        return site.page(request, "catalogue.html", listing=listing)

    @router.api_route("/responsibility", methods=METHODS)
    def responsibility(request: Request) -> Response:
        found = read_responsibility(site.reader.root, site.bureau)
        if not found.is_public:
            raise HTTPException(404)
        return site.page(request, "responsibility.html", responsibility=found)

    return router


def _page(site: Site, number: int) -> CataloguePage:
    total = site.catalogue.count()
    last_page = max(1, -(-total // PAGE_SIZE))
    if number > last_page:
        raise HTTPException(404)
    ids = site.catalogue.newest(offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    rows = tuple(CatalogueRow(meta, _summary(site, meta)) for meta in site.listed(ids))
    return CataloguePage(rows, total, number, last_page)


def _summary(site: Site, meta: BundleMeta) -> str:
    """In the document's own words, or by its subject; of one that is only listed, its subject alone."""
    subject = meta.attributes.subject or ""
    if meta.listed_only:
        return subject
    try:
        return summary_of(site.reader.body_text(meta)) or subject
    except BundleRefused:
        return subject
