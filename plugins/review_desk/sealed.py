"""What the confidentiality officer (保密员) does with a sealed file: fetch the box, have it deleted, hand it back.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

from pathlib import PurePath

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from records.domain.bureau import Person
from records.domain.document import DocumentId
from records.domain.errors import BadInput, NotAllowed, TransitionRefused
from records.domain.lifecycle import Role, State
from records.services.desk import Dossier
from review_desk.identity import CurrentPerson
from review_desk.rendering import page, root_of
from review_desk.security import FOREIGN_POLICY, FormToken, OwnUpload
from review_desk.services import Desk, DeskServices

router = APIRouter(prefix="/documents")

_LONGEST_REASON = 500


class Unexplained(BadInput):
    """A form without what goes on record."""

    code = "incomplete"


@router.get("/{document_id}/box")
def box(document_id: str, desk: Desk, person: CurrentPerson) -> Response:
    """Hand the encrypted box to the officer, who opens it elsewhere (`gongkai unseal`)."""
    sealed = desk.sealing.fetch_box(DocumentId(document_id), by=person.id)
    headers = {
        "Content-Disposition": f'attachment; filename="{document_id}.sealed"',
        "Content-Security-Policy": FOREIGN_POLICY,
    }
    return Response(sealed, media_type="application/octet-stream", headers=headers)


@router.post("/{document_id}/box")
def settle(
    request: Request, document_id: str, desk: Desk, person: CurrentPerson, token: FormToken, form: OwnUpload
) -> Response:
    """Take the box off this system, or hand the file back as no secret at all."""
    file, reason = form.get("file"), form.get("reason")
    text = reason.strip()[:_LONGEST_REASON] if isinstance(reason, str) else ""
    try:
        if form.get("act") == "hand_back":
            _hand_back(desk, person, DocumentId(document_id), text, file if isinstance(file, UploadFile) else None)
        else:
            desk.sealing.remove(DocumentId(document_id), by=person.id)
    except TransitionRefused:
        raise NotAllowed("封存的文件只有保密员可以处理，并且只能在封存期间处理。") from None
    except BadInput as error:
        return show_to_officer(request, desk, person, token, document_id, refusal=str(error), reason=text)
    return RedirectResponse(f"{root_of(request)}/?recorded={document_id}", status_code=303)


def is_for_officer(desk: DeskServices, person: Person, dossier: Dossier) -> bool:
    """Whether this person handles this sealed document."""
    document = dossier.document
    return document.state is State.SEALED and Role.CONFIDENTIALITY_OFFICER in desk.bureau.roles_of(
        person.id, document.unit
    )


def show_to_officer(
    request: Request,
    desk: DeskServices,
    person: Person,
    token: str,
    document_id: str,
    *,
    refusal: str = "",
    reason: str = "",
) -> HTMLResponse:
    """Render the id, and what the officer may do as long as the box is here."""
    return page(
        request,
        "sealed_for_officer.html",
        bureau=desk.bureau,
        person=person,
        status=422 if refusal else 200,
        form_token=token,
        document_id=document_id,
        has_box=any(one.id == document_id and one.has_box for one in desk.sealing.sealed()),
        refusal=refusal,
        reason=reason,
    )


def _hand_back(
    desk: DeskServices, person: Person, document_id: DocumentId, reason: str, file: UploadFile | None
) -> None:
    if not reason:
        raise Unexplained("请写明为什么不是密件，这里写的会记录在案。")
    if file is None or not file.filename:
        raise Unexplained("请选择解封以后的文件。")
    name, data = PurePath(file.filename).name, file.file.read()
    desk.sealing.clear_of_mark(document_id, by=person.id, reason=reason, file_name=name, data=data)
