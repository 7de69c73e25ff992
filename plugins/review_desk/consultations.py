"""公开征求意见 at the desk: the list, a notice prepared, one consultation with its comments, opinions and report.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from gongkai import consultation_words
from gongkai.adoption_report import adoption_docx, opinions_of, summary_of
from gongkai.audit_wording import action_name
from records.domain.bureau import Person
from records.domain.consultations.consultation import ConsultationId
from records.domain.consultations.report import AdoptionReport
from records.domain.consultations.rules import ConsultationRefused
from records.domain.document import DocumentId
from records.domain.errors import BadInput, Refused
from records.domain.lifecycle import Role
from records.services.consultations.desk import ConsultationDossier
from review_desk import clock_words
from review_desk.consultation_acts import act_named, notice_of, offered
from review_desk.history import actor_name
from review_desk.identity import CurrentPerson
from review_desk.names import person_name, unit_name
from review_desk.rendering import page, root_of
from review_desk.security import FormToken, OwnForm
from review_desk.services import Desk, DeskServices
from review_desk.typed import Typed, typed_fields
from review_desk.work_filter import portion_of

router = APIRouter(prefix="/consultations")

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("")
def consultations(request: Request, desk: Desk, person: CurrentPerson) -> HTMLResponse:
    """List what this person has to do with; nothing here says what a comment says."""
    return page(
        request,
        "consultations.html",
        bureau=desk.bureau,
        person=person,
        listed=desk.consultations.desk.listed_for(person.id),
        may_prepare=bool(person.roles & {Role.OFFICE, Role.CLERK}),
        clock_words=clock_words,
        unit_name=lambda unit: unit_name(desk.bureau, unit),
        words=consultation_words,
    )


@router.get("/new")
def blank(request: Request, desk: Desk, person: CurrentPerson, token: FormToken, draft: str = "") -> HTMLResponse:
    """Show the form of a notice, about the draft that the address names."""
    return _preparing(request, desk, person, token, {"draft": draft[:40]})


@router.post("/new")
def prepare(request: Request, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnForm) -> Response:
    """Hand a notice in for approval, or say what is wrong with it."""
    fields = typed_fields(form)
    typed = Typed(fields)
    draft_id = DocumentId(typed.text("draft").rsplit("/", 1)[-1].upper())
    try:
        made = desk.consultations.preparing.prepare(draft_id, notice_of(typed), by=person.id)
    except (BadInput, Refused) as error:
        return _preparing(request, desk, person, token, fields, refusal=str(error), status=422)
    return RedirectResponse(f"{root_of(request)}/consultations/{made.id}", status_code=303)


@router.get("/{consultation_id}")
def one(request: Request, desk: Desk, person: CurrentPerson, token: FormToken, consultation_id: str) -> HTMLResponse:
    """Show one consultation; that this person saw its comments goes on record."""
    return _show(request, desk, person, token, ConsultationId(consultation_id))


@router.post("/{consultation_id}")
def act(
    request: Request, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnForm, consultation_id: str
) -> Response:
    """Do one thing with a consultation, or say what is wrong with the form."""
    fields, id_ = typed_fields(form), ConsultationId(consultation_id)
    try:
        act_named(fields.get("act", ""))(desk.consultations, id_, person.id, Typed(fields))
    except (BadInput, ConsultationRefused) as error:
        return _show(request, desk, person, token, id_, fields=fields, refusal=str(error), status=422)
    anchor = {"sort": "#comments", "opinion": "#opinions", "enter": "#comments"}.get(fields["act"], "")
    return RedirectResponse(f"{root_of(request)}/consultations/{consultation_id}{anchor}", status_code=303)


@router.get("/{consultation_id}/report.docx")
def report(desk: Desk, person: CurrentPerson, consultation_id: str) -> Response:
    """Hand out the report on adoption as a document to hand in."""
    made = desk.consultations.moderating.report(ConsultationId(consultation_id), by=person.id)
    book = desk.consultations.book
    data = adoption_docx(made, book.bureau.name, book.clock.now(), book.today)
    plain, named = f"adoption-{quote(consultation_id)}.docx", f"{quote(made.title)}.docx"
    headers = {"Content-Disposition": f"attachment; filename={plain}; filename*=UTF-8''{named}"}
    return Response(data, media_type=_DOCX, headers=headers)


def _show(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    id_: ConsultationId,
    *,
    fields: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    dossier = desk.consultations.desk.dossier(id_, by=person.id)
    is_office = Role.OFFICE in desk.bureau.roles_of(person.id, dossier.consultation.unit)
    made, why_not = _report(desk, person, dossier)
    unsorted_first = sorted(dossier.comments, key=lambda read: read.comment.treatment is not None)
    return page(
        request,
        "consultation.html",
        bureau=desk.bureau,
        person=person,
        status=status,
        form_token=token,
        dossier=dossier,
        acts=offered(dossier, is_office=is_office),
        comments=portion_of(unsorted_first, request.query_params.get("page", "")),
        report=made,
        report_summary=summary_of(made) if made else (),
        report_table=opinions_of(made) if made else None,
        report_lacks=why_not,
        typed=fields or _as_typed(dossier),
        refusal=refusal,
        shortest_days=desk.consultations.book.bureau.consultation_rules.shortest_days,
        today=desk.consultations.book.today,
        clock_words=clock_words,
        person_name=lambda person_id: person_name(desk.bureau, person_id),
        actor_name=lambda actor: actor_name(desk.bureau, actor),
        action_name=action_name,
        words=consultation_words,
    )


def _report(desk: DeskServices, person: Person, dossier: ConsultationDossier) -> tuple[AdoptionReport | None, str]:
    """The report as it would be made now, or why it cannot be."""
    if not dossier.handles or not dossier.consultation.is_running:
        return None, ""
    try:
        return desk.consultations.moderating.report(dossier.consultation.id, by=person.id), ""
    except ConsultationRefused as refusal:
        return None, str(refusal)


def _as_typed(dossier: ConsultationDossier) -> dict[str, str]:
    """The notice as it was typed before, for whoever writes it anew."""
    notice = asdict(dossier.consultation.notice)
    return {"act": "prepare", **{name: str(value) for name, value in notice.items()}}


def _preparing(
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
        "consultation_entry.html",
        bureau=desk.bureau,
        person=person,
        status=status,
        form_token=token,
        typed=fields,
        refusal=refusal,
        may_prepare=bool(person.roles & {Role.OFFICE, Role.CLERK}),
        shortest_days=desk.consultations.book.bureau.consultation_rules.shortest_days,
    )
