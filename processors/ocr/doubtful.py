"""A second and a third look at lines that were read with a low score, each with another picture of the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from processors.ocr.engine import Engine
from processors.ocr.geometry import cut
from processors.ocr.reading import Pixels, Reading, pixels

#: Mean score below which a line is looked at again.
DOUBTFUL: Final = 0.9
#: At most so many lines of a page are looked at again, the most doubtful first: a page of noise must not take minutes.
_AT_MOST: Final = 12
#: By how much another look must be surer to be believed.
_SURER: Final = 0.02
#: Share of a line's height added around it, where the detector cut too close.
_MARGIN: Final = 0.12
#: The recogniser works at 48 pixels; a smaller line is enlarged smoothly before its contrast is stretched.
_HEIGHT: Final = 64


def look_again(engine: Engine, page: Pixels, readings: Sequence[Reading]) -> list[Reading]:
    """The same readings in the same order; a doubtful one is replaced where another look was surer.

    First with more room and stretched contrast; what is doubtful still, in the red channel.
    """
    better = list(readings)
    for look in (_stretched, _red_channel):
        order = sorted(
            (index for index, one in enumerate(better) if one.score < DOUBTFUL), key=lambda at: better[at].score
        )
        _try(engine, page, better, order[:_AT_MOST], look)
    return better


def _try(
    engine: Engine, page: Pixels, readings: list[Reading], chosen: Sequence[int], look: Callable[[Pixels], Pixels]
) -> None:
    cuts = [look(cut(page, readings[index].corners, margin=_MARGIN)) for index in chosen]
    for index, (text, score) in zip(chosen, engine.recognise(cuts), strict=True):
        if text.strip() and score >= readings[index].score + _SURER:
            readings[index] = replace(readings[index], text=text, score=score)


def _stretched(line: Pixels) -> Pixels:
    return _stretch(pixels(cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)))


def _red_channel(line: Pixels) -> Pixels:
    return _stretch(line[:, :, 2])


def _stretch(grey: Pixels) -> Pixels:
    """Enlarged if small, and from the darkest hundredth to the lightest twentieth over the whole range."""
    if grey.shape[0] < _HEIGHT:
        factor = _HEIGHT / grey.shape[0]
        grey = pixels(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))
    dark, light = np.percentile(grey, (1, 95))
    spread = (grey.astype(np.float32) - dark) * (255.0 / max(float(light - dark), 1.0))
    return pixels(cv2.cvtColor(np.clip(spread, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR))
