"""The catalogue of columns (公开目录) and the pages of each column."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bundles.columns import Column
from bundles.format import BundleMeta
from portal.responses import METHODS
from portal.site import Site

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class CountedColumn:
    """A column with the number of its documents, those of the columns below included."""

    column: Column
    count: int
    below: tuple[CountedColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """One page (1-based) of the documents of a column."""

    column: Column
    trail: tuple[Column, ...]
    documents: tuple[BundleMeta, ...]
    total: int
    page: int
    last_page: int

    @property
    def pages(self) -> range:
        """The numbers that the paging shows."""
        return range(max(1, self.page - 2), min(self.last_page, self.page + 2) + 1)

    def link(self, page: int) -> str:
        """The address of another page."""
        return f"/columns/{self.column.id}" + (f"?page={page}" if page > 1 else "")


def counted_columns(site: Site) -> tuple[CountedColumn, ...]:
    """All columns as a tree, in their order."""
    counts, columns = site.catalogue.counts(), site.catalogue.columns

    def counted(column: Column) -> CountedColumn:
        below = tuple(counted(each) for each in columns.below(column.id))
        return CountedColumn(column, counts.get(column.id, 0) + sum(each.count for each in below), below)

    return tuple(counted(column) for column in columns.top())


def column_routes(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/columns", methods=METHODS)
    def columns(request: Request) -> Response:
        return site.page(request, "columns.html", tree=counted_columns(site), total=site.catalogue.count())

    @router.api_route("/columns/{column_id}", methods=METHODS)
    def column(request: Request, column_id: str) -> Response:
        found = site.catalogue.columns.find(column_id)
        if found is None:
            raise HTTPException(404)
        page = _page(site, found, page_number(request.query_params.get("page")))
        return site.page(request, "column.html", listing=page, tree=counted_columns(site))

    return router


def page_number(text: str | None) -> int:
    """The 1-based number in a query string, 1 if there is none.

    Raises:
        HTTPException: 404, it is no such number.
    """
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) >= 1):
        raise HTTPException(404)
    return int(text)


def _page(site: Site, column: Column, number: int) -> ColumnPage:
    family = site.catalogue.columns.family(column.id)
    total = site.catalogue.count(family)
    last_page = max(1, -(-total // PAGE_SIZE))
    if number > last_page:
        raise HTTPException(404)
    ids = site.catalogue.newest(family, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return ColumnPage(column, site.trail(column), site.listed(ids), total, number, last_page)
