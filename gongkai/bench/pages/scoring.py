"""Character error of a reading against what is printed (edit distance over length), whole or within an area."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gongkai.bench.pages.sheet import Area
from processors.extraction import PageText


@dataclass(frozen=True, slots=True)
class Score:
    """Wrong characters (put in, left out, exchanged) of those that are printed."""

    wrong: int
    printed: int

    def __add__(self, other: Score) -> Score:
        return Score(self.wrong + other.wrong, self.printed + other.printed)

    @property
    def rate(self) -> float:
        """Character error as a share of what is printed; 0 when nothing is printed and nothing was read."""
        return self.wrong / max(self.printed, 1)


def total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score(0, 0))


def plain(text: str) -> str:
    """What is compared: characters without blanks; full width counts as half width, and every dash as a hyphen."""
    return re.sub("[—–―−‐]", "-", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))


def compare(read: str, printed: str) -> Score:
    """Score a reading, in reading order."""
    got, want = plain(read), plain(printed)
    return Score(edit_distance(got, want), len(want))


def text_within(page: PageText, area: Area) -> str:
    """What was read there, line by line: every line of OCR whose centre lies in the area."""
    x0, y0, x1, y1 = area
    lines = []
    for line in page.lines:
        x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
        if x0 <= x <= x1 and y0 <= y <= y1:
            lines.append(page.text[line.start : line.end])
    return "".join(lines)


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance in characters."""
    codes = np.array([ord(char) for char in other], dtype=np.int64)
    steps = np.arange(len(other) + 1)
    row = steps.copy()
    for number, char in enumerate(one, 1):
        fresh = np.empty_like(row)
        fresh[0] = number
        fresh[1:] = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(char)))
        # What is left is putting in characters: the cheapest start to the left plus one for each.
        row = np.minimum.accumulate(fresh - steps) + steps
    return int(row[-1])
