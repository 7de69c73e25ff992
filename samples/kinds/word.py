"""Writes placed lines as DOCX, in the fonts, sizes and alignments of a 公文."""

from __future__ import annotations

import io

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from samples import wordml
from samples.docx import SONG, TITLE
from samples.kinds.placing import Place, PlacedLine
from samples.measures import SMALL, TITLE_SIZE

_CENTRED = {Place.LETTERHEAD, Place.NUMBER, Place.TITLE}
_SIZES = {Place.LETTERHEAD: 40.0, Place.TITLE: TITLE_SIZE, Place.IMPRINT: SMALL}
BODY_SIZE = 16.0  # points, 3号


def write_word(lines: list[PlacedLine]) -> bytes:
    """One paragraph per line; pages end where the text says so."""
    word = docx.Document()
    for line in lines:
        paragraph = word.add_paragraph()
        if line.place is Place.PAGE_BREAK:
            paragraph.paragraph_format.page_break_before = True
            continue
        size = Pt(_SIZES.get(line.place, BODY_SIZE))
        colour = wordml.RED if line.place is Place.LETTERHEAD else None
        wordml.add_run(
            paragraph, line.text, TITLE if line.place in (Place.TITLE, Place.LETTERHEAD) else SONG, size, colour
        )
        if line.place in _CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.place is Place.SIGNATURE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif line.place is Place.BODY:
            paragraph.paragraph_format.first_line_indent = 2 * size
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
