"""Chooses how a format is published with words taken out: as pictures of its pages, or with words replaced."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from processors.extraction import Unreadable
from processors.redaction.model import Redactions
from processors.renditions.pixels import pixel_pdf
from processors.renditions.redacted_docx import redacted_docx
from processors.renditions.redacted_ofd import redacted_ofd, refuse_words_in_pictures
from processors.renditions.redacted_spreadsheet import redacted_xlsx
from processors.renditions.sheets import drawn_sheets, image_sheets, ofd_sheets, pdf_sheets
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

_NOT_IN_ZIP: Final = "压缩包中有遮蔽内容，暂不能生成可下载的版本；遮蔽后的文字照常公开。"


def redacted_rendition(path: Path, media_type: MediaType, made: Path, limits: Limits, redactions: Redactions) -> Path:
    """Write the public form of a file without what is redacted to `made`, or beside it as `public.pdf`; return it.

    Raises:
        Unreadable: `not_redactable` when it is not certain that everything is gone, else as without redactions.
    """
    match media_type:
        case MediaType.PDF:
            pixel_pdf(pdf_sheets(path, redactions), made, redactions)
            return made
        case MediaType.JPEG | MediaType.PNG | MediaType.BMP | MediaType.TIFF | MediaType.HEIC:
            pixel_pdf(image_sheets(path, media_type, limits), made, redactions)
            return made
        case MediaType.OFD if _is_scanned(path, limits):
            made = made.with_name("public.pdf")
            pixel_pdf(ofd_sheets(path, limits), made, redactions)
            return made
        case MediaType.OFD if redactions.areas:
            made = made.with_name("public.pdf")
            refuse_words_in_pictures(path, limits, redactions)
            pixel_pdf(drawn_sheets(path, limits, redactions), made, redactions)
            return made
        case MediaType.OFD:
            redacted_ofd(path, made, limits, redactions)
            return made
        case MediaType.DOCX:
            redacted_docx(path, made, limits, redactions)
            return made
        case MediaType.XLSX:
            redacted_xlsx(path, made, limits, redactions)
            return made
        case _:
            raise Unreadable("not_redactable", _NOT_IN_ZIP)


def _is_scanned(path: Path, limits: Limits) -> bool:
    from processors.readers import ofd

    draft = ofd.read(path, limits)
    return len(draft.to_ocr) == len(draft.pages)
