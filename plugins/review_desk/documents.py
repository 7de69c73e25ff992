"""Reading a document: its page and its original, each an audited view.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from records.domain.bureau import Person
from records.domain.document import DocumentId
from records.domain.errors import NotFound
from records.services.desk import Dossier
from review_desk.access import require_reader
from review_desk.dossier_page import NotAccepted, Visit, show
from review_desk.entered import Entered
from review_desk.identity import CurrentPerson
from review_desk.sealed import is_for_officer, show_to_officer
from review_desk.security import FOREIGN_POLICY, FormToken
from review_desk.services import Desk, DeskServices

router = APIRouter(prefix="/documents")


@router.get("/{document_id}")
def document(request: Request, document_id: str, desk: Desk, person: CurrentPerson, token: FormToken) -> HTMLResponse:
    """Show a document to one of its people and put on record that they saw this content."""
    dossier = open_dossier(desk, person, document_id)
    if is_for_officer(desk, person, dossier):
        return show_to_officer(request, desk, person, token, document_id)
    note_view(desk, person, dossier)
    return show(request, visit_of(desk, person, token, dossier, before_typing(dossier)))


@router.get("/{document_id}/original")
def original(document_id: str, desk: Desk, person: CurrentPerson) -> FileResponse:
    """Hand out the file as it came, for download only.

    Raises:
        NotFound: it was not read, or it is sealed: nobody gets the file from here.
    """
    dossier = open_dossier(desk, person, document_id)
    if dossier.document.content_hash is None:
        raise NotFound("这份公文没有可以下载的原件。")
    note_view(desk, person, dossier)
    return FileResponse(
        desk.originals.local_path(dossier.document.original_sha256),
        media_type="application/octet-stream",
        filename=dossier.document.file_name or dossier.document.id,
        headers={"Content-Security-Policy": FOREIGN_POLICY},
    )


def open_dossier(desk: DeskServices, person: Person, document_id: str) -> Dossier:
    """Return all about a document to one of its people.

    Raises:
        NotFound: there is no such document.
        NotAllowed: it is none of this person's business.
    """
    dossier = desk.desk.dossier(DocumentId(document_id))
    require_reader(desk.bureau, dossier, person)
    return dossier


def visit_of(
    desk: DeskServices,
    person: Person,
    token: str,
    dossier: Dossier,
    entered: Entered,
    refusal: NotAccepted | None = None,
) -> Visit:
    """Return a reader before a document, with what it has to do with consultations."""
    consultation = desk.consultations.desk.of_document(dossier.document.id)
    return Visit(desk.bureau, person, token, dossier, consultation, entered, refusal)


def note_view(desk: DeskServices, person: Person, dossier: Dossier) -> None:
    """Put on record that this person is about to be shown this very content.

    Raises:
        DecisionRefused: it changed since it was loaded; nothing is shown.
    """
    if dossier.document.content_hash is not None:
        desk.review.note_view(dossier.document.id, person.id, dossier.document.content_hash)


def before_typing(dossier: Dossier) -> Entered:
    """Return what the forms show at first: what was read or proposed, no verdict."""
    document, waiting = dossier.document, dossier.waiting
    if waiting is not None:
        return Entered(listable=waiting.proposal.listable)
    return Entered(
        disclosure=document.disclosure or "",
        legal_basis=document.legal_basis or "",
        reason=document.reason or "",
        unit=document.unit or "",
    )
