"""Lines out of a page picture, quarter turns of it, and how far it is askew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np

from processors.ocr.reading import Corners, Pixels, Point, height, length, pixels

#: Times its height that a line must be long for its slope to say something of the page.
_LONG: Final = 1.8
#: Degrees beyond which a slope is a slanting stamp or a drawing, not the page.
_MOST_SKEW: Final = 15.0


def cut(page: Pixels, corners: Corners, *, margin: float = 0.0) -> Pixels:
    """The picture of one line, straightened; `margin` adds a share of its height on every side."""
    width, tall = max(1, round(length(corners))), max(1, round(height(corners)))
    extra = margin * tall
    target = [(extra, extra), (width + extra, extra), (width + extra, tall + extra), (extra, tall + extra)]
    matrix = cv2.getPerspectiveTransform(np.array(corners, dtype=np.float32), np.array(target, dtype=np.float32))
    size = (max(1, round(width + 2 * extra)), max(1, round(tall + 2 * extra)))
    return pixels(cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))


def turned_back(page: Pixels, quarters: int) -> Pixels:
    """The page turned counter-clockwise by that many quarter turns."""
    return np.ascontiguousarray(np.rot90(page, quarters))


def half_turned(corners: Corners, size: tuple[int, int]) -> Corners:
    """Where a line stands after the page was turned by 180°; `size` is the page's width and height in pixels."""

    def opposite(point: Point) -> Point:
        return size[0] - point[0], size[1] - point[1]

    a, b, c, d = corners
    return opposite(c), opposite(d), opposite(a), opposite(b)


def stands_on_its_side(lines: Iterable[Corners]) -> bool:
    """Whether most of the print, by length, runs up or down the picture."""
    upright = lying = 0.0
    for corners in lines:
        along, across = length(corners), height(corners)
        if across > 2 * along:
            lying += across
        elif along > 2 * across:
            upright += along
    return lying > upright


def skew_of(lines: Sequence[Corners]) -> float:
    """By how many degrees the page's lines fall to the right (negative: rise): the median, weighted by length."""
    slopes = []
    for corners in lines:
        (x0, y0), (x1, y1) = corners[0], corners[1]
        slope = math.degrees(math.atan2(y1 - y0, x1 - x0))
        if length(corners) >= _LONG * height(corners) and abs(slope) <= _MOST_SKEW:
            slopes.append((slope, length(corners)))
    half = sum(weight for _, weight in slopes) / 2
    for slope, weight in sorted(slopes):
        half -= weight
        if half <= 0:
            return slope
    return 0.0
