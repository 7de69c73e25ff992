"""报错: a citizen says what is wrong with a page. It goes into the drop box, sealed, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from ulid import ULID

from bundles.dropbox import DropBox
from bundles.format import BundleMeta, Tombstone
from bundles.submissions import LONGEST_TEXT, ErrorReport, Fault
from portal.clock import now
from portal.form_fields import TRAP, Quota, read_fields
from portal.gone import gone
from portal.handing_in import hand_in
from portal.responses import METHODS
from portal.site import Site

#: A form of that length holds the longest text, percent-encoded.
LARGEST_FORM_BYTES = 16 * 1024
#: Reports that the portal takes within an hour, from everybody together: the disk inside is not theirs.
MOST_AN_HOUR = 200

FAULTS: Mapping[str, str] = {
    "text": "正文有错字或者遗漏",
    "attributes": "标题、文号、日期等有误",
    "attachment": "附件打不开或者缺少",
    "privacy": "出现了不该公开的个人信息",
    "display": "网页显示不正常",
    "other": "其他",
}
#: What to do about each field of the form, in its order.
_REFUSALS: Mapping[str, str] = {
    "fault": "请选择问题的种类。",
    "text": f"请写明问题在哪里，1至{LONGEST_TEXT}字。",
}
assert set(FAULTS) == set(get_args(Fault))  # noqa: S101 - the form offers what the box takes


def report_routes(site: Site, box: DropBox | None) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    quota = Quota(MOST_AN_HOUR)

    @router.api_route("/d/{document_id}/report", methods=METHODS)
    def form(request: Request, document_id: str) -> Response:
        current = site.current(document_id)
        if not isinstance(current, BundleMeta):
            return _nothing_there(site, request, current)
        return _show(site, request, current, is_open=box is not None)

    @router.post("/d/{document_id}/report")
    async def send(request: Request, document_id: str) -> Response:
        fields = await read_fields(request, LARGEST_FORM_BYTES, most=10)
        return await run_in_threadpool(_take, site, request, document_id, fields)

    def _take(site: Site, request: Request, document_id: str, fields: Mapping[str, str]) -> Response:
        current = site.current(document_id)
        if not isinstance(current, BundleMeta):
            return _nothing_there(site, request, current)
        try:
            report = _report(site, current, fields)
        except ValidationError as error:
            faulty = {str(place) for each in error.errors() for place in each["loc"]}
            return _show(site, request, current, is_open=box is not None, fields=fields, faulty=faulty)
        if fields.get(TRAP):
            return site.page(request, "report_received.html", status=201, meta=current, receipt=report.id)
        if not hand_in(report, box, quota):
            return _show(site, request, current, is_open=False, fields=fields, status=503)
        return site.page(request, "report_received.html", status=201, meta=current, receipt=report.id)

    return router


def _report(site: Site, meta: BundleMeta, fields: Mapping[str, str]) -> ErrorReport:
    at = now()
    return ErrorReport.model_validate(
        {
            "id": str(ULID.from_datetime(at)),
            "bureau": site.bureau,
            "document_id": meta.id,
            "version": meta.version,
            "fault": fields.get("fault", ""),
            "text": fields.get("text", ""),
            "at": at,
        }
    )


def _show(
    site: Site,
    request: Request,
    meta: BundleMeta,
    *,
    is_open: bool,
    fields: Mapping[str, str] | None = None,
    faulty: Collection[str] = (),
    status: int = 200,
) -> Response:
    return site.page(
        request,
        "report.html",
        status=422 if faulty else status,
        meta=meta,
        is_open=is_open,
        faults=FAULTS,
        fields=fields or {},
        refusals={name: sentence for name, sentence in _REFUSALS.items() if name in faulty},
        longest=LONGEST_TEXT,
    )


def _nothing_there(site: Site, request: Request, current: Tombstone | None) -> Response:
    if current is None:
        raise HTTPException(404)
    return gone(site, request, current)
