"""Print of the back that shows through thin paper, taken away before a page is read.

Mirrored lines between those of the front are read as nonsense, and make a page look as if it lay upside down. Faint
print of the front is left alone: it makes no more sense when it is mirrored.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from processors.ocr.engine import Engine
from processors.ocr.geometry import cut, turned_back
from processors.ocr.reading import Corners, Pixels, bounds, height, length, pixels
from processors.ocr.seal import red_as_black

#: A line is faint below this share of the contrast that the page's strong lines have.
_FAINT: Final = 0.45
#: So many faint lines make it worth reading some of them.
_SEVERAL: Final = 3
_TRIED: Final = 5
#: A line's length in heights from which it is worth trying.
_LONG_ENOUGH: Final = 3.0
#: By how much the median score of mirrored lines must be higher.
_CLEARLY: Final = 0.05
#: Ink of the front has at least this share of its lines' contrast, and its soft edges end so many pixels further.
_INK: Final = 0.5
_EDGE_PX: Final = 5
#: What has less than this share of it is paper, and stays as it is.
_PAPER: Final = 0.06
#: The brightness of paper is taken from a picture this much smaller per side.
_SHRINK: Final = 8


def without_back_side(engine: Engine, page: Pixels, lines: Sequence[Corners]) -> Pixels:
    """The page without what is faint, if the faint lines are mirrored ones; the same object when there are none."""
    grey = pixels(cv2.cvtColor(red_as_black(page), cv2.COLOR_BGR2GRAY))
    contrasts = [_contrast(grey, corners) for corners in lines]
    if len(lines) <= _SEVERAL:
        return page
    strong = float(np.percentile(contrasts, 90))
    faint = [corners for corners, one in zip(lines, contrasts, strict=True) if one < _FAINT * strong]
    faint = [corners for corners in faint if length(corners) >= _LONG_ENOUGH * height(corners)]
    if len(faint) < _SEVERAL or not _are_mirrored(engine, page, faint):
        return page
    paper = _paper(grey)
    contrast = paper - grey.astype(np.float32)
    ink = (contrast >= _INK * strong).astype(np.uint8)
    near = cv2.dilate(ink, np.ones((_EDGE_PX, _EDGE_PX), dtype=np.uint8)).astype(bool)
    back = (contrast >= _PAPER * strong) & ~near
    cleared = page.copy()
    cleared[back] = paper[back].astype(np.uint8)[:, None]
    return cleared


def _contrast(grey: Pixels, corners: Corners) -> float:
    x0, y0, x1, y1 = (max(round(edge), 0) for edge in bounds(corners))
    part = grey[y0 : y1 + 1, x0 : x1 + 1]
    if not part.size:
        return 0.0
    dark, light = np.percentile(part, (4, 90))
    return float(light - dark)


def _are_mirrored(engine: Engine, page: Pixels, lines: Sequence[Corners]) -> bool:
    """Whether the longest of these lines make more sense mirrored, whichever way up the front or the back lies."""
    cuts = [cut(page, corners) for corners in sorted(lines, key=length)[-_TRIED:]]
    mirrored = [np.ascontiguousarray(one[:, ::-1]) for one in cuts]
    return _sense(engine, mirrored) > _sense(engine, cuts) + _CLEARLY


def _sense(engine: Engine, cuts: Sequence[Pixels]) -> float:
    as_is, turned = engine.recognise(cuts), engine.recognise([turned_back(one, 2) for one in cuts])
    return statistics.median(max(one[1], other[1]) for one, other in zip(as_is, turned, strict=True))


def _paper(grey: Pixels) -> NDArray[np.float32]:
    """How bright the paper is around each pixel."""
    size = (max(1, grey.shape[1] // _SHRINK), max(1, grey.shape[0] // _SHRINK))
    small = cv2.dilate(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.ones((9, 9), dtype=np.uint8))
    smooth = cv2.resize(cv2.blur(small, (9, 9)), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return smooth.astype(np.float32)
