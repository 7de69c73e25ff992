"""Print under a seal that has lost its colour: on a grey copy the seal's ink is only a little lighter than print.

Nothing can be cleared there. What lies below such a seal is read once more from the darkest ink alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from processors.ocr.engine import Engine
from processors.ocr.geometry import cut
from processors.ocr.reading import Box, Pixels, Reading, pixels

#: Rings are looked for in a picture whose longer side has so many pixels; it stands for this many millimetres.
_SIDE: Final = 400
_PAGE_MM: Final = 297.0
#: Radius of round seals: 38 to 45 mm across, and what photographs make of them.
_LEAST_RADIUS_MM: Final = 18.0
_MOST_RADIUS_MM: Final = 23.5
#: How many points of its rim speak for a circle. At 28 tables and small print have some, at 36 none had.
_VOTES: Final = 36
#: The darkest share of the range from ink to paper in which print stands alone.
_DARKEST: Final = 0.35
#: Share of a line's height added around it, and the height to which a smaller line is enlarged, in pixels.
_MARGIN: Final = 0.12
_HEIGHT: Final = 64
#: Score from which a longer reading is believed: below a seal characters are lost with a high score.
_SURE: Final = 0.97
#: At most so many lines of a page are read once more.
_AT_MOST: Final = 12


def look_below_seals(engine: Engine, page: Pixels, readings: Sequence[Reading]) -> list[Reading]:
    """The same readings in the same order; one below a colourless seal is replaced where print alone says more."""
    discs = _discs(page)
    better = list(readings)
    below = [index for index, one in enumerate(readings) if any(_touches(disc, one.box) for disc in discs)]
    below = below[:_AT_MOST]
    cuts = [_darkest(cut(page, readings[index].corners, margin=_MARGIN)) for index in below]
    for index, (text, score) in zip(below, engine.recognise(cuts), strict=True):
        if _says_more(text, score, readings[index]):
            better[index] = replace(readings[index], text=text, score=score)
    return better


def _says_more(text: str, score: float, before: Reading) -> bool:
    if len(text) == len(before.text):
        return score > before.score
    return len(text) > len(before.text) and score >= _SURE


def _discs(page: Pixels) -> list[tuple[float, float, float]]:
    """Middle and radius of every ring of a seal's size, in pixels."""
    scale = _SIDE / max(page.shape[:2])
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    small = cv2.resize(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), size, interpolation=cv2.INTER_AREA)
    per_mm = _SIDE / _PAGE_MM
    found = cv2.HoughCircles(
        small,
        cv2.HOUGH_GRADIENT,
        1.5,
        20 * per_mm,
        param1=120,
        param2=_VOTES,
        minRadius=round(_LEAST_RADIUS_MM * per_mm),
        maxRadius=round(_MOST_RADIUS_MM * per_mm),
    )
    return [] if found is None else [(x / scale, y / scale, radius / scale) for x, y, radius in found[0].tolist()]


def _touches(disc: tuple[float, float, float], box: Box) -> bool:
    x, y, radius = disc
    nearest = (min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3]))
    return (nearest[0] - x) ** 2 + (nearest[1] - y) ** 2 <= radius**2


def _darkest(line: Pixels) -> Pixels:
    """The darkest inks over the whole range, all else as white as paper."""
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    if grey.shape[0] < _HEIGHT:
        factor = _HEIGHT / grey.shape[0]
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    dark, light = np.percentile(grey, (1, 95))
    spread = (grey.astype(np.float32) - dark) * (255.0 / max(_DARKEST * float(light - dark), 1.0))
    return pixels(cv2.cvtColor(np.clip(spread, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR))
