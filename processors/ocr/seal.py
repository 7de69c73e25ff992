"""Red seals out of the way, red letterheads kept: two readings of one page, merged by position.

A red seal over the signature hides it from the detector; in the red channel red ink is as bright as paper, so the
black text below stands alone. The red letterhead vanishes there as well, so the colour picture is read too
(measured: facts in docs/decisions).
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
#: Share of red pixels in the picture from which a second reading pays: one line of a letterhead has more.
_RED_SHARE: Final = 0.0005
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


def has_red_ink(picture: Image.Image) -> bool:
    """Whether the page has enough red to be read a second time."""
    return bool(_red(np.asarray(picture.convert("RGB"))).mean() >= _RED_SHARE)


def red_channel(picture: Image.Image) -> Image.Image:
    """The picture as red light sees it: red ink is white, everything else stays dark."""
    channel = picture.convert("RGB").getchannel("R")
    return Image.merge("RGB", (channel, channel, channel))


def merge(colour: Sequence[Reading], red: Sequence[Reading], picture: Image.Image) -> list[Reading]:
    """The lines of both readings, each place once.

    A line printed in red is taken from the colour reading, and so is the text on a seal's rim dropped when black text
    was found below it. Everything else is taken from the red channel, where no seal disturbs it.
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
    dark = cut.min(axis=2) < 160 if cut.size else np.zeros((1, 1), dtype=np.bool_)
    return bool(dark.any() and _red(cut)[dark].mean() >= _RED_LINE)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """Common area as a share of the smaller box, 0–1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / max(smaller, 1.0)
