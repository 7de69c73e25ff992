"""The pages of a file as pictures, with the places of redacted words where the file can say them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from pypdfium2 import raw

from processors.drawing.ofd import draw_ofd
from processors.extraction import Unreadable
from processors.hidden.pdf import shown
from processors.hidden.pdf_objects import drawn_on
from processors.hidden.pdf_page import hidden_on
from processors.readers import ofd
from processors.readers.pdf import open_pdf
from processors.redaction.model import Redactions
from processors.renditions.image import pages_of
from processors.renditions.pdf_pictures import drawn
from processors.renditions.pdf_places import places_on
from processors.renditions.picture_pages import Leaf
from processors.renditions.pixels import Sheet
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

_POINTS_IN_INCH: Final = 72
_MM_IN_INCH: Final = 25.4
#: What has more shades than print.
_SHADED: Final = frozenset({raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING})
_BROKEN: Final = "PDF 结构异常，无法生成可公开的版本，请重新导出后再投递。"


def pdf_sheets(path: Path, redactions: Redactions) -> Iterator[Sheet]:
    """The pages of a PDF.

    Raises:
        Unreadable: `broken`, `encrypted`, or `not_redactable` as `places_on`.
    """
    return _sheets(shown(path), redactions)


def drawn_sheets(path: Path, limits: Limits, redactions: Redactions) -> Iterator[Sheet]:
    """The pages of an OFD as they are drawn here, without seals and remarks.

    Raises:
        Unreadable: as `draw_ofd`, or `not_redactable` as `places_on`.
    """
    return _sheets(io.BytesIO(draw_ofd(path, limits)), redactions)


def _sheets(source: Path | io.BytesIO, redactions: Redactions) -> Iterator[Sheet]:
    with open_pdf(source) as document:
        for number in range(1, len(document) + 1):
            try:
                yield _pdf_sheet(document, number, redactions)
            except (pypdfium2.PdfiumError, ValueError) as fault:
                raise Unreadable("broken", _BROKEN) from fault


def image_sheets(path: Path, media_type: MediaType, limits: Limits) -> Iterator[Sheet]:
    """The pages of a picture.

    Raises:
        Unreadable: as the picture reader.
    """
    return map(Sheet, pages_of(path, media_type, limits))


def ofd_sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    """The pages of an OFD that are nothing but pictures.

    Raises:
        Unreadable: as the OFD reader.
    """
    with ofd.open_ofd(path, limits) as document:
        widths = [page.box[2] for page in document.pages]
    for number, width in enumerate(widths, start=1):
        picture = ofd.picture_of(path, number, limits)
        yield Sheet(Leaf(picture, picture.width / (max(width, 1.0) / _MM_IN_INCH)))


def page_as_printed(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Page `number` (1-based) as its reader saw it: only what is printed into a page has a place in its text."""
    page = document[number - 1]
    if raw.FPDFPage_GetAnnotCount(page) > 0:
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number - 1]
    return page


def _pdf_sheet(document: pypdfium2.PdfDocument, number: int, redactions: Redactions) -> Sheet:
    page = page_as_printed(document, number)
    layer = page.get_textpage()
    try:
        places = places_on(page, layer, number, redactions)
        picture = drawn(page, hidden_on(page, layer))
        is_print = not any(one.type in _SHADED for one in drawn_on(page))
        return Sheet(Leaf(picture, picture.width / (max(page.get_width(), 1.0) / _POINTS_IN_INCH), is_print), places)
    finally:
        layer.close()
        page.close()
