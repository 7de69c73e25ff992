"""Ruled tables on a page picture: the white fields that their rules enclose, told by rows and columns.

A cell that spans several rows or columns is one field like any other; sides that a table leaves open are closed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from processors.ocr.reading import Box, Pixels, pixels
from processors.ocr.seal import red_as_black

#: The longer side of a page in millimetres; all sizes below are shares of it.
_PAGE_MM: Final = 297.0
#: A rule is at least this long, more than a stroke of any character but those of a letterhead.
_RULE_MM: Final = (8.0, 5.5)
#: Gaps in a rule, where a copy is worn, up to this length.
_GAP_MM: Final = 1.5
#: The least width and height of a table, and of a field.
_LEAST_TABLE_MM: Final = (25.0, 8.0)
_LEAST_CELL_MM: Final = 3.0
#: Edges no further apart are the same edge.
_SAME_EDGE_MM: Final = 2.0
#: A field fills this share of the rectangle around it, and the fields this share of their table.
_RECTANGULAR: Final = 0.75
_COVERED: Final = 0.6
#: Grey levels by which a rule is darker than the mean around it.
_DARKER: Final = 10
#: Degrees from which the picture is levelled before rules are looked for.
_ASKEW: Final = 0.2
#: More fields than this on a page are a pattern, not tables.
_MOST_CELLS: Final = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """A field and where it begins; its box is in pixels of the levelled page (`reading.levelled`)."""

    box: Box
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """`cells` by row and column, both counted from 0; `box` is around all of them."""

    box: Box
    cells: tuple[Cell, ...]


def ruled_tables(page: Pixels, skew: float) -> list[Table]:
    """The tables of an upright page from top to bottom. `skew` is by how many degrees its lines fall to the right."""
    grey = pixels(cv2.cvtColor(red_as_black(page), cv2.COLOR_BGR2GRAY))
    level, shift = _levelled(grey, skew)
    per_mm = max(page.shape[:2]) / _PAGE_MM
    rules = _rules(level, per_mm)
    frames = _frames(rules, per_mm)
    if not frames:
        return []
    for x, y, width, height in frames:
        rules[y : y + height, [x, x + width - 1]] = 255
    fields = _fields(rules, per_mm)
    tables = []
    for frame in frames:
        inside = [box for box in fields if _smallest_around(box, frames) == frame]
        if _is_table(inside, frame, per_mm):
            tables.append(_table(inside, _SAME_EDGE_MM * per_mm, shift))
    return sorted(tables, key=lambda table: table.box[1])


def _levelled(grey: Pixels, skew: float) -> tuple[Pixels, tuple[float, float]]:
    """The picture turned back by the skew, and how far its origin was moved to keep all of it in sight."""
    if abs(skew) < _ASKEW:
        return grey, (0.0, 0.0)
    height, width = grey.shape
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    dx, dy = max(0.0, -height * sin), max(0.0, width * sin)
    size = (math.ceil(width * cos + height * abs(sin)), math.ceil(height * cos + width * abs(sin)))
    matrix = np.array([[cos, sin, dx], [-sin, cos, dy]])
    turned = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return pixels(turned), (dx, dy)


def _rules(grey: Pixels, per_mm: float) -> Pixels:
    """Long straight strokes along and across, white on black, their gaps closed."""
    around = 2 * round(2.5 * per_mm) + 3
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _DARKER)
    gap = 2 * round(_GAP_MM * per_mm / 2) + 1
    along, across = (max(3, round(length * per_mm)) for length in _RULE_MM)
    level = cv2.morphologyEx(cv2.dilate(ink, _bar(1, 3)), cv2.MORPH_OPEN, _bar(along, 1))
    upright = cv2.morphologyEx(cv2.dilate(ink, _bar(3, 1)), cv2.MORPH_OPEN, _bar(1, across))
    return pixels(cv2.bitwise_or(cv2.dilate(level, _bar(gap, 1)), cv2.dilate(upright, _bar(1, gap))))


def _bar(width: int, height: int) -> NDArray[np.uint8]:
    return np.ones((height, width), dtype=np.uint8)


def _frames(rules: Pixels, per_mm: float) -> list[tuple[int, int, int, int]]:
    """x, y, width and height of every network of rules that is large enough for a table."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    width, height = (least * per_mm for least in _LEAST_TABLE_MM)
    found = ((int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:])
    return [frame for frame in found if frame[2] >= width and frame[3] >= height]


def _fields(rules: Pixels, per_mm: float) -> list[Box]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(255 - rules, connectivity=4)
    least = _LEAST_CELL_MM * per_mm
    fields = []
    for x, y, width, height, area in stats[1:count]:
        if min(width, height) >= least and area >= _RECTANGULAR * width * height:
            fields.append((float(x), float(y), float(x + width), float(y + height)))
    return fields if len(fields) <= _MOST_CELLS else []


def _smallest_around(box: Box, frames: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int] | None:
    around = [
        (x, y, width, height)
        for x, y, width, height in frames
        if x <= box[0] and y <= box[1] and box[2] <= x + width and box[3] <= y + height
    ]
    return min(around, key=lambda frame: frame[2] * frame[3], default=None)


def _is_table(fields: Sequence[Box], frame: tuple[int, int, int, int], per_mm: float) -> bool:
    """Whether there are fields beside and below each other, and little else: a drawing has rules, too."""
    covered = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in fields)
    if len(fields) < 3 or covered < _COVERED * frame[2] * frame[3]:
        return False
    near = _SAME_EDGE_MM * per_mm
    return any(other[0] >= one[2] and abs(other[1] - one[1]) <= near for one in fields for other in fields)


def _table(fields: Sequence[Box], near: float, shift: tuple[float, float]) -> Table:
    rows = _lanes(fields, near, lambda box: box)
    columns = _lanes(fields, near, lambda box: (box[1], box[0], box[3], box[2]))
    dx, dy = shift
    moved = [(x0 - dx, y0 - dy, x1 - dx, y1 - dy) for x0, y0, x1, y1 in fields]
    cells = sorted(map(Cell, moved, rows, columns), key=lambda cell: (cell.row, cell.column))
    around = (
        min(box[0] for box in moved),
        min(box[1] for box in moved),
        max(box[2] for box in moved),
        max(box[3] for box in moved),
    )
    return Table(around, tuple(cells))


def _lanes(fields: Sequence[Box], near: float, seen: Callable[[Box], Box]) -> list[int]:
    """The row of each field. Neighbours agree; over a whole row of a photographed table the edge may wander."""
    boxes = [seen(box) for box in fields]
    lane = list(range(len(boxes)))
    for one, other in _neighbours(boxes, near):
        first, second = lane[one], lane[other]
        if first != second:
            lane = [first if number == second else number for number in lane]
    starts = {number: [box[1] for box, its in zip(boxes, lane, strict=True) if its == number] for number in set(lane)}
    order: dict[int, int] = {}
    last, row = -math.inf, -1
    for number, start in sorted((float(np.mean(edges)), number) for number, edges in starts.items()):
        if number > last + near:
            row += 1
        order[start], last = row, number
    return [order[number] for number in lane]


def _neighbours(boxes: Sequence[Box], near: float) -> Iterator[tuple[int, int]]:
    """Pairs of which the second begins right of the first, at the same height."""
    by_height = sorted(range(len(boxes)), key=lambda index: boxes[index][1])
    for place, one in enumerate(by_height):
        for other in by_height[place + 1 :]:
            if boxes[other][1] > boxes[one][1] + near:
                break
            for left, right in ((one, other), (other, one)):
                if abs(boxes[right][0] - boxes[left][2]) <= near:
                    yield left, right
