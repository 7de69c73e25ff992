"""The lines and curves of an OFD path (AbbreviatedData, GB/T 33190-2016 §9.1) as operators of a PDF path."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from processors.readers.ofd_values import IDENTITY, Affine

Point = tuple[float, float]

#: How many numbers each operation takes.
_TAKES: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
#: A path with more numbers than this is not drawn: no form and no picture of a page needs them.
_MOST: Final = 2_000_000


def path_of(data: str | None, place: Affine = IDENTITY) -> str:
    """The path, mapped by `place`; "" where there is none. It ends where it stops making sense."""
    return " ".join(_steps(_operations(data or ""), place))


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    pieces = data.split()
    if len(pieces) > _MOST:
        return
    at = 0
    while at < len(pieces):
        count = _TAKES.get(pieces[at])
        if count is None:
            return
        values = pieces[at + 1 : at + 1 + count]
        try:
            found = [float(value) for value in values]
        except ValueError:
            return
        if len(found) < count or not all(map(math.isfinite, found)):
            return
        yield pieces[at], found
        at += 1 + count


def _steps(operations: Iterator[tuple[str, list[float]]], place: Affine) -> Iterator[str]:
    here: Point | None = None
    for name, values in operations:
        if name == "C":
            if here is not None:
                yield "h"
            continue
        points = list(zip(values[::2], values[1::2], strict=False))
        if name in {"S", "M"} or here is None:
            here = points[-1] if name != "A" else (values[5], values[6])
            yield f"{_written(here, place)} m"
            continue
        if name == "A":
            end = (values[5], values[6])
            curves = list(_arc(here, values, end))
        elif name == "Q":
            end = points[1]
            curves = [_raised(here, points[0], end)]
        elif name == "B":
            end = points[2]
            curves = [(points[0], points[1], end)]
        else:
            end, curves = points[0], []
            yield f"{_written(end, place)} l"
        for curve in curves:
            yield " ".join(_written(point, place) for point in curve) + " c"
        here = end


def _written(point: Point, place: Affine) -> str:
    a, b, c, d, e, f = place
    x, y = point
    return f"{a * x + c * y + e:.4f} {b * x + d * y + f:.4f}"


def _raised(start: Point, control: Point, end: Point) -> tuple[Point, Point, Point]:
    """A curve with one control point as one with two."""
    first = (start[0] + 2 / 3 * (control[0] - start[0]), start[1] + 2 / 3 * (control[1] - start[1]))
    second = (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))
    return first, second, end


def _arc(start: Point, values: list[float], end: Point) -> Iterator[tuple[Point, Point, Point]]:
    """An elliptical arc as curves of at most a quarter turn (SVG 1.1, F.6.5)."""
    across, down = abs(values[0]), abs(values[1])
    if across == 0 or down == 0 or start == end:
        yield _raised(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end)
        return
    turn = math.radians(values[2])
    cos, sin = math.cos(turn), math.sin(turn)
    half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
    x, y = cos * half[0] + sin * half[1], -sin * half[0] + cos * half[1]
    grown = math.sqrt(max((x / across) ** 2 + (y / down) ** 2, 1.0))
    across, down = across * grown, down * grown
    under = (across * y) ** 2 + (down * x) ** 2
    root = math.sqrt(max(((across * down) ** 2 - under) / under, 0.0))
    root = root if (values[3] != 0) != (values[4] != 0) else -root
    middle = (root * across * y / down, -root * down * x / across)
    centre = (
        cos * middle[0] - sin * middle[1] + (start[0] + end[0]) / 2,
        sin * middle[0] + cos * middle[1] + (start[1] + end[1]) / 2,
    )
    first = math.atan2((y - middle[1]) / down, (x - middle[0]) / across)
    last = math.atan2((-y - middle[1]) / down, (-x - middle[0]) / across)
    if values[4] != 0 and last < first:
        last += 2 * math.pi
    elif values[4] == 0 and last > first:
        last -= 2 * math.pi
    ellipse = (across * cos, across * sin, -down * sin, down * cos, *centre)
    count = max(1, math.ceil(abs(last - first) / (math.pi / 2) - 1e-9))
    for at in range(count):
        yield _quarter(first + (last - first) * at / count, (last - first) / count, ellipse)


def _quarter(start: float, turn: float, ellipse: Affine) -> tuple[Point, Point, Point]:
    """A part of the unit circle, mapped onto an ellipse."""
    pull = 4 / 3 * math.tan(turn / 4)
    end = start + turn
    points = (
        (math.cos(start) - pull * math.sin(start), math.sin(start) + pull * math.cos(start)),
        (math.cos(end) + pull * math.sin(end), math.sin(end) - pull * math.cos(end)),
        (math.cos(end), math.sin(end)),
    )
    a, b, c, d, e, f = ellipse
    first, second, last = ((a * x + c * y + e, b * x + d * y + f) for x, y in points)
    return first, second, last
