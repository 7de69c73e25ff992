"""Which way up a page lies: told by its lines' direction and by which reading of a few lines makes sense.

An upright page costs nothing extra: the lines that are tried first are read anyhow. Only when they make no sense are
they read upside down as well.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from processors.ocr.back_side import without_back_side
from processors.ocr.engine import Engine
from processors.ocr.geometry import cut, half_turned, stands_on_its_side, turned_back
from processors.ocr.reading import Corners, Pixels, height, length

#: So many lines are tried; mid-sized ones, which read as surely as long ones and faster.
_TRIED: Final = 5
#: A line's length in heights from which it is worth trying.
_LONG_ENOUGH: Final = 3.0
_GOOD_LENGTH: Final = 9.0
#: Median score from which the page is taken as upright; upside down, Chinese lines stay below 0.7.
_MAKES_SENSE: Final = 0.9
#: By how much upside down must read better.
_CLEARLY: Final = 0.05


@dataclass(frozen=True, slots=True)
class Upright:
    """A page turned upright, its lines on it, and what is known already of those that were tried."""

    page: Pixels
    lines: list[Corners]
    known: dict[Corners, tuple[str, float]]


def upright(engine: Engine, page: Pixels) -> Upright:
    """Turn the page by quarters until its lines make sense, and take away what shows through from its back."""
    lines = engine.find(page)
    if stands_on_its_side(lines):
        page = turned_back(page, 1)
        lines = engine.find(page)
    front = without_back_side(engine, page, lines)
    if front is not page:
        page = front
        lines = engine.find(page)
    tried = _worth_trying(lines)
    cuts = [cut(page, corners) for corners in tried]
    as_is = engine.recognise(cuts)
    if _sense(as_is) < _MAKES_SENSE:
        turned = engine.recognise([turned_back(line, 2) for line in cuts])
        if _sense(turned) > _sense(as_is) + _CLEARLY:
            size = (page.shape[1], page.shape[0])
            return Upright(turned_back(page, 2), [half_turned(corners, size) for corners in lines], {})
    return Upright(page, lines, dict(zip(tried, as_is, strict=True)))


def _worth_trying(lines: Sequence[Corners]) -> list[Corners]:
    long_enough = [corners for corners in lines if length(corners) >= _LONG_ENOUGH * height(corners)]
    return sorted(long_enough, key=lambda one: abs(length(one) / max(height(one), 1.0) - _GOOD_LENGTH))[:_TRIED]


def _sense(readings: Sequence[tuple[str, float]]) -> float:
    """The median score; 1 when there is nothing to read, so that a page without lines stays as it is."""
    return statistics.median(score for _, score in readings) if readings else 1.0
