"""Which way up a page lies: told by its lines' direction and by which reading of a few lines makes sense.

An upright page costs nothing extra: the lines that are tried first are read anyhow. Only when they make no sense are
they read upside down as well.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

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


def upright(engine: Engine, page: Pixels) -> tuple[Pixels, list[Corners]]:
    """The page turned upright, and its lines on it."""
    lines = engine.find(page)
    if stands_on_its_side(lines):
        page = turned_back(page, 1)
        lines = engine.find(page)
    if _upside_down(engine, page, lines):
        size = (page.shape[1], page.shape[0])
        return turned_back(page, 2), [half_turned(corners, size) for corners in lines]
    return page, lines


def _upside_down(engine: Engine, page: Pixels, lines: Sequence[Corners]) -> bool:
    long_enough = [corners for corners in lines if length(corners) >= _LONG_ENOUGH * height(corners)]
    tried = sorted(long_enough, key=lambda corners: abs(length(corners) / max(height(corners), 1.0) - _GOOD_LENGTH))
    cuts = [cut(page, corners) for corners in tried[:_TRIED]]
    if not cuts:
        return False
    as_is = _sense(engine, cuts)
    return as_is < _MAKES_SENSE and _sense(engine, [turned_back(line, 2) for line in cuts]) > as_is + _CLEARLY


def _sense(engine: Engine, cuts: Sequence[Pixels]) -> float:
    return statistics.median(score for _, score in engine.recognise(cuts))
