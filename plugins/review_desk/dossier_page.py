"""The page of one document: everything that its reader needs, and the forms that this reader may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from records.domain.bureau import Bureau, Person
from records.domain.disclosure import Disclosure
from records.domain.lifecycle import Role, State
from records.domain.lists.public_table import public_table
from records.domain.lists.text import CHANGE_HEAD
from records.domain.refusals import SENTENCES
from records.domain.review import Round, Verdict
from records.domain.review_rules import open_findings
from records.services.consultations.desk import DocumentConsultation
from records.services.desk import Dossier
from review_desk import clock_words
from review_desk.choices import choices_at, may_list
from review_desk.differences import differences
from review_desk.entered import Entered
from review_desk.history import DecisionView, dismissed_by, view_decisions, view_entries
from review_desk.legal_bases import LEGAL_BASES, REDACTION_REASONS
from review_desk.names import person_name, unit_name
from review_desk.reading_view import FindingView, ReadingView, view_reading
from review_desk.rendering import page
from review_desk.staff_acts import has_page, offered_to


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Why a form changed nothing. `conflict` says who was faster, `kept` is what the person had written."""

    sentence: str
    advice: str = ""
    conflict: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader before a document. `entered` fills the forms, `refusal` says why the last one was not accepted."""

    bureau: Bureau
    person: Person
    form_token: str
    dossier: Dossier
    consultation: DocumentConsultation
    entered: Entered
    refusal: NotAccepted | None = None


def show(request: Request, visit: Visit, *, status: int = 200) -> HTMLResponse:
    """Render the page; of a sealed document only the id."""
    bureau, dossier = visit.bureau, visit.dossier
    document, waiting = dossier.document, dossier.waiting
    if document.state is State.SEALED:
        return page(request, "sealed.html", bureau=bureau, person=visit.person, status=status, document_id=document.id)
    reading = view_reading(dossier.reading, bureau) if dossier.reading else None
    decisions = view_decisions(bureau, dossier)
    holder = waiting.holder(visit.person.id) if waiting else None
    return page(
        request,
        "document.html",
        bureau=bureau,
        person=visit.person,
        status=status,
        form_token=visit.form_token,
        document=document,
        unit_name=unit_name(bureau, document.unit),
        handed_in_by=person_name(bureau, document.handed_in_by),
        clock=dossier.clock,
        clock_words=clock_words,
        reading=reading,
        table=public_table(dossier.reading) if dossier.reading else None,
        change_head=CHANGE_HEAD,
        dismissed=dismissed_by(bureau, dossier),
        decisions=decisions,
        sent_back=_sent_back(dossier, decisions),
        second_look=_second_look(dossier),
        entries=view_entries(bureau, dossier),
        waiting=waiting,
        waiting_for="、".join(person.name for person in waiting.assignees) if waiting else "",
        acting_for=person_name(bureau, holder.acting_for) if holder else "",
        choices=choices_at(waiting) if waiting else (),
        may_list=may_list(waiting) if waiting else False,
        dismissible=_dismissible(dossier, reading),
        may_decide=holder is not None,
        legal_bases=LEGAL_BASES,
        entered=visit.entered,
        refusal=visit.refusal,
        may_edit=_may_edit(visit),
        redaction_reasons=REDACTION_REASONS,
        differences=differences(dossier.previous, dossier.reading) if dossier.previous and dossier.reading else (),
        **_before_review(visit),
        **_consultation(visit),
    )


def _may_edit(visit: Visit) -> bool:
    """Whether this reader may correct attributes and take words out, which records decide once more."""
    document, waiting = visit.dossier.document, visit.dossier.waiting
    if document.state not in (State.EXTRACTED, State.IN_REVIEW) or visit.dossier.reading is None:
        return False
    roles = visit.bureau.roles_of(visit.person.id, document.unit)
    is_at_step = waiting is not None and waiting.holder(visit.person.id) is not None
    return is_at_step or not roles.isdisjoint({Role.CLERK, Role.OFFICE})


def _before_review(visit: Visit) -> dict[str, object]:
    """What the office and the clerks may do with a document that is not in review."""
    document = visit.dossier.document
    roles = visit.bureau.roles_of(visit.person.id, document.unit)
    is_extracted = document.state is State.EXTRACTED
    may_determine = is_extracted and Role.OFFICE in roles
    return {
        "may_determine": may_determine,
        "may_submit": is_extracted and document.is_determined and Role.CLERK in roles and not may_determine,
        "units": visit.bureau.units,
        "staff_acts": offered_to(document, roles, on_show=has_page(visit.dossier)),
    }


def _consultation(visit: Visit) -> dict[str, object]:
    """What the document has to do with consultations, and what this reader may say about it."""
    document, found = visit.dossier.document, visit.consultation
    roles = visit.bureau.roles_of(visit.person.id, document.unit)
    is_decided = document.state not in (State.EXTRACTED, State.IN_REVIEW, State.CLEARED)
    is_published = document.state is State.PUBLISHED and not found.linked
    return {
        "consultation": found,
        "consultation_lack": SENTENCES[found.lack] if found.lack and not is_decided else "",
        "may_need": not is_decided and not found.is_needed and not roles.isdisjoint({Role.OFFICE, Role.CLERK}),
        "may_not_need": not is_decided and found.is_needed and not found.linked and Role.OFFICE in roles,
        "may_consult": is_published and not roles.isdisjoint({Role.OFFICE, Role.CLERK}),
    }


def _second_look(dossier: Dossier) -> Round | None:
    """The running round, if it is a second look at the document."""
    running = dossier.rounds[-1] if dossier.rounds and dossier.waiting else None
    return running if running and running.reason_kind else None


def _sent_back(dossier: Dossier, decisions: Sequence[DecisionView]) -> DecisionView | None:
    """The decision that sent the document back, as long as it has not been sent into review again."""
    returned = dossier.document.state is State.EXTRACTED and dossier.decisions
    if returned and dossier.decisions[-1].verdict is Verdict.RETURN:
        return decisions[-1]
    return None


def _dismissible(dossier: Dossier, reading: ReadingView | None) -> tuple[FindingView, ...]:
    """The findings that stand in the way of an approval: nothing does unless the text would be shown."""
    waiting = dossier.waiting
    if waiting is None or reading is None or dossier.reading is None:
        return ()
    if waiting.proposal.disclosure is not Disclosure.PROACTIVE:
        return ()
    decisions = [decision for decision in dossier.decisions if decision.round == waiting.round]
    still_open = set(open_findings(dossier.reading, decisions, {}))
    return tuple(finding for finding in reading.blocking if finding.id in still_open)
