"""Sets blocks of text and ruled tables for the harder pages of the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.bench.pages.sheet import Sheet
from samples.fonts import ASCENT, Face
from samples.linebreak import break_lines
from samples.page import Glyphs, Page, Stroke, measure, place

#: Points between a cell's text and its rules, and the width of a rule.
_PADDING, _RULE = 3.0, 0.7


@dataclass(slots=True)
class Setting:
    """A page in the making: marks so far, and what they say in the order in which a person reads it."""

    glyphs: list[Glyphs] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet:
        return Sheet(name, Page(tuple(self.glyphs), tuple(self.strokes)), printed="\n".join(self.printed))

    def line(self, text: str, x: float, top: float, size: float, face: Face = Face.SONG) -> None:
        self.glyphs.append(place(text, x, _baseline(top, size), size, face))
        self.printed.append(text)

    def centred(self, text: str, x0: float, x1: float, top: float, size: float, face: Face = Face.SONG) -> None:
        self.line(text, (x0 + x1 - measure(text, size, face)) / 2, top, size, face)

    def paragraph(self, text: str, x0: float, x1: float, top: float, size: float, leading: float) -> float:
        """Set an indented paragraph from `top` on; all in points. Returns the bottom of its last line."""
        for line in break_lines(f"　　{text}", x1 - x0, size, Face.SONG):
            indent = 2 * size if line.startswith("　　") else 0.0
            self.line(line.strip("　"), x0 + indent, top, size)
            top += leading
        return top

    def row(self, cells: Sequence[str], edges: Sequence[float], top: float, size: float) -> float:
        """Set a ruled row whose cells wrap and are centred in height. Returns its bottom."""
        broken = [
            break_lines(cell, right - left - 2 * _PADDING, size, Face.SONG)
            for cell, left, right in zip(cells, edges, edges[1:], strict=False)
        ]
        leading = size * 1.25
        bottom = top + max(len(lines) for lines in broken) * leading + 2 * _PADDING
        for lines, cell, left, right in zip(broken, cells, edges, edges[1:], strict=False):
            first = (top + bottom - len(lines) * leading) / 2
            self.cell(lines, left, right, first, size, leading)
            self.frame(left, right, top, bottom)
            self.printed.append(cell)
        return bottom

    def cell(self, lines: Sequence[str], x0: float, x1: float, top: float, size: float, leading: float) -> None:
        for number, line in enumerate(lines):
            width = measure(line, size, Face.SONG)
            x = (x0 + x1 - width) / 2 if len(lines) == 1 else x0 + _PADDING
            self.glyphs.append(place(line, x, _baseline(top + number * leading, size), size))

    def frame(self, x0: float, x1: float, top: float, bottom: float) -> None:
        corners = ((x0, top, x1, top), (x1, top, x1, bottom), (x0, bottom, x1, bottom), (x0, top, x0, bottom))
        self.strokes += [Stroke(*corner, _RULE) for corner in corners]


def edges_of(x0: float, x1: float, widths: Sequence[float]) -> list[float]:
    """Where columns of these relative widths begin and end."""
    unit = (x1 - x0) / sum(widths)
    return [x0 + unit * sum(widths[:number]) for number in range(len(widths) + 1)]


def _baseline(top: float, size: float) -> float:
    return round(top + ASCENT * size, 2)
