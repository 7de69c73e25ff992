"""One line of print as it was found and read on a page picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Height × width × 3, blue-green-red as OpenCV and paddle take it.
Pixels = NDArray[np.uint8]
Point = tuple[float, float]
#: The four corners of a line in pixels, origin top left: of the line's own top left, top right, bottom right, left.
Corners = tuple[Point, Point, Point, Point]
#: x0, y0, x1, y1.
Box = tuple[float, float, float, float]


def pixels(array: NDArray[Any]) -> Pixels:
    """What OpenCV returned, which it calls an array of anything, as the bytes that it is."""
    return array.astype(np.uint8, copy=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as the recogniser gave it, with its place on the upright page picture and its mean score, 0–1."""

    text: str
    corners: Corners
    score: float

    @property
    def box(self) -> Box:
        """The upright rectangle around the corners, in pixels."""
        return bounds(self.corners)


def bounds(corners: Corners) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def levelled(corners: Corners, skew: float) -> Box:
    """The box of a line after the page has been turned back by `skew` degrees (positive: lines fall to the right)."""
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    a, b, c, d = ((x * cos + y * sin, y * cos - x * sin) for x, y in corners)
    return bounds((a, b, c, d))


def on_page(point: Point, skew: float) -> Point:
    """Where a point of the levelled page stands on the picture as it is."""
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos


def length(corners: Corners) -> float:
    """Along the line, in pixels."""
    return math.dist(corners[0], corners[1])


def height(corners: Corners) -> float:
    """Across the line, in pixels."""
    return math.dist(corners[0], corners[3])
