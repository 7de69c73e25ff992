"""Pages with redactions → a PDF of points alone, in which the redacted places are black before they are encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image, ImageDraw
from pypdfium2 import raw

from processors.extraction import Unreadable
from processors.redaction.model import Box, Redactions
from processors.renditions.picture_pages import Leaf, without_colour, write_pages
from processors.renditions.turned import quarters_to_lines, turned

#: Resolution at which the made file is looked at, and how dark black may be after JPEG (of 255).
_LOOK_DPI: Final = 72
_BLACK: Final = 40
_FAILED: Final = "遮蔽后的文件未能通过复核，无法生成可下载的版本；遮蔽后的文字照常公开。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is seen. `places` are where the file itself says that redacted words stand, as fractions of it."""

    leaf: Leaf
    places: tuple[Box, ...] = ()


def pixel_pdf(sheets: Iterable[Sheet], target: Path, redactions: Redactions) -> None:
    """Paint the redacted places of every page and write the pictures to `target`; then look whether all is black.

    Raises:
        Unreadable: `not_redactable`; a page to paint is not there, or the written file does not hold what it should.
    """
    painted: dict[int, tuple[Box, ...]] = {}
    write_pages(_painted(sheets, redactions, painted), target)
    if not {area.page for area in redactions.areas} | {words.page for words in redactions.words} <= set(painted):
        raise Unreadable("not_redactable", _FAILED)
    _verify(target, painted)


def _painted(sheets: Iterable[Sheet], redactions: Redactions, painted: dict[int, tuple[Box, ...]]) -> Iterator[Leaf]:
    for number, sheet in enumerate(sheets, start=1):
        picture = sheet.leaf.picture
        if picture.mode not in {"1", "L"}:
            picture = without_colour(picture.convert("RGB"))
        _paint(picture, sheet.places)
        lines = [box for one in redactions.print if one.page == number for box in one.boxes]
        quarters = quarters_to_lines(picture, lines)
        picture = turned(picture, quarters)
        areas = tuple(area.box for area in redactions.areas if area.page == number)
        _paint(picture, areas)
        painted[number] = areas if quarters else (*areas, *sheet.places)
        yield replace(sheet.leaf, picture=picture)


def _paint(picture: Image.Image, boxes: Iterable[Box]) -> None:
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for x0, y0, x1, y1 in boxes:
        draw.rectangle((int(x0 * width), int(y0 * height), int(x1 * width) + 1, int(y1 * height) + 1), fill=0)


def _verify(target: Path, painted: dict[int, tuple[Box, ...]]) -> None:
    """Look at the written file: points alone, and black where it has to be."""
    with pikepdf.Pdf.open(target) as written:
        if set(written.Root.keys()) - {"/Type", "/Pages", "/Version"} or "/Info" in written.trailer:
            raise Unreadable("not_redactable", _FAILED)
    document = pypdfium2.PdfDocument(target)
    try:
        if len(document) != len(painted):
            raise Unreadable("not_redactable", _FAILED)
        for number, boxes in painted.items():
            page = document[number - 1]
            objects = [raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, 0))]
            if raw.FPDFPage_CountObjects(page) != 1 or objects != [raw.FPDF_PAGEOBJ_IMAGE]:
                raise Unreadable("not_redactable", _FAILED)
            if boxes and not _is_black(page, boxes):
                raise Unreadable("not_redactable", _FAILED)
            page.close()
    finally:
        document.close()


def _is_black(page: pypdfium2.PdfPage, boxes: Iterable[Box]) -> bool:
    look = np.asarray(page.render(scale=_LOOK_DPI / 72, grayscale=True).to_numpy()).squeeze()
    height, width = look.shape
    for x0, y0, x1, y1 in boxes:
        # Points on the edge are mixed with the paper beside.
        inner = look[int(y0 * height) + 2 : int(y1 * height) - 1, int(x0 * width) + 2 : int(x1 * width) - 1]
        if inner.size and int(inner.max()) > _BLACK:
            return False
    return True
