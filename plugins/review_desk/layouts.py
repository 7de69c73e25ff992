"""The layout of a document that has no pages of its own, in a frame of the document's page: its sheets as pictures.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import re
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from processors.sniff import MediaType
from records.domain.errors import NotFound
from records.services.desk import Dossier
from review_desk.documents import note_view, open_dossier
from review_desk.identity import CurrentPerson
from review_desk.layout_press import NotPrinted, StillPrinting
from review_desk.pictures import picture_of
from review_desk.reading_view import has_layout
from review_desk.rendering import page
from review_desk.services import Desk

router = APIRouter(prefix="/documents")

#: Matches `1` and `1000`; does not match `0`, `01`, `-1` or `1e3`.
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")


@router.get("/{document_id}/layout")
def layout(request: Request, document_id: str, desk: Desk, person: CurrentPerson) -> HTMLResponse:
    """Show the sheets, printed at the first call; or that they are being printed, or one sentence why there are none.

    Raises:
        NotFound: the document has pages of its own, or is none that can be read.
    """
    dossier = open_dossier(desk, person, document_id)
    _require_layout(dossier)
    note_view(desk, person, dossier)
    count, sentence, status = 0, "", 200
    try:
        kept = desk.press.printed(dossier.document.original_sha256, dossier.document.media_type)
        count = desk.press.count_pages(kept)
    except StillPrinting:
        status = 202
    except NotPrinted as reason:
        sentence, status = str(reason), 404
    return page(
        request,
        "layout.html",
        bureau=desk.bureau,
        person=person,
        status=status,
        document_id=document_id,
        count=count,
        sentence=sentence,
    )


@router.get("/{document_id}/layout/{number}/picture")
def layout_picture(document_id: str, number: str, desk: Desk, person: CurrentPerson) -> Response:
    """Show sheet `number` (1-based) of a layout that was printed before as a JPEG; an audited view like the text.

    Raises:
        NotFound: no such sheet, or none was printed yet.
        Unavailable: no reader child can be started.
    """
    dossier = open_dossier(desk, person, document_id)
    _require_layout(dossier)
    kept = desk.originals.layout_path(dossier.document.original_sha256)
    if kept is None or not _NUMBER.fullmatch(number):
        raise NotFound("没有这一页版面图片。")
    note_view(desk, person, dossier)
    return picture_of(desk, kept, MediaType.PDF, int(number))


def _require_layout(dossier: Dossier) -> None:
    if dossier.reading is None or not has_layout(dossier.reading):
        raise NotFound("这份公文没有版面图片。")
