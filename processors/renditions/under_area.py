"""Which letters of a page's own text stand under an area of its picture: of a PDF, or an OFD as it is drawn here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import pypdfium2
from pypdfium2 import raw

from processors.drawing.ofd import draw_ofd
from processors.extraction import Unreadable
from processors.hidden.pdf import shown
from processors.readers.pdf import open_pdf
from processors.redaction.model import Box
from processors.redaction.plan import grown
from processors.renditions.pdf_places import box_of, character_at
from processors.renditions.sheets import page_as_printed
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

#: How much of a letter's width and height an area has to cover for the letter to count as taken out.
_MET: Final = 0.25
#: Letters of one line that stand farther apart than this many of their heights are of different cells.
_APART: Final = 1.5
_BROKEN: Final = "文件结构异常，无法核对该区域，请改为按文字隐去。"
_NO_PAGE: Final = "该文件没有这一页。"


def layer_under(
    path: Path, media_type: MediaType, number: int, area: Box, limits: Limits
) -> tuple[str, tuple[tuple[int, int], ...], Box]:
    """The text layer of page `number` (1-based) of a PDF or an OFD, and its stretches (start, end) under an area.

    A stretch ends with its line or cell. The box is the area, grown so that every letter under it is covered whole.

    Raises:
        Unreadable: `no_picture`, there is no such page; else as the reader.
    """
    if media_type is MediaType.OFD:
        # Without seals and remarks: what is under them is taken out as well, they are not published at all.
        source: Path | io.BytesIO = io.BytesIO(draw_ofd(path, limits, number=number))
        number = 1
    else:
        source = shown(path)
    with open_pdf(source) as document:
        if not 1 <= number <= len(document):
            raise Unreadable("no_picture", _NO_PAGE)
        try:
            page = page_as_printed(document, number)
            layer = page.get_textpage()
            text = "".join(character_at(layer, index) for index in range(raw.FPDFText_CountChars(layer)))
            met = list(_met(page, layer, text, area))
            return text, tuple(_stretches(text, met)), grown(area, [box for _, box in met])
        except (pypdfium2.PdfiumError, ValueError) as fault:
            raise Unreadable("broken", _BROKEN) from fault


def _stretches(text: str, met: list[tuple[int, Box]]) -> Iterator[tuple[int, int]]:
    """Letters that follow each other in the layer and stand beside each other on the page, joined."""
    begins = [
        at == 0 or bool(text[met[at - 1][0] + 1 : index].strip()) or not _is_beside(met[at - 1][1], box)
        for at, (index, box) in enumerate(met)
    ]
    edges = [*(at for at, begin in enumerate(begins) if begin), len(met)]
    for first, behind in pairwise(edges):
        yield met[first][0], met[behind - 1][0] + 1


def _met(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, text: str, area: Box) -> Iterator[tuple[int, Box]]:
    for index, character in enumerate(text):
        if character.isspace():
            continue
        try:
            box = box_of(page, layer, index)
        except Unreadable:
            continue  # it has no extent, so nothing of it is seen
        across = min(area[2], box[2]) - max(area[0], box[0])
        down = min(area[3], box[3]) - max(area[1], box[1])
        if across > _MET * (box[2] - box[0]) and down > _MET * (box[3] - box[1]):
            yield index, box


def _is_beside(before: Box, box: Box) -> bool:
    height = min(before[3] - before[1], box[3] - box[1])
    shared = min(before[3], box[3]) - max(before[1], box[1])
    return shared > 0.5 * height and -height < box[0] - before[2] < _APART * height
