"""Red seals out of the way, red letterheads kept: two readings of one page, merged by position.

A red seal over the signature hides it from the detector; in the red channel red ink is as bright as paper, so the
black text below stands alone (measured: without it half of the characters of signature and date are lost). The red
letterhead vanishes there as well, so only strips in which red lies over dark print are read twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

#: Red exceeds green and blue by this much (of 255) where there is red ink.
_RED_EXCESS: Final = 60
#: Red pixels in a row of the picture from which the row counts; specks of dust have fewer.
_RED_IN_ROW: Final = 3
#: Rows of red further apart than this belong to different things: letterhead, rule, seal. In pixels at 200 dpi.
_BAND_GAP: Final = 20
#: A band lower than this is a rule, not a seal.
_SEAL_HEIGHT: Final = 40
#: Dark pixels among the red from which there is print below the seal.
_PRINT_BELOW: Final = 100
_DARK: Final = 110
#: Ink of any colour is darker than this in one channel at least.
_INK: Final = 160
#: What is read around a seal besides, so that no line is cut: about two lines of body text.
_MARGIN: Final = 100
#: A line this near to a strip's edge, in pixels, may have been cut by it.
_EDGE: Final = 6
#: Two boxes are one place when their common area is at least this share of the smaller one.
_SAME_PLACE: Final = 0.5
#: Share of red pixels within a box's ink from which the line itself is printed in red.
_RED_LINE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as the recogniser gave it. `box` is x0, y0, x1, y1 in pixels of the page picture."""

    text: str
    box: tuple[float, float, float, float]
    score: float


def sealed_bands(picture: Image.Image) -> list[tuple[int, int]]:
    """The strips, top and bottom in pixels, in which red lies over dark print; they have to be read twice."""
    pixels = np.asarray(picture.convert("RGB"))
    red = _red(pixels)
    bands: list[tuple[int, int]] = []
    for top, bottom in _runs(np.flatnonzero(red.sum(axis=1) >= _RED_IN_ROW)):
        columns = np.flatnonzero(red[top:bottom].any(axis=0))
        below = pixels[top:bottom, columns[0] : columns[-1] + 1].max(axis=2) < _DARK
        if bottom - top < _SEAL_HEIGHT or below.sum() < _PRINT_BELOW:
            continue
        strip = (max(0, top - _MARGIN), min(picture.height, bottom + _MARGIN))
        if bands and strip[0] <= bands[-1][1]:
            strip = (bands.pop()[0], strip[1])
        bands.append(strip)
    return bands


def _runs(rows: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Stretches of row numbers without a gap wider than _BAND_GAP, end exclusive."""
    if not rows.size:
        return []
    cuts = np.flatnonzero(np.diff(rows) > _BAND_GAP)
    starts, ends = [0, *(cuts + 1)], [*cuts, rows.size - 1]
    return [(int(rows[start]), int(rows[end]) + 1) for start, end in zip(starts, ends, strict=True)]


def within(readings: Sequence[Reading], band: tuple[int, int]) -> list[Reading]:
    """Readings of a strip, placed on the page; a line that its edge may have cut is left out."""
    top, bottom = band
    return [
        Reading(line.text, (line.box[0], line.box[1] + top, line.box[2], line.box[3] + top), line.score)
        for line in readings
        if line.box[1] >= _EDGE and line.box[3] <= bottom - top - _EDGE
    ]


def red_channel(picture: Image.Image) -> Image.Image:
    """The picture as red light sees it: red ink is white, everything else stays dark."""
    channel = picture.convert("RGB").getchannel("R")
    return Image.merge("RGB", (channel, channel, channel))


def merge(colour: Sequence[Reading], red: Sequence[Reading], picture: Image.Image) -> list[Reading]:
    """The lines of both readings, each place once.

    A line printed in red is taken from the colour reading; everything else from the red channel, where no seal
    disturbs it.
    """
    pixels = np.asarray(picture.convert("RGB"))
    kept = list(red)
    for line in colour:
        rivals = [other for other in red if _overlap(line.box, other.box) >= _SAME_PLACE]
        if not rivals:
            kept.append(line)
        elif _is_red(pixels, line.box) and not any(len(other.text) >= len(line.text) for other in rivals):
            # The letterhead, of which the red channel saw faint remains.
            kept = [other for other in kept if other not in rivals] + [line]
    return kept


def _red(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    wide = pixels.astype(np.int16)
    excess: NDArray[np.bool_] = wide[..., 0] - np.maximum(wide[..., 1], wide[..., 2]) >= _RED_EXCESS
    return excess


def _is_red(pixels: NDArray[np.uint8], box: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = (max(0, int(edge)) for edge in box)
    cut = pixels[y0:y1, x0:x1]
    dark = cut.min(axis=2) < _INK if cut.size else np.zeros((1, 1), dtype=np.bool_)
    return bool(dark.any() and _red(cut)[dark].mean() >= _RED_LINE)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """Common area as a share of the smaller box, 0–1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / max(smaller, 1.0)
