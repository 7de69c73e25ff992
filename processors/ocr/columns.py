"""Two columns of running text on a page, so that each is read to its end."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from processors.ocr.reading import Box

#: Least lines of a column.
_LEAST_LINES: Final = 5
#: Running text fills its column: this share of the lines is at least so long, as a share of the column's width …
_FULL_LINES: Final = 0.45
_FULL: Final = 0.8
#: … a column is at least as wide as so many lines are high, and the gutter as wide as this.
_LEAST_WIDTH: Final = 9.0
_LEAST_GUTTER: Final = 0.8
#: Where the gutter is looked for, as shares of the width of all print.
_GUTTERS: Final = tuple(0.36 + 0.01 * step for step in range(29))


def stretches(boxes: Sequence[Box]) -> list[list[int]]:
    """Places in `boxes` (levelled lines) in groups; one group after the other is read row by row.

    There is one group, unless a part of the page is set in two columns: then the left one and the right one are
    groups, and what stands across, above and below is others. Three columns aren't told.
    """
    if len(boxes) < 2 * _LEAST_LINES:
        return [list(range(len(boxes)))]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    tries = [_parted(boxes, left + share * (right - left)) for share in _GUTTERS]
    best = max(tries, key=lambda groups: sum(len(group) for group, is_column in groups if is_column))
    merged: list[list[int]] = []
    for is_column, groups in groupby(best, key=lambda one: one[1]):
        found = [group for group, _ in groups]
        merged += found if is_column else [[index for group in found for index in group]]
    return merged


def _parted(boxes: Sequence[Box], gutter: float) -> list[tuple[list[int], bool]]:
    """Groups from top to bottom for a gutter at this place, and whether each is a column."""
    groups: list[tuple[list[int], bool]] = []
    order = sorted(range(len(boxes)), key=lambda index: boxes[index][1] + boxes[index][3])
    for crosses, run in groupby(order, key=lambda index: boxes[index][0] < gutter < boxes[index][2]):
        members = list(run)
        left = [index for index in members if boxes[index][2] <= gutter]
        right = [index for index in members if boxes[index][0] >= gutter]
        if not crosses and _are_columns([boxes[index] for index in left], [boxes[index] for index in right]):
            groups += [(left, True), (right, True)]
        else:
            groups.append((members, False))
    return groups


def _are_columns(left: Sequence[Box], right: Sequence[Box]) -> bool:
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    height = statistics.median(box[3] - box[1] for box in (*left, *right))
    gutter = min(box[0] for box in right) - max(box[2] for box in left)
    return gutter >= _LEAST_GUTTER * height and _is_running(left, height) and _is_running(right, height)


def _is_running(lines: Sequence[Box], height: float) -> bool:
    width = max(box[2] for box in lines) - min(box[0] for box in lines)
    full = sum(box[2] - box[0] >= _FULL * width for box in lines)
    return width >= _LEAST_WIDTH * height and full >= _FULL_LINES * len(lines)
