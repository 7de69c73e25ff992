"""依申请公开 at the desk: the list with its clocks, a paper request entered, one request with all that can be done.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from gongkai import request_words
from gongkai.letter_docx import letter_docx
from gongkai.request_letters import letter_of
from records.domain.bureau import Person
from records.domain.errors import BadInput
from records.domain.lifecycle import Role
from records.domain.requests.content import Requester
from records.domain.requests.often import OftenOutcome
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.receipt import Channel
from records.domain.requests.request import ApplicantClass, Delivery, RequestId
from records.services.requests.book import RequestFactsInvalid
from records.services.requests.intake import Claimed, RequestForm
from review_desk import clock_words
from review_desk.identity import CurrentPerson
from review_desk.names import person_name, unit_name
from review_desk.rendering import page, root_of
from review_desk.request_acts import act_named, earlier_draft, offered
from review_desk.request_view import letters_offered, request_view
from review_desk.security import FormToken, OwnForm
from review_desk.services import Desk, DeskServices
from review_desk.typed import Typed, typed_fields

router = APIRouter(prefix="/requests")

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CHANNELS: Final = {
    channel: name for channel, name in request_words.CHANNEL_NAMES.items() if channel != Channel.ONLINE.value
}


@router.get("")
def requests(request: Request, desk: Desk, person: CurrentPerson, token: FormToken) -> HTMLResponse:
    """List the requests that this person handles, the nearest last day first; nothing here names a requester."""
    return page(
        request,
        "requests.html",
        bureau=desk.bureau,
        person=person,
        listed=desk.requests.desk.listed_for(person.id),
        closed=desk.requests.desk.closed_for(person.id),
        often=desk.requests.often.proposed_to(person.id),
        form_token=token,
        may_enter=_may_enter(person),
        clock_words=clock_words,
        unit_name=lambda unit: unit_name(desk.bureau, unit),
        words=request_words,
    )


@router.post("")
def settle_often(request: Request, desk: Desk, person: CurrentPerson, form: OwnForm) -> Response:
    """Say what becomes of information that several people asked for (article 44)."""
    typed = Typed(typed_fields(form))
    outcome = typed.choice("outcome", OftenOutcome)
    desk.requests.often.settle(typed.text("information"), outcome, typed.text("reason"), by=person.id)
    return RedirectResponse(f"{root_of(request)}/requests", status_code=303)


@router.get("/new")
def blank(request: Request, desk: Desk, person: CurrentPerson, token: FormToken) -> HTMLResponse:
    """Show the form for a request on paper, by fax, or told to a clerk."""
    return _entering(request, desk, person, token, {})


@router.post("/new")
def enter(request: Request, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnForm) -> Response:
    """Enter a request, or say what is missing."""
    fields = typed_fields(form)
    typed = Typed(fields)
    try:
        made = desk.requests.intake.enter(
            _request_form(typed), typed.choice("channel", Channel), typed.day("arrived_on"), by=person.id
        )
    except BadInput as error:
        return _entering(request, desk, person, token, fields, refusal=str(error), status=422)
    return RedirectResponse(f"{root_of(request)}/requests/{made.id}", status_code=303)


@router.get("/{request_id}")
def one(request: Request, desk: Desk, person: CurrentPerson, token: FormToken, request_id: str) -> HTMLResponse:
    """Show one request to who handles it; that they saw it goes on record."""
    return _show(request, desk, person, token, RequestId(request_id))


@router.post("/{request_id}")
def act(
    request: Request, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnForm, request_id: str
) -> Response:
    """Do one thing with a request, or say what is wrong with the form."""
    fields = typed_fields(form)
    try:
        act_named(fields.get("act", "")).run(desk.requests, RequestId(request_id), person.id, Typed(fields))
    except BadInput as error:
        return _show(request, desk, person, token, RequestId(request_id), fields=fields, refusal=str(error), status=422)
    return RedirectResponse(f"{root_of(request)}/requests/{request_id}", status_code=303)


@router.get("/{request_id}/letters/{name}.docx")
def letter(desk: Desk, person: CurrentPerson, request_id: str, name: str) -> Response:
    """Hand out a letter as a file, to who handles the request."""
    dossier = desk.requests.desk.dossier(RequestId(request_id), by=person.id)
    book = desk.requests.book
    made = letter_of(book.bureau, dossier, name, book.today)
    disposition = (
        f"attachment; filename={quote(f'{name}-{request_id}')}.docx; filename*=UTF-8''{quote(made.title)}.docx"
    )
    data = letter_docx(made, book.clock.now())
    return Response(data, media_type=_DOCX, headers={"Content-Disposition": disposition})


def _show(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    request_id: RequestId,
    *,
    fields: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    dossier = desk.requests.desk.dossier(request_id, by=person.id)
    bureau = desk.requests.book.bureau
    return page(
        request,
        "request.html",
        bureau=desk.bureau,
        person=person,
        status=status,
        form_token=token,
        dossier=dossier,
        view=request_view(bureau, dossier),
        letters=letters_offered(bureau, dossier),
        acts=offered(dossier),
        typed=fields or earlier_draft(dossier),
        refusal=refusal,
        unit_options={unit.id: unit.name for unit in desk.bureau.units},
        clock_words=clock_words,
        person_name=lambda person_id: person_name(desk.bureau, person_id),
        words=request_words,
    )


def _entering(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    fields: Mapping[str, str],
    *,
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    return page(
        request,
        "request_entry.html",
        bureau=desk.bureau,
        person=person,
        status=status,
        form_token=token,
        typed=fields,
        refusal=refusal,
        channels=_CHANNELS,
        may_enter=_may_enter(person),
        today=desk.requests.book.today,
        words=request_words,
    )


def _request_form(typed: Typed) -> RequestForm:
    kind, number = typed.text("identity_kind"), typed.text("identity_number")
    if kind not in request_words.IDENTITY_NAMES or not number:
        raise RequestFactsInvalid("请写明身份证明的种类和号码。")
    return RequestForm(
        applicant=typed.choice("applicant", ApplicantClass),
        requester=Requester(
            name=typed.text("name"),
            identity=f"{request_words.IDENTITY_NAMES[kind]} {number}",
            phone=typed.text("phone"),
            email=typed.text("email"),
            address=typed.text("address"),
            contact=typed.text("contact"),
        ),
        description=typed.text("description"),
        delivery=typed.choice("delivery", Delivery),
        claimed=_claimed(typed),
    )


def _claimed(typed: Typed) -> Claimed | None:
    """What a request for rectification asks for beside the rest (article 41); one for information has none of it."""
    claimed = Claimed(typed.text("claim"), typed.text("evidence"))
    if typed.choice("purpose", RequestPurpose) is RequestPurpose.RECTIFICATION:
        return claimed
    if claimed.claim or claimed.evidence:
        raise RequestFactsInvalid("公开申请不填更正的内容和证据；要求更正的，请选择“更正”。")
    return None


def _may_enter(person: Person) -> bool:
    return bool(person.roles & {Role.OFFICE, Role.CLERK})
