"""依申请公开 and 更正: how to apply, the forms, the receipt, the state. A form goes into the drop box alone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from fastapi import APIRouter
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from ulid import ULID

from bundles.dropbox import DropBox
from bundles.format import is_document_id
from bundles.request_guide import RequestGuide, read_guide
from bundles.request_status import StatusFolder, status_key
from bundles.submissions import InformationRequest, RectificationRequest
from portal.clock import now
from portal.form_fields import TRAP, Quota, read_fields
from portal.handing_in import hand_in
from portal.request_form import (
    APPLICANTS,
    IDENTITIES,
    INFORMATION,
    LONGEST,
    RECTIFICATION,
    RequestForm,
    RequestShape,
    checked,
)
from portal.responses import METHODS
from portal.site import Site

#: Requests that the portal takes within an hour, from everybody together: the disk inside is not theirs.
MOST_AN_HOUR = 200
#: Bytes of the secret that opens the state of a request: 128 bits.
SECRET_BYTES = 16

RequesterSubmission = InformationRequest | RectificationRequest
_SUBMISSION: TypeAdapter[RequesterSubmission] = TypeAdapter(RequesterSubmission)

STATES: Mapping[str, str] = {
    "confirming": "已收到，工作人员将与您确认",
    "received": "已受理",
    "correcting": "请您补正",
    "handling": "办理中",
    "consulting": "正在征求第三方或者其他机关的意见",
    "fee": "请您缴纳信息处理费",
    "answered": "已答复",
    "ended": "已终止",
}


def request_routes(site: Site, box: DropBox | None) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    quota = Quota(MOST_AN_HOUR)
    states = StatusFolder(site.reader.root, site.bureau)

    @router.api_route("/requests", methods=METHODS)
    def guide(request: Request) -> Response:
        return site.page(request, "requests.html", guide=_guide(site), is_open=box is not None)

    @router.api_route("/requests/new", methods=METHODS)
    def form(request: Request) -> Response:
        return _show(site, request, INFORMATION, RequestForm(), is_open=box is not None)

    @router.post("/requests/new")
    async def send(request: Request) -> Response:
        return await take(request, INFORMATION)

    @router.api_route("/requests/rectification", methods=METHODS)
    def rectification_form(request: Request) -> Response:
        return _show(site, request, RECTIFICATION, RequestForm(), is_open=box is not None)

    @router.post("/requests/rectification")
    async def send_rectification(request: Request) -> Response:
        return await take(request, RECTIFICATION)

    async def take(request: Request, shape: RequestShape) -> Response:
        typed = await read_fields(request, shape.largest_bytes, most=20)
        return await run_in_threadpool(_take, site, request, box, quota, shape, typed)

    @router.api_route("/requests/status", methods=METHODS)
    def ask(request: Request) -> Response:
        return site.page(request, "request_status.html", receipt="", found=None, refusal="", states=STATES)

    @router.post("/requests/status")
    async def look_up(request: Request) -> Response:
        typed = await read_fields(request, 1024, most=5)
        return await run_in_threadpool(_state, site, request, states, typed)

    return router


def _take(
    site: Site, request: Request, box: DropBox | None, quota: Quota, shape: RequestShape, typed: Mapping[str, str]
) -> Response:
    form = checked(typed, shape)
    if box is None:
        return _show(site, request, shape, form, is_open=False, status=503)
    if form.faults:
        return _show(site, request, shape, form, is_open=True, status=422)
    secret = secrets.token_hex(SECRET_BYTES)
    try:
        sent = _submission(site, shape, form, secret)
    except ValidationError:  # the checks say what is wrong; what they miss is no person's typing
        return _show(site, request, shape, form, is_open=True, status=400)
    if not typed.get(TRAP) and not hand_in(sent, box, quota):
        return _show(site, request, shape, form, is_open=False, status=503)
    answer = site.page(
        request,
        "request_received.html",
        status=201,
        kind=shape.kind,
        receipt=sent.id,
        secret=secret,
        guide=_guide(site),
    )
    answer.headers["cache-control"] = "no-store"  # it is shown once
    return answer


def _submission(site: Site, shape: RequestShape, form: RequestForm, secret: str) -> RequesterSubmission:
    at = now()
    receipt = str(ULID.from_datetime(at))
    facts = {
        "kind": shape.kind,
        "id": receipt,
        "bureau": site.bureau,
        "at": at,
        "status_key": status_key(receipt, secret),
    }
    return _SUBMISSION.validate_python({**form.fields, **facts})


def _show(
    site: Site, request: Request, shape: RequestShape, form: RequestForm, *, is_open: bool, status: int = 200
) -> Response:
    return site.page(
        request,
        shape.template,
        status=status,
        form=form,
        is_open=is_open,
        guide=_guide(site),
        applicants=APPLICANTS,
        identities=IDENTITIES,
        deliveries=shape.deliveries,
        longest=LONGEST,
    )


def _state(site: Site, request: Request, states: StatusFolder, typed: Mapping[str, str]) -> Response:
    """One sentence for a wrong number, a wrong secret and a request that nobody has taken in yet."""
    receipt = "".join(typed.get("receipt", "").split()).upper()
    secret = "".join(typed.get("secret", "").split()).lower()
    found = states.read(status_key(receipt, secret)) if is_document_id(receipt) else None
    refusal = "" if found else "没有查到。请核对受理编号和查询密码；刚刚提交的，请十几分钟后再查。"
    answer = site.page(
        request,
        "request_status.html",
        status=200 if found else 404,
        receipt=receipt[:26],
        found=found,
        refusal=refusal,
        states=STATES,
    )
    answer.headers["cache-control"] = "no-store"
    return answer


def _guide(site: Site) -> RequestGuide:
    return read_guide(site.reader.root, site.bureau, site.bureau_name)
