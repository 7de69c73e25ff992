"""The first page: what waits for me, what the office has to decide, what I handed in and what came back.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from records.domain.bureau import Person
from records.domain.document import Document, DocumentId
from records.domain.errors import Refused
from records.domain.lifecycle import Role, State
from records.domain.review import ReviewDecision, Verdict
from review_desk.access import require_reader
from review_desk.identity import CurrentPerson
from review_desk.names import person_name, unit_name
from review_desk.rendering import page
from review_desk.services import Desk, DeskServices

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Returned:
    """A document that came back. `decision` is the one that sent it back, None if its content changed instead."""

    document: Document
    decision: ReviewDecision | None
    decided_by: str


@router.get("/")
def my_work(request: Request, desk: Desk, person: CurrentPerson, recorded: str = "") -> HTMLResponse:
    """Show a person their work; `recorded` is the document whose form they just sent."""
    bureau = desk.bureau
    items = desk.desk.my_work(person.id)
    return page(
        request,
        "my_work.html",
        bureau=bureau,
        person=person,
        items=items,
        units={item.document_id: unit_name(bureau, item.unit) for item in items},
        principals={item.document_id: person_name(bureau, item.acting_for) for item in items if item.acting_for},
        undetermined=desk.desk.undetermined() if Role.OFFICE in person.roles else [],
        returned=_returned(desk, person),
        handed_in=desk.desk.handed_in(person.id),
        recorded=_recorded(desk, person, recorded) if recorded else None,
    )


def _returned(desk: DeskServices, person: Person) -> list[Returned]:
    """What came back to this person's unit, or to the person."""
    mine = [document for document in desk.desk.handed_in(person.id) if _is_back(document)]
    of_unit = desk.desk.returned(person.unit) if person.unit and Role.CLERK in person.roles else []
    documents = {document.id: document for document in (*of_unit, *mine)}
    return [_with_reason(desk, document) for document in documents.values()]


def _is_back(document: Document) -> bool:
    return document.state is State.EXTRACTED and document.round > 0


def _with_reason(desk: DeskServices, document: Document) -> Returned:
    decisions = desk.desk.dossier(document.id).decisions
    last = decisions[-1] if decisions else None
    if last is None or last.verdict is not Verdict.RETURN:
        return Returned(document, None, "")
    return Returned(document, last, person_name(desk.bureau, last.person))


def _recorded(desk: DeskServices, person: Person, document_id: str) -> Document | None:
    """The document to confirm; anything else in the address is ignored, and never shown."""
    try:
        dossier = desk.desk.dossier(DocumentId(document_id))
        require_reader(desk.bureau, dossier, person, desk.desk.clock.now())
    except Refused:
        return None
    return dossier.document
