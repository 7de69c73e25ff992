"""Boxes → text lines: top to bottom, left to right, with the place of each box in the text."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

from processors.extraction import OcrLine
from processors.ocr.seal import Reading

#: Boxes whose heights overlap by this share of the lower one stand on one row.
_SAME_ROW: Final = 0.5
#: A gap wider than this many character heights parts cells; a smaller one parts words.
_CELL_GAP: Final = 2.0


def assemble(readings: Sequence[Reading], size: tuple[int, int]) -> tuple[str, tuple[OcrLine, ...]]:
    """Join readings to the text of a page. `size` is the picture's width and height in pixels.

    Boxes on one row are parted by a space, or by a tab where the gap is as wide as a table's. Each line ends with a
    newline.
    """
    text = ""
    lines: list[OcrLine] = []
    for row in _rows([reading for reading in readings if reading.text.strip()]):
        height = statistics.median(reading.box[3] - reading.box[1] for reading in row)
        for index, reading in enumerate(row):
            if index:
                gap = reading.box[0] - row[index - 1].box[2]
                text += "\t" if gap > _CELL_GAP * height else " "
            content = " ".join(reading.text.split())
            lines.append(OcrLine(len(text), len(text) + len(content), _fractions(reading.box, size), reading.score))
            text += content
        text += "\n"
    return text, tuple(lines)


def _rows(readings: Sequence[Reading]) -> list[list[Reading]]:
    rows: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda one: (one.box[1] + one.box[3]) / 2):
        if rows and _on_one_row(rows[-1][0], reading):
            rows[-1].append(reading)
        else:
            rows.append([reading])
    return [sorted(row, key=lambda one: one.box[0]) for row in rows]


def _on_one_row(first: Reading, other: Reading) -> bool:
    common = min(first.box[3], other.box[3]) - max(first.box[1], other.box[1])
    lower = min(first.box[3] - first.box[1], other.box[3] - other.box[1])
    return common >= _SAME_ROW * lower


def _fractions(box: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    x0, y0, x1, y1 = (
        min(max(edge / side, 0.0), 1.0) for edge, side in zip(box, (width, height, width, height), strict=True)
    )
    return (x0, y0, x1, y1)
