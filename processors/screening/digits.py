"""Finds numbers that people, printers and OCR have cut into pieces: 3701 02…, 138-1234-5678, a line break inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from processors.folding import INVISIBLE, plain_text

_INVISIBLE = "".join(sorted(INVISIBLE))
_BLANKS = rf"[ \t\xa0{_INVISIBLE}]{{0,4}}"
#: What may stand between two digits of one number: nothing, blanks, a hyphen, or one line break. Atomic, because
#: the many ways to share blanks out would make a hostile page take years.
GAP = rf"(?>{_BLANKS}\r?\n{_BLANKS}|{_BLANKS}[-‐‑–—]?{_BLANKS})"


@dataclass(frozen=True, slots=True)
class Digits:
    """A number without its gaps.

    `start` and `end` are its characters in the text, end exclusive; `groups` are the lengths of its pieces and `gaps`
    what stands between them.
    """

    value: str
    start: int
    end: int
    groups: tuple[int, ...]
    gaps: tuple[str, ...]

    @property
    def is_tight(self) -> bool:
        """Written as one: in one piece, letter-spaced throughout, or broken only by the end of a line."""
        visible = [gap for gap in self.gaps if gap.strip(_INVISIBLE)]
        spaced = set(self.groups) == {1} and not any("-" in gap for gap in self.gaps)
        return not visible or spaced or (len(visible) == 1 and "\n" in visible[0])


def folded(page_text: str) -> str:
    """The text with full-width characters made plain; every character keeps its offset."""
    return plain_text(page_text)


def digits_like(pattern: re.Pattern[str], text: str) -> Iterator[Digits]:
    """What group 1 of `pattern`, a lookahead that tries every start, finds in `text`."""
    for match in pattern.finditer(text):
        pieces = re.split(r"([^0-9A-Za-z]+)", match[1])
        value = "".join(pieces[::2])
        groups = tuple(len(piece) for piece in pieces[::2])
        yield Digits(value, match.start(1), match.end(1), groups, tuple(pieces[1::2]))


def number_pattern(first: str, others: str, count: str, last: str = "") -> re.Pattern[str]:
    """A pattern for `digits_like`: character `first`, then `count` times `others`, then `last`, with gaps between.

    No digit or letter stands directly before or after, so that nothing is cut out of a longer number.
    """
    tail = rf"{GAP}{last}" if last else ""
    return re.compile(rf"(?<![0-9A-Za-z])(?=({first}(?:{GAP}{others}){{{count}}}{tail})(?![0-9A-Za-z]))")
