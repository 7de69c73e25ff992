"""One PDF page at a glance: its text, and whether that text can be trusted, holds a table or hides behind a picture."""

from __future__ import annotations

import ctypes
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
from pypdfium2 import raw

from processors.hidden.pdf_page import hidden_on
from processors.readers.line_looks import PrintedLine
from processors.readers.pdf_looks import lines_on
from processors.screening.model import FindingKind

#: Fewer characters than this beside a picture: the words are in the picture.
_LITTLE_TEXT: Final = 20
#: … and than this beside one that covers most of the page: a scan with a stamped page number or a scanner's name.
_SOME_TEXT: Final = 120
_PICTURE_SHARE: Final = 0.1
_SCAN_SHARE: Final = 0.6
_GARBLED_SHARE: Final = 0.1
#: A page without text but with this many shapes has its letters drawn as outlines.
_OUTLINES: Final = 150
#: Objects looked at on one page; a map has hundreds of thousands.
_MAX_OBJECTS: Final = 20_000
_MAX_DEPTH: Final = 4
#: A line is at most this thick, and at least this long, in points.
_LINE_WIDTH: Final = 3.0
_LINE_LENGTH: Final = 15.0


@dataclass(frozen=True, slots=True)
class PageFacts:
    text: str
    needs_ocr: bool
    has_table: bool
    text_over_picture: bool
    has_annotations: bool = False
    #: The first lines of the page as they are printed, if they were asked for.
    lines: tuple[PrintedLine, ...] = ()
    #: What the page hides, as (kind, quote) pairs; none of it is in `text`.
    hidden: tuple[tuple[FindingKind, str], ...] = ()


@dataclass(slots=True)
class _Objects:
    """What is drawn on a page: the share of it that pictures cover (0–1), shapes, and ruled lines."""

    picture_share: float = 0.0
    shapes: int = 0
    horizontal: int = 0
    vertical: int = 0


def look_at(page: pypdfium2.PdfPage, *, with_lines: bool = False) -> PageFacts:
    """Read a page's text layer and weigh it; `with_lines` asks how its first lines are printed."""
    text, hidden, lines = _text(page, with_lines=with_lines)
    drawn = _objects(page)
    visible = _visible(text)
    needs_ocr = (
        _is_garbled(text)
        or (visible < _LITTLE_TEXT and drawn.picture_share >= _PICTURE_SHARE)
        or (visible < _SOME_TEXT and drawn.picture_share >= _SCAN_SHARE)
        or (visible == 0 and drawn.shapes >= _OUTLINES)
    )
    return PageFacts(
        text,
        needs_ocr=needs_ocr,
        # The imprint's three rules and the red line of a letterhead have no verticals.
        # Cells are read from the file a second time, and with them what the page hides.
        has_table=not needs_ocr and not hidden and visible > 0 and drawn.horizontal >= 2 and drawn.vertical >= 2,
        text_over_picture=not needs_ocr and drawn.picture_share >= _SCAN_SHARE,
        lines=lines,
        hidden=hidden,
    )


def _text(
    page: pypdfium2.PdfPage, *, with_lines: bool
) -> tuple[str, tuple[tuple[FindingKind, str], ...], tuple[PrintedLine, ...]]:
    """What the page shows, what it hides, and how its first lines are printed."""
    layer = page.get_textpage()
    try:
        content = layer.get_text_range(errors="replace")
        hidden = hidden_on(page, layer)
        printed = lines_on(page, layer, content) if with_lines else ()
    finally:
        layer.close()
    # U+FFFE is PDFium's mark for a hyphen at a line's end; U+0002 the same in older files.
    lines = content.replace("\ufffe", "").replace("\x02", "").replace("\t", " ").splitlines()
    text = "".join(f"{line.rstrip()}\n" for line in lines) if hidden.text is None else hidden.text
    return text, hidden.things, printed


def _is_garbled(text: str) -> bool:
    """Whether the characters stand for glyphs of a private encoding: fonts without ToUnicode."""
    strange = {character for character in set(text) if not character.isspace() and _has_no_meaning(character)}
    if not strange:
        return False
    return sum(map(strange.__contains__, text)) > _GARBLED_SHARE * _visible(text)


def _has_no_meaning(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cc"}


def _visible(text: str) -> int:
    """How many characters show something."""
    return sum(map(len, text.split()))


def _objects(page: pypdfium2.PdfPage) -> _Objects:
    found = _Objects()
    width, height = page.get_size()
    area = max(width * height, 1.0)
    edges = [ctypes.c_float() for _ in range(4)]
    for handle in itertools.islice(_handles(page), _MAX_OBJECTS):
        kind = raw.FPDFPageObj_GetType(handle)
        if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            continue
        if not raw.FPDFPageObj_GetBounds(handle, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        across, up = abs(right - left), abs(top - bottom)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.picture_share = min(1.0, found.picture_share + across * up / area)
        else:
            _count_path(found, across, up)
    return found


def _handles(page: pypdfium2.PdfPage) -> Iterator[raw.FPDF_PAGEOBJECT]:
    """The objects of a page and of the forms on it, by PDFium's own handles: most are text and only passed over."""
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _with_inner(raw.FPDFPage_GetObject(page, index), 1)


def _with_inner(handle: raw.FPDF_PAGEOBJECT, depth: int) -> Iterator[raw.FPDF_PAGEOBJECT]:
    yield handle
    if depth < _MAX_DEPTH and raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_FORM:
        for index in range(raw.FPDFFormObj_CountObjects(handle)):
            yield from _with_inner(raw.FPDFFormObj_GetObject(handle, index), depth + 1)


def _count_path(found: _Objects, across: float, up: float) -> None:
    found.shapes += 1
    if up <= _LINE_WIDTH and across >= _LINE_LENGTH:
        found.horizontal += 1
    elif across <= _LINE_WIDTH and up >= _LINE_LENGTH:
        found.vertical += 1
    elif across >= _LINE_LENGTH and up >= _LINE_LENGTH:
        # A rectangle: a cell's border, or a whole grid in one path.
        found.horizontal += 2
        found.vertical += 2
