"""The same documents as JSON, for programs: `/api/v1`, described by `/api/openapi.json` (OpenAPI 3.1)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bundles.format import BundleMeta, Tombstone
from bundles.public_record import PublicRecord, public_record
from bundles.verification import BundleRefused
from portal.clock import today
from portal.responses import bytes_answer
from portal.site import Site
from portal.validity import validity

PAGE_SIZE = 50
LARGEST_PAGE = 100
#: Any site may read what is public.
OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnInfo(Answer):
    id: str
    name: str
    parent: str | None
    basis: str | None = Field(description="《政府信息公开条例》的条款")
    documents: int = Field(description="件数，含下级栏目")


_COLUMNS = TypeAdapter(list[ColumnInfo])


class DocumentList(Answer):
    """One page (1-based) of documents, newest publication first; `next` is the address of the following page."""

    total: int
    page: int
    last_page: int
    next: str | None
    documents: tuple[PublicRecord, ...]


class ValidityInfo(Answer):
    state: str = Field(description="effective 现行有效，not_yet 尚未施行，expired 已失效，repealed 已废止")
    words: str
    by: tuple[str, ...] = Field(description="废止本文件的文件编号")


class RelatedIds(Answer):
    """Ids of public documents."""

    repealed_by: tuple[str, ...]
    repeals: tuple[str, ...]
    interpreted_by: tuple[str, ...]
    interprets: tuple[str, ...]
    cites: tuple[str, ...]
    cited_by: tuple[str, ...]


class DocumentAnswer(Answer):
    document: PublicRecord
    validity: ValidityInfo | None
    related: RelatedIds
    text: str = Field(description="正文，段落分行，表格的格以制表符分开")


class Problem(Answer):
    """RFC 9457. Of a document that was taken down, `at` and `reason` say when and why."""

    title: str
    status: int
    at: AwareDatetime | None = None
    reason: str | None = None


def api_routes(site: Site) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["公开的公文"])
    problems: dict[int | str, dict[str, object]] = {404: {"model": Problem}, 429: {"model": Problem}}

    @router.head("/columns", include_in_schema=False)
    @router.get("/columns", response_model=list[ColumnInfo], summary="栏目和件数")
    def columns(request: Request) -> Response:
        found = site.catalogue.columns
        counted = (
            ColumnInfo(
                id=column.id,
                name=column.name,
                parent=column.parent,
                basis=column.basis,
                documents=site.catalogue.count(found.family(column.id)),
            )
            for column in found.column
        )
        return json_answer(request, _COLUMNS.dump_json(list(counted)))

    @router.head("/documents", include_in_schema=False)
    @router.get("/documents", response_model=DocumentList, responses=problems, summary="公文列表，新的在前")
    def documents(
        request: Request,
        column: Annotated[str | None, Query(max_length=41, description="栏目编号")] = None,
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
        size: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="每页件数")] = PAGE_SIZE,
    ) -> Response:
        if column is not None and site.catalogue.columns.find(column) is None:
            return problem(404, "没有这个栏目")
        return json_answer(request, _page(site, column, page, size).model_dump_json().encode())

    @router.head("/documents/{document_id}", include_in_schema=False)
    @router.get(
        "/documents/{document_id}",
        response_model=DocumentAnswer,
        responses={**problems, 410: {"model": Problem}},
        summary="一件公文",
    )
    def document(request: Request, document_id: str) -> Response:
        current = site.current(document_id)
        if isinstance(current, Tombstone):
            title = "暂停公开" if current.kind == "suspended" else "已撤下"
            return problem(410, title, at=current.at, reason=current.reason)
        if current is None:
            return problem(404, "没有这件公文")
        try:
            return json_answer(request, _document(site, current).model_dump_json().encode())
        except BundleRefused:
            return problem(404, "没有这件公文")

    return router


def problem(status: int, title: str, *, at: dt.datetime | None = None, reason: str | None = None) -> Response:
    """An answer that says what is wrong (RFC 9457)."""
    content = Problem(title=title, status=status, at=at, reason=reason).model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, status, headers=OPEN, media_type="application/problem+json")


def _page(site: Site, column: str | None, page: int, size: int) -> DocumentList:
    columns = site.catalogue.columns
    family = None if column is None else columns.family(column)
    total = site.catalogue.count(family)
    last_page = max(1, -(-total // size))
    shown = site.listed(site.catalogue.newest(family, offset=(page - 1) * size, limit=size))
    chosen = f"column={column}&" if column else ""
    return DocumentList(
        total=total,
        page=page,
        last_page=last_page,
        next=f"/api/v1/documents?{chosen}page={page + 1}&size={size}" if page < last_page else None,
        documents=tuple(public_record(meta, columns) for meta in shown),
    )


def _document(site: Site, meta: BundleMeta) -> DocumentAnswer:
    relations = site.catalogue.relations(meta.id)
    repealing = site.public(relations.repealed_by)
    holds = validity(meta.attributes, repealing, today(), is_rule=site.column_of(meta).shows_validity)
    kinds = {kind: tuple(each.id for each in site.public(getattr(relations, kind))) for kind in RelatedIds.model_fields}
    told = ValidityInfo(state=holds.state, words=holds.words, by=tuple(each.id for each in holds.by)) if holds else None
    return DocumentAnswer(
        document=public_record(meta, site.catalogue.columns),
        validity=told,
        related=RelatedIds(**kinds),
        text=site.reader.body_text(meta),
    )


def json_answer(request: Request, content: bytes) -> Response:
    """What was found, for any site, with an ETag."""
    answer = bytes_answer(request, content, "application/json")
    answer.headers.update(OPEN)
    return answer
