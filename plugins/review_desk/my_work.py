"""The first page: what waits for me, what the office has to decide, what I handed in and what came back.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gongkai.reminders.wording import duty_words
from records.domain.bureau import Bureau, Person
from records.domain.document import Document, DocumentId
from records.domain.errors import Refused
from records.domain.lifecycle import Role
from records.services.open_documents import ListedDocument, OpenDocuments, ReturnedDocument, WorkItem
from records.services.sealing import SealedDocument
from review_desk import clock_words
from review_desk.access import may_read
from review_desk.identity import CurrentPerson
from review_desk.names import person_name, unit_name
from review_desk.reminders import reminders_of
from review_desk.rendering import page
from review_desk.services import Desk, DeskServices
from review_desk.work_filter import PAGE_SIZE, Portion, WorkFilter, page_number, portion_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a person's lists hold before anything is filtered out."""

    mine: int
    waiting: int
    overdue: int
    blocking: int


@router.get("/")
def my_work(request: Request, desk: Desk, person: CurrentPerson, recorded: str = "") -> HTMLResponse:
    """Show a person their work; `recorded` is the document whose form they just sent."""
    bureau, asked, wanted = desk.bureau, request.query_params, WorkFilter.of(request.query_params)
    is_office = Role.OFFICE in person.roles
    documents = desk.desk.open_documents()
    waiting = documents.in_review() if is_office else documents.my_work(person.id)
    mine = [item for item in waiting if item.holder(person.id)]
    shown = [item for item in (mine if wanted.mine else waiting) if wanted.takes_work(item)]
    undetermined = documents.undetermined() if is_office else []
    returned = _returned(documents, person)
    reminders = reminders_of(desk, person.id, documents)
    to_reassess = documents.to_reassess if is_office else ()
    return page(
        request,
        "my_work.html",
        bureau=bureau,
        person=person,
        is_office=is_office,
        wanted=wanted,
        counts=_counts(waiting, mine),
        sealed=_sealed(desk, person),
        waiting=portion_of(shown, asked.get("page", "")),
        undetermined=portion_of([item for item in undetermined if wanted.takes(item)], asked.get("undetermined", "")),
        undetermined_count=len(undetermined),
        returned=portion_of([item for item in returned if wanted.takes(item)], asked.get("returned", "")),
        returned_count=len(returned),
        handed_in=_handed_in(desk, documents, person, asked.get("handed_in", "")),
        requests=desk.requests.desk.listed_for(person.id),
        often_asked=len(desk.requests.often.proposed_to(person.id)),
        consultations=desk.consultations.desk.waiting_for(person.id),
        duties=[(duty_words(duty), duty.limit.is_overdue) for duty in desk.standing_duties()] if is_office else [],
        to_reassess=portion_of(to_reassess, asked.get("reassess", "")),
        reassess_days=bureau.reassess_days,
        reminders=portion_of(reminders, asked.get("reminders", "")),
        reminded_overdue=any(item.is_overdue for item in reminders),
        units=_units(bureau, (*waiting, *undetermined, *returned)),
        levels=bureau.levels,
        calendar_warning=desk.desk.calendar_warning() if is_office else None,
        recorded=_recorded(desk, person, recorded) if recorded else None,
        clock_words=clock_words,
        person_name=lambda person_id: person_name(bureau, person_id),
        unit_name=lambda unit_id: unit_name(bureau, unit_id),
    )


def _sealed(desk: DeskServices, person: Person) -> list[SealedDocument]:
    """The boxes that wait for this person to take them away, if they are the confidentiality officer."""
    if Role.CONFIDENTIALITY_OFFICER not in person.roles:
        return []
    return [one for one in desk.sealing.sealed() if one.has_box]


def _counts(waiting: list[WorkItem], mine: list[WorkItem]) -> Counts:
    return Counts(
        mine=len(mine),
        waiting=len(waiting),
        overdue=sum(item.is_overdue for item in waiting),
        blocking=sum(item.blocking_findings > 0 for item in waiting),
    )


def _returned(documents: OpenDocuments, person: Person) -> list[ReturnedDocument]:
    """What came back to this person's unit, or to the person; the office sees all of it."""
    is_clerk, is_office = Role.CLERK in person.roles, Role.OFFICE in person.roles

    def concerns(document: Document) -> bool:
        of_unit = is_clerk and person.unit is not None and document.unit == person.unit
        return is_office or of_unit or document.handed_in_by == person.id

    return documents.returned(concerns)


def _handed_in(desk: DeskServices, documents: OpenDocuments, person: Person, asked: str) -> Portion[ListedDocument]:
    total = desk.desk.count_handed_in(person.id)
    number = page_number(asked, total)
    items = desk.desk.handed_in(person.id, skip=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE) if total else []
    return Portion(documents.listed(items), number, total)


def _units(bureau: Bureau, listed: tuple[ListedDocument, ...]) -> list[tuple[str, str]]:
    """The units that there is something of, by the order of the directory: id and name."""
    present = {item.document.unit for item in listed}
    return [(unit.id, unit.name) for unit in bureau.units if unit.id in present]


def _recorded(desk: DeskServices, person: Person, document_id: str) -> Document | None:
    """The document to confirm; anything else in the address is ignored, and never shown.

    Who did the last thing to a document may see it no more: it was sealed, or handed back.
    """
    try:
        dossier = desk.desk.dossier(DocumentId(document_id))
    except Refused:
        return None
    did_it = bool(dossier.history) and dossier.history[-1].actor == person.id
    return dossier.document if did_it or may_read(desk.bureau, dossier, person) else None
