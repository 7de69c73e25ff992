"""Lines of print and the table cells they belong to: parted where they cross a rule, found where they were missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from processors.ocr.reading import Box, Corners, Pixels, Point, levelled, on_page, pixels
from processors.ocr.ruling import Cell, Table

#: A line reaches into a cell when this share of its height lies in it.
_REACHES: Final = 0.5
#: Share of a cell's sides next to its rules where nothing is looked for.
_RIM: Final = 0.08
#: Marks in a cell that the detector overlooks, such as a single digit, in shares of the page's longer side: 0.8 mm.
_LEAST_MARK: Final = 0.0027
#: Grey levels by which ink is darker than the paper of its cell.
_INK: Final = 60
#: At most so many cells of a page are looked into; a form of hundreds of empty boxes must not take minutes.
_AT_MOST: Final = 60


def cell_at(table: Table, box: Box) -> Cell | None:
    """The cell in which the middle of a levelled line lies."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((cell for cell in table.cells if _holds(cell.box, x, y)), None)


def parted(lines: Sequence[Corners], tables: Sequence[Table], skew: float) -> list[Corners]:
    """The same lines, those that reach over a rule cut there: detectors join what stands close in narrow columns."""
    return [part for corners in lines for part in _parts(corners, tables, skew)]


def overlooked(page: Pixels, lines: Sequence[Corners], tables: Sequence[Table], skew: float) -> list[Corners]:
    """Where marks stand in cells for which the detector found no line."""
    boxes = [levelled(corners, skew) for corners in lines]
    found: list[Corners] = []
    for cell in (cell for table in tables for cell in table.cells):
        if any(_overlap(cell.box, box) for box in boxes):
            continue
        marks = _marks(page, cell.box, skew)
        if marks is not None:
            found.append(marks)
    return found[:_AT_MOST]


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _parts(corners: Corners, tables: Sequence[Table], skew: float) -> Iterator[Corners]:
    box = levelled(corners, skew)
    middle, least = (box[1] + box[3]) / 2, _REACHES * (box[3] - box[1])
    crossed = [
        (max(cell.box[0], box[0]), min(cell.box[2], box[2]))
        for table in tables
        for cell in table.cells
        if cell.box[1] <= middle < cell.box[3] and min(cell.box[2], box[2]) - max(cell.box[0], box[0]) >= least
    ]
    if len(crossed) < 2:
        yield corners
        return
    wide = box[2] - box[0]
    for x0, x1 in crossed:
        yield _between(corners, (x0 - box[0]) / wide, (x1 - box[0]) / wide)


def _between(corners: Corners, start: float, end: float) -> Corners:
    """The part of a line from `start` to `end`, as shares of its length."""
    a, b, c, d = corners

    def along(left: Point, right: Point, share: float) -> Point:
        return left[0] + share * (right[0] - left[0]), left[1] + share * (right[1] - left[1])

    return along(a, b, start), along(a, b, end), along(d, c, end), along(d, c, start)


def _marks(page: Pixels, box: Box, skew: float) -> Corners | None:
    """The rectangle around one line's worth of ink within a cell."""
    picture, (left, top) = _inside(page, box, skew)
    if not picture.size:
        return None
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = (grey < np.percentile(grey, 80) - _INK).astype(np.uint8)
    # Dust is smaller than any mark.
    ys, xs = np.nonzero(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), dtype=np.uint8)))
    least = _LEAST_MARK * max(page.shape[:2])
    if not len(xs) or np.ptp(xs) + 1 < least / 2 or max(np.ptp(xs), np.ptp(ys)) < least:
        return None
    extra = max(np.ptp(ys), least * 3) * 0.25
    x0, x1 = left + xs.min() - extra, left + xs.max() + extra
    y0, y1 = top + ys.min() - extra, top + ys.max() + extra
    a, b, c, d = (on_page(point, skew) for point in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    return a, b, c, d


def _inside(page: Pixels, box: Box, skew: float) -> tuple[Pixels, Point]:
    """The picture of a cell within its rim, levelled, and where on the levelled page it begins."""
    rim = max(_RIM * min(box[2] - box[0], box[3] - box[1]), 2.0)
    x0, y0, x1, y1 = box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim
    width, height = int(x1 - x0), int(y1 - y0)
    if width < 1 or height < 1:
        return np.zeros((0, 0, 3), dtype=np.uint8), (x0, y0)
    corners = [on_page(point, skew) for point in ((x0, y0), (x0 + width, y0), (x0, y0 + height))]
    matrix = cv2.getAffineTransform(
        np.array(corners, dtype=np.float32), np.array([(0, 0), (width, 0), (0, height)], dtype=np.float32)
    )
    return pixels(cv2.warpAffine(page, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)), (x0, y0)
