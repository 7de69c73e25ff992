"""How the first lines of a page are set, from what its format says of them to the characters of what was read."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from processors.extraction import LineLook

#: Lines that are looked at: the head block and enough text to know its usual size.
FIRST_LINES: Final = 24


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as the file has it: `height` of its letters in points, the rest as in LineLook."""

    text: str
    height: float
    centred: bool
    red: bool


def looks_of(lines: Sequence[PrintedLine], text: str) -> tuple[LineLook, ...]:
    """The lines that are found again in `text`, what was read of the page, in its characters.

    Sizes are relative to the height that most of the lines have.
    """
    if not lines:
        return ()
    usual = statistics.median(line.height for line in lines) or 1.0
    looks, place = [], 0
    for line in lines:
        start = text.find(line.text, place)
        if start >= 0:
            place = start + len(line.text)
            looks.append(LineLook(start, place, round(line.height / usual, 2), line.centred, line.red))
    return tuple(looks)


def is_red(red: int, green: int, blue: int) -> bool:
    """Whether a colour, its channels 0–255, is the red of a letterhead (GB/T 9704-2012, 7.2.4)."""
    return red >= 150 and max(green, blue) <= 90
