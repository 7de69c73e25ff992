"""Which way up OCR read a page picture: told by where it saw lines of print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from processors.redaction.model import Box

#: Longest side of the picture that is looked at.
_SIDE: Final = 1000
#: Ink is darker than the paper by this (of 255).
_DARKER: Final = 60
#: A turned page has to hold this many times the ink in the lines that the page as it lies does.
_CLEARLY: Final = 1.1

_TURNS: Final = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}


def quarters_to_lines(picture: Image.Image, lines: Sequence[Box]) -> int:
    """By how many quarter turns, counter-clockwise, the picture has to be turned for its print to lie in the lines.

    `lines` are fractions of the upright picture. Without any the picture stays as it is.
    """
    if not lines:
        return 0
    grey = picture.convert("L")
    grey.thumbnail((_SIDE, _SIDE))
    points = np.asarray(grey, dtype=np.int16)
    ink = points < int(np.median(points)) - _DARKER
    held = [_ink_in(np.rot90(ink, quarters), lines) for quarters in range(4)]
    best = max(range(4), key=held.__getitem__)
    return best if held[best] > _CLEARLY * held[0] else 0


def turned(picture: Image.Image, quarters: int) -> Image.Image:
    """The picture turned counter-clockwise by that many quarters."""
    return picture if quarters == 0 else picture.transpose(_TURNS[quarters])


def _ink_in(ink: npt.NDArray[np.bool_], lines: Sequence[Box]) -> int:
    height, width = ink.shape
    within = np.zeros_like(ink)
    for x0, y0, x1, y1 in lines:
        within[int(y0 * height) : int(y1 * height) + 1, int(x0 * width) : int(x1 * width) + 1] = True
    return int((ink & within).sum())
