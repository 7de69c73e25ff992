"""The rows of a published list (清单): a page to look by column and word, and the same as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bundles.format import BundleMeta, Tombstone
from bundles.list_data import ListData, read_list
from bundles.verification import BundleRefused
from portal.api import Answer, Problem, json_answer, problem
from portal.columns_pages import page_number
from portal.gone import gone
from portal.responses import METHODS
from portal.site import Site

PAGE_SIZE = 50
#: Characters of a word to look for, and of a value of a column.
LONGEST = 100
#: Parameters of the page that stand for the columns of `ListFacts.filters`, by their place.
_FILTER = "f"


@dataclass(frozen=True, slots=True)
class Choice:
    """A column to look by: its parameter, its values in the order of the list, and the one that was chosen."""

    parameter: str
    label: str
    values: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    """One page (1-based) of the rows that were asked for; `total` are all of these, `asked` the parameters."""

    meta: BundleMeta
    data: ListData
    rows: tuple[tuple[str, ...], ...]
    total: int
    page: int
    last_page: int
    text: str
    choices: tuple[Choice, ...]
    asked: Mapping[str, str]

    @property
    def pages(self) -> range:
        """The numbers that the paging shows."""
        return range(max(1, self.page - 2), min(self.last_page, self.page + 2) + 1)

    def link(self, page: int) -> str:
        """The address of another page."""
        query = urlencode({**self.asked, **({"page": page} if page > 1 else {})})
        return f"/d/{self.meta.id}/rows" + (f"?{query}" if query else "")


class ListRows(Answer):
    """One page (1-based) of the rows of a list; `columns` are the heads of every row."""

    id: str
    version: int
    title: str
    kind: str = Field(description="清单的类别")
    columns: tuple[str, ...]
    total: int = Field(description="符合条件的项数")
    page: int
    last_page: int
    rows: tuple[tuple[str, ...], ...]


def list_routes(site: Site) -> APIRouter:
    router = APIRouter()
    problems: dict[int | str, dict[str, object]] = {
        404: {"model": Problem},
        410: {"model": Problem},
        429: {"model": Problem},
    }

    @router.api_route("/d/{document_id}/rows", methods=METHODS, include_in_schema=False)
    def rows(request: Request, document_id: str) -> Response:
        current = site.current(document_id)
        if isinstance(current, Tombstone):
            return gone(site, request, current)
        found = _list_of(site, current)
        if current is None or found is None:
            raise HTTPException(404)
        listing = _page(current, found, request.query_params)
        return site.page(request, "list_rows.html", listing=listing, trail=site.trail(site.column_of(current)))

    @router.head("/api/v1/documents/{document_id}/rows", include_in_schema=False)
    @router.get(
        "/api/v1/documents/{document_id}/rows",
        response_model=ListRows,
        responses=problems,
        summary="清单的各项",
        tags=["公开的公文"],
    )
    def api_rows(
        request: Request,
        document_id: str,
        q: Annotated[str, Query(max_length=LONGEST, description="任何一栏中的词语")] = "",
        column: Annotated[str | None, Query(max_length=LONGEST, description="栏目名称，与 value 一起用")] = None,
        value: Annotated[str, Query(max_length=LONGEST, description="这一栏的值，完全相同")] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Response:
        current = site.current(document_id)
        if isinstance(current, Tombstone):
            title = "暂停公开" if current.kind == "suspended" else "已撤下"
            return problem(410, title, at=current.at, reason=current.reason)
        found = _list_of(site, current)
        if current is None or found is None:
            return problem(404, "没有这份清单")
        if column is not None and column not in found.columns:
            return problem(400, "没有这一栏")
        wanted = {found.columns.index(column): value} if column is not None else {}
        return json_answer(request, _answer(current, found, wanted, q, page).model_dump_json().encode())

    return router


def _list_of(site: Site, current: BundleMeta | None) -> ListData | None:
    try:
        return read_list(site.reader, current) if current else None
    except BundleRefused:
        return None


def _answer(meta: BundleMeta, data: ListData, wanted: Mapping[int, str], text: str, page: int) -> ListRows:
    rows = matching(data, wanted, text)
    return ListRows(
        id=meta.id,
        version=meta.version,
        title=data.title,
        kind=meta.attributes.structured.kind if meta.attributes.structured else "",
        columns=data.columns,
        total=len(rows),
        page=page,
        last_page=max(1, -(-len(rows) // PAGE_SIZE)),
        rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
    )


def matching(data: ListData, wanted: Mapping[int, str], text: str) -> tuple[tuple[str, ...], ...]:
    """The rows with these values in these columns (0-based), and with every word of `text` in some cell."""
    words = text.casefold().split()
    return tuple(
        row
        for row in data.rows
        if all(row[place] == value for place, value in wanted.items())
        and all(any(word in cell.casefold() for cell in row) for word in words)
    )


def _page(meta: BundleMeta, data: ListData, parameters: Mapping[str, str]) -> RowsPage:
    choices = tuple(_choices(meta, data, parameters))
    wanted = {data.columns.index(choice.label): choice.chosen for choice in choices if choice.chosen}
    text = parameters.get("q", "").strip()[:LONGEST]
    rows = matching(data, wanted, text)
    number, last_page = page_number(parameters.get("page")), max(1, -(-len(rows) // PAGE_SIZE))
    if number > last_page:
        raise HTTPException(404)
    asked = {"q": text} if text else {}
    return RowsPage(
        meta=meta,
        data=data,
        rows=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        total=len(rows),
        page=number,
        last_page=last_page,
        text=text,
        choices=choices,
        asked=asked | {choice.parameter: choice.chosen for choice in choices if choice.chosen},
    )


def _choices(meta: BundleMeta, data: ListData, parameters: Mapping[str, str]) -> list[Choice]:
    labels = meta.attributes.structured.filters if meta.attributes.structured else ()
    choices = []
    for place, label in enumerate(labels):
        if label in data.columns:
            column = data.columns.index(label)
            values = tuple(dict.fromkeys(row[column] for row in data.rows if row[column]))
            chosen = parameters.get(f"{_FILTER}{place}", "")
            choices.append(Choice(f"{_FILTER}{place}", label, values, chosen if chosen in values else ""))
    return choices
