"""Boxes → text lines: top to bottom, left to right, with the place of each box in the text."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

from processors.extraction import OcrLine
from processors.ocr.cells import cell_at
from processors.ocr.columns import stretches
from processors.ocr.leaders import without_leaders
from processors.ocr.reading import Box, Reading, levelled
from processors.ocr.ruling import Cell, Table
from processors.ocr.year_brackets import with_year_brackets

#: Boxes whose heights overlap by this share of the lower one stand on one row.
_SAME_ROW: Final = 0.5
#: A gap wider than this many character heights parts cells; a smaller one parts words.
_CELL_GAP: Final = 2.0
#: So many boxes on a row are a table's, whose columns may stand closer.
_TABLE_ROW: Final = 4
_TABLE_GAP: Final = 0.8
#: A line of a cell that ends no further from its rule, in character heights, goes on in the next.
_WRAPS: Final = 1.8

#: A reading and its box on the levelled page.
_Placed = tuple[Box, Reading]


def assemble(
    readings: Sequence[Reading], size: tuple[int, int], *, skew: float = 0.0, tables: Sequence[Table] = ()
) -> tuple[str, tuple[OcrLine, ...]]:
    """Join readings to the text of a page. `size` is the picture's width and height in pixels.

    Boxes on one row are parted by a space, or by a tab where the gap is as wide as a table's; of two columns the left
    one is read first. A row of a ruled table is a line, its cells parted by tabs, what wraps in a cell together.
    Each line ends with a newline. `skew` is by how many degrees rows fall to the right; places are those on the
    picture as it is.
    """
    writer = _Writer(size)
    loose = [(levelled(one.corners, skew), one) for one in readings if one.text.strip()]
    for table in tables:
        in_cells: dict[Cell, list[_Placed]] = {}
        for placed in loose:
            if (cell := cell_at(table, placed[0])) is not None:
                in_cells.setdefault(cell, []).append(placed)
        if not in_cells:
            continue
        within = {id(placed) for its in in_cells.values() for placed in its}
        above = [one for one in loose if id(one) not in within and _middle(one[0]) < table.box[1]]
        writer.write_running(above)
        writer.write_table(table, in_cells)
        done = within | {id(one) for one in above}
        loose = [one for one in loose if id(one) not in done]
    writer.write_running(loose)
    return writer.text, tuple(writer.lines)


class _Writer:
    """The text of a page so far, and where in it each reading stands."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.text = ""
        self.lines: list[OcrLine] = []
        self._size = size

    def write_running(self, placed: Sequence[_Placed]) -> None:
        if placed:
            for group in stretches([box for box, _ in placed]):
                for row in _rows([placed[index] for index in group]):
                    self._write_row(row)
                    self.text += "\n"

    def write_table(self, table: Table, in_cells: dict[Cell, list[_Placed]]) -> None:
        last = max(cell.column for cell in table.cells)
        for row in sorted({cell.row for cell in in_cells}):
            by_column = {cell.column: (cell, its) for cell, its in in_cells.items() if cell.row == row}
            for column in range(last + 1):
                self.text += "\t" if column else ""
                if column in by_column:
                    self._write_cell(*by_column[column])
            self.text += "\n"

    def _write_cell(self, cell: Cell, placed: Sequence[_Placed]) -> None:
        """Rows of a cell go on where the row before fills the cell; else a space parts them."""
        before: _Placed | None = None
        for row in _rows(placed):
            if before is not None and not _goes_on(before, cell, self.text[-1:], row[0][1].text):
                self.text += " "
            self._write_row(row, is_cell=True)
            before = row[-1]

    def _write_row(self, row: Sequence[_Placed], *, is_cell: bool = False) -> None:
        height = statistics.median(box[3] - box[1] for box, _ in row)
        read = [with_year_brackets(" ".join(reading.text.split())) for _, reading in row]
        contents = read if is_cell else without_leaders(read)
        cell_gap = height * (_TABLE_GAP if len(row) >= _TABLE_ROW else _CELL_GAP)
        started = False
        for index, ((box, reading), content) in enumerate(zip(row, contents, strict=True)):
            if not content:
                continue
            if started:
                is_far = box[0] - row[index - 1][0][2] > cell_gap or contents != read
                self.text += "\t" if is_far and not is_cell else " "
            place = _fractions(reading.box, self._size)
            self.lines.append(OcrLine(len(self.text), len(self.text) + len(content), place, reading.score))
            self.text += content
            started = True


def _goes_on(before: _Placed, cell: Cell, end: str, start: str) -> bool:
    """Whether a row of a cell goes on in the next without a blank: not between words of Latin letters."""
    (_, y0, x1, y1), _ = before
    fills = cell.box[2] - x1 <= _WRAPS * (y1 - y0)
    return fills and not (end.isascii() and end.isalpha() and start[:1].isascii() and start[:1].isalpha())


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _rows(readings: Sequence[_Placed]) -> list[list[_Placed]]:
    rows: list[list[_Placed]] = []
    for placed in sorted(readings, key=lambda one: _middle(one[0])):
        if rows and _on_one_row(rows[-1][0][0], placed[0]):
            rows[-1].append(placed)
        else:
            rows.append([placed])
    return [sorted(row, key=lambda one: one[0][0]) for row in rows]


def _on_one_row(first: Box, other: Box) -> bool:
    common = min(first[3], other[3]) - max(first[1], other[1])
    lower = min(first[3] - first[1], other[3] - other[1])
    return common >= _SAME_ROW * lower


def _fractions(box: Box, size: tuple[int, int]) -> Box:
    width, height = size
    x0, y0, x1, y1 = (
        min(max(edge / side, 0.0), 1.0) for edge, side in zip(box, (width, height, width, height), strict=True)
    )
    return (x0, y0, x1, y1)
