"""How the first lines of a PDF page are set: how large, in the middle or not, in red or not."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Final

import pypdfium2
from pypdfium2 import raw

from processors.readers.line_looks import FIRST_LINES, PrintedLine, is_red

#: How far the middle of a centred line may be from the page's, as a share of the page's width.
_OFF_MIDDLE: Final = 0.03


def lines_on(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, content: str) -> tuple[PrintedLine, ...]:
    """The first lines of a page; `content` is the whole text of `layer`, a character for each of its own."""
    if page.get_rotation():
        return ()
    left, _, right, _ = page.get_bbox()
    return tuple(_printed(layer, start, text, (left, right)) for start, text in _first_lines(content))


def _first_lines(content: str) -> Iterator[tuple[int, str]]:
    start, seen = 0, 0
    for raw_line in content.splitlines(keepends=True):
        text = raw_line.strip()
        if text:
            yield start + len(raw_line) - len(raw_line.lstrip()), text
            seen += 1
            if seen == FIRST_LINES:
                return
        start += len(raw_line)


def _printed(layer: pypdfium2.PdfTextPage, start: int, text: str, edges: tuple[float, float]) -> PrintedLine:
    left, bottom, _, top = layer.get_charbox(start, loose=True)
    _, _, right, _ = layer.get_charbox(start + len(text) - 1, loose=True)
    width = max(edges[1] - edges[0], 1.0)
    before, after = (left - edges[0]) / width, (edges[1] - right) / width
    centred = abs(before - after) <= 2 * _OFF_MIDDLE
    return PrintedLine(text, top - bottom, centred, _is_red(layer, start))


def _is_red(layer: pypdfium2.PdfTextPage, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(layer, index, red, green, blue, alpha):
        return False
    return is_red(red.value, green.value, blue.value)
