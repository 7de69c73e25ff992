"""Boxes → text lines: top to bottom, left to right, with the place of each box in the text."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

from processors.extraction import OcrLine
from processors.ocr.reading import Box, Reading, levelled
from processors.ocr.year_brackets import with_year_brackets

#: Boxes whose heights overlap by this share of the lower one stand on one row.
_SAME_ROW: Final = 0.5
#: A gap wider than this many character heights parts cells; a smaller one parts words.
_CELL_GAP: Final = 2.0


def assemble(
    readings: Sequence[Reading], size: tuple[int, int], *, skew: float = 0.0
) -> tuple[str, tuple[OcrLine, ...]]:
    """Join readings to the text of a page. `size` is the picture's width and height in pixels.

    Boxes on one row are parted by a space, or by a tab where the gap is as wide as a table's. Each line ends with a
    newline. `skew` is by how many degrees rows fall to the right; places are those on the picture as it is.
    """
    text = ""
    lines: list[OcrLine] = []
    for row in _rows([(levelled(one.corners, skew), one) for one in readings if one.text.strip()]):
        height = statistics.median(box[3] - box[1] for box, _ in row)
        for index, (box, reading) in enumerate(row):
            if index:
                gap = box[0] - row[index - 1][0][2]
                text += "\t" if gap > _CELL_GAP * height else " "
            content = with_year_brackets(" ".join(reading.text.split()))
            lines.append(OcrLine(len(text), len(text) + len(content), _fractions(reading.box, size), reading.score))
            text += content
        text += "\n"
    return text, tuple(lines)


def _rows(readings: Sequence[tuple[Box, Reading]]) -> list[list[tuple[Box, Reading]]]:
    rows: list[list[tuple[Box, Reading]]] = []
    for placed in sorted(readings, key=lambda one: (one[0][1] + one[0][3]) / 2):
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
