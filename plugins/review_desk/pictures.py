"""The picture of a page, beside its text: what the reviewer's eyes compare with what was read.

No `from __future__ import annotations` here: FastAPI dependencies are declared in this file.
"""

import tempfile
from pathlib import Path

from fastapi import APIRouter, Response

from processors.extraction import InArchive, ReadersUnavailable, Unreadable
from records.domain.errors import NotFound, Unavailable
from records.domain.redaction import Box
from review_desk.documents import note_view, open_dossier
from review_desk.identity import CurrentPerson
from review_desk.reading_view import has_picture
from review_desk.services import Desk, DeskServices

router = APIRouter(prefix="/documents")


@router.get("/{document_id}/pages/{number}/picture")
def picture(document_id: str, number: str, desk: Desk, person: CurrentPerson) -> Response:
    """Show one page of the original as a JPEG, made in a reader child; an audited view like the text.

    Raises:
        NotFound: no such page, or none that can be shown.
        Unavailable: no reader child can be started.
    """
    dossier = open_dossier(desk, person, document_id)
    reading = dossier.reading
    page = next((page for page in reading.pages if str(page.number) == number), None) if reading else None
    if reading is None or page is None or not has_picture(reading, page):
        raise NotFound("这一页没有图片。")
    note_view(desk, person, dossier)
    original = desk.originals.local_path(dossier.document.original_sha256)
    boxes = tuple(line.box for line in page.lines)
    found = page.inside
    inside = None if found is None else InArchive(found.file, found.number, found.media_type)
    return picture_of(desk, original, dossier.document.media_type, page.number, boxes, inside)


def picture_of(
    desk: DeskServices,
    path: Path,
    media_type: str,
    number: int,
    lines: tuple[Box, ...] = (),
    inside: InArchive | None = None,
) -> Response:
    """Return page `number` (1-based) of a file as a JPEG; `lines` are the boxes of what OCR read on it.

    `inside` says of which file of a ZIP the page is.

    Raises:
        NotFound: the file has no such page, or it cannot be shown.
        Unavailable: no reader child can be started.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-page-") as folder:
        try:
            made = desk.pool.page_picture(path, media_type, number, Path(folder), lines, inside)
        except Unreadable as fault:
            raise NotFound(fault.message) from None
        except ReadersUnavailable:
            raise Unavailable("读取程序没有启动，暂时不能显示页面图片。") from None
        return Response(made.read_bytes(), media_type="image/jpeg")
