"""公开征求意见: the list, a consultation with its basis and explanation, the form for a comment, the feed.

A comment goes into the drop box alone; no page ever shows one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from ulid import ULID

from bundles.dropbox import DropBox
from bundles.submissions import Comment
from portal.clock import now, today
from portal.comment_form import LONGEST, CommentForm, checked
from portal.consultations import PHASES, ShownConsultation, shown_consultation, shown_consultations
from portal.feeds import xml_answer
from portal.form_fields import TRAP, Quota, read_fields
from portal.handing_in import hand_in
from portal.responses import METHODS
from portal.site import Site

#: A form of that length holds the longest texts, percent-encoded.
LARGEST_FORM_BYTES = 48 * 1024
#: Comments that the portal takes within an hour, from everybody together: the disk inside is not theirs.
MOST_AN_HOUR = 500


def consultation_routes(site: Site, box: DropBox | None) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    quota = Quota(MOST_AN_HOUR)

    @router.api_route("/consultations", methods=METHODS)
    def listing(request: Request) -> Response:
        return site.page(request, "consultations.html", shown=shown_consultations(site, today()), phases=PHASES)

    @router.api_route("/consultations/feed.atom", methods=METHODS)
    def feed(request: Request) -> Response:
        running = [one for one in shown_consultations(site, today()) if one.phase == "open"]
        newest = max((one.consultation.approved_at for one in running), default=dt.datetime.fromtimestamp(0, dt.UTC))
        return xml_answer(site, request, "consultations.xml", "application/atom+xml", shown=running, updated=newest)

    @router.api_route("/consultations/{consultation_id}", methods=METHODS)
    def one(request: Request, consultation_id: str) -> Response:
        return site.page(request, "consultation.html", one=_found(site, consultation_id), is_open=box is not None)

    @router.api_route("/consultations/{consultation_id}/comment", methods=METHODS)
    def form(request: Request, consultation_id: str) -> Response:
        return _show(site, request, _found(site, consultation_id), CommentForm(), takes=box is not None)

    @router.post("/consultations/{consultation_id}/comment")
    async def send(request: Request, consultation_id: str) -> Response:
        typed = await read_fields(request, LARGEST_FORM_BYTES, most=10)
        return await run_in_threadpool(_take, site, request, consultation_id, box, quota, typed)

    return router


def _found(site: Site, consultation_id: str) -> ShownConsultation:
    known = site.consultations.find(consultation_id)
    shown = shown_consultation(site, known, today()) if known else None
    if shown is None:
        raise HTTPException(404)
    return shown


def _take(
    site: Site,
    request: Request,
    consultation_id: str,
    box: DropBox | None,
    quota: Quota,
    typed: Mapping[str, str],
) -> Response:
    shown = _found(site, consultation_id)
    form = checked(typed)
    if shown.phase != "open":
        return _show(site, request, shown, form, takes=box is not None, status=409)
    if form.faults:
        return _show(site, request, shown, form, takes=box is not None, status=422)
    sent = _comment(site, shown, form)
    if typed.get(TRAP):
        return _received(site, request, shown, sent)
    if not hand_in(sent, box, quota):
        return _show(site, request, shown, form, takes=False, status=503)
    return _received(site, request, shown, sent)


def _comment(site: Site, shown: ShownConsultation, form: CommentForm) -> Comment:
    at = now()
    facts = {"id": str(ULID.from_datetime(at)), "bureau": site.bureau, "at": at}
    try:
        return Comment.model_validate({**form.fields, **facts, "consultation_id": shown.consultation.id})
    except ValidationError:  # the form asks for no less than the box; what it missed is no citizen's fault
        raise HTTPException(400) from None


def _received(site: Site, request: Request, shown: ShownConsultation, sent: Comment) -> Response:
    answer = site.page(request, "comment_received.html", status=201, one=shown, receipt=sent.id)
    answer.headers["cache-control"] = "no-store"
    return answer


def _show(
    site: Site, request: Request, shown: ShownConsultation, form: CommentForm, *, takes: bool, status: int = 200
) -> Response:
    return site.page(request, "comment_form.html", status=status, one=shown, form=form, takes=takes, longest=LONGEST)
