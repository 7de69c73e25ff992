"""Where words stand on a PDF page, by the boxes of its text layer's characters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import Final

import pypdfium2
from pypdfium2 import raw

from processors.extraction import Unreadable
from processors.redaction.model import Box, Redactions, Words
from processors.redaction.search import Stream, is_short, key_of, pieces_of

#: Shown by no font: stands for a character that PDFium cannot name, so that places stay the layer's own indexes.
_NAMELESS: Final = "\u200b"
#: The device on which PDFium is asked for a place: fine enough for a fraction of a point.
_DEVICE: Final = 20_000
#: Painted beyond a character's box, in heights of it.
_MARGIN: Final = 0.12
_NOT_FOUND: Final = "有遮蔽内容在 PDF 页面上找不到确切位置，无法生成可下载的版本；遮蔽后的文字照常公开。"


def places_on(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, number: int, redactions: Redactions
) -> tuple[Box, ...]:
    """Every place of redacted words on page `number` (1-based), as fractions of the page as it is shown.

    Raises:
        Unreadable: `not_redactable`; words of this page are not found in its layer, or have no place there.
    """
    stream = Stream("".join(character_at(layer, index) for index in range(raw.FPDFText_CountChars(layer))))
    boxes: dict[Box, None] = {}
    for words in redactions.words:
        places = _places(stream, words, number)
        own = [box for start, end in sorted(places) for box in _boxes(page, layer, stream.text, start, end)]
        # What stands beside the sheet is not seen; the words were read because they stand on it too.
        on_sheet = [box for box in own if box[0] < box[2] and box[1] < box[3]]
        if words.page == number and not words.by_ocr and not on_sheet:
            raise Unreadable("not_redactable", _NOT_FOUND)
        boxes |= dict.fromkeys(on_sheet)
    return tuple(boxes)


def _places(stream: Stream, words: Words, number: int) -> Iterable[tuple[int, int]]:
    pieces = pieces_of(words.text, words.replacement)
    whole = stream.find(key_of(words.text))
    if words.page != number or words.by_ocr:
        # Elsewhere short pieces of longer words are other words.
        keys = [piece.key for piece in pieces if not is_short(piece.key)]
        return {*whole, *(place for key in keys for place in stream.find(key))}
    found = set(whole)
    for piece in pieces:
        places = stream.find(piece.key) or ([] if whole else stream.scattered(piece.key))
        if not places and not whole:
            raise Unreadable("not_redactable", _NOT_FOUND)
        found |= set(places or ())
    return found


def _boxes(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, text: str, start: int, end: int) -> Iterator[Box]:
    """The boxes of some characters, those of one line joined."""
    joined: Box | None = None
    for index in range(start, end):
        if text[index].isspace() or text[index] == _NAMELESS:
            continue
        box = box_of(page, layer, index)
        if joined is not None and _is_same_line(joined, box):
            joined = (min(joined[0], box[0]), min(joined[1], box[1]), max(joined[2], box[2]), max(joined[3], box[3]))
            continue
        if joined is not None:
            yield joined
        joined = box
    if joined is not None:
        yield joined


def _is_same_line(joined: Box, box: Box) -> bool:
    common = min(joined[3], box[3]) - max(joined[1], box[1])
    return common > 0.5 * min(joined[3] - joined[1], box[3] - box[1])


def box_of(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, index: int) -> Box:
    """Where one character of a layer stands on the page as it is shown, with a margin.

    Raises:
        Unreadable: `not_redactable`; PDFium knows no extent of it.
    """
    loose, tight = raw.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetLooseCharBox(layer, index, loose)
    raw.FPDFText_GetCharBox(layer, index, *tight)
    left, right, bottom, top = (edge.value for edge in tight)
    xs = [*_across((left, right)), *_across((loose.left, loose.right))]
    ys = [*_across((bottom, top)), *_across((loose.bottom, loose.top))]
    if not xs or not ys:
        raise Unreadable("not_redactable", _NOT_FOUND)
    margin = _MARGIN * max(max(ys) - min(ys), max(xs) - min(xs))
    return _fractions(page, (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin))


def _across(edges: tuple[float, float]) -> tuple[float, ...]:
    """Both edges, or none where PDFium knows no extent."""
    return edges if edges[0] != edges[1] else ()


def _fractions(page: pypdfium2.PdfPage, bounds: Box) -> Box:
    xs, ys = [], []
    for x, y in ((bounds[0], bounds[1]), (bounds[2], bounds[3])):
        column, row = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, x, y, column, row)
        xs.append(min(max(column.value / _DEVICE, 0.0), 1.0))
        ys.append(min(max(row.value / _DEVICE, 0.0), 1.0))
    return min(xs), min(ys), max(xs), max(ys)


def character_at(layer: pypdfium2.PdfTextPage, index: int) -> str:
    """One character of a layer, or a stand-in that shows nothing for what PDFium cannot name."""
    code = raw.FPDFText_GetUnicode(layer, index)
    is_named = code not in {0, 2, 0xFFFE} and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF
    return chr(code) if is_named else _NAMELESS
