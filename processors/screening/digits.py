"""Finds numbers that people, printers and OCR have cut into pieces: 3701 02…, 138-1234-5678, a line break inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from processors.folding import INVISIBLE

_NO_DIGITS = re.compile(r"[^0-9A-Za-z]+")
_INVISIBLE = "".join(sorted(INVISIBLE))
_BLANKS = rf"[ \t\xa0{_INVISIBLE}]{{0,4}}"
#: What may stand between two digits of one number: nothing, blanks, a hyphen, or one line break. Atomic, because
#: the many ways to share blanks out would make a hostile page take years.
GAP = rf"(?>{_BLANKS}\r?\n{_BLANKS}|{_BLANKS}[-‐‑–—]?{_BLANKS})"


@dataclass(frozen=True)
class Digits:
    """A number as it is written.

    `start` and `end` are its characters in the text, end exclusive; `value` is it without its gaps. Its pieces are
    looked at only where the value is a candidate: in hostile texts a number begins at every character.
    """

    written: str
    start: int
    end: int

    @cached_property
    def value(self) -> str:
        return _NO_DIGITS.sub("", self.written)

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """The lengths of its pieces."""
        return tuple(map(len, _NO_DIGITS.split(self.written)))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands between the pieces."""
        return tuple(_NO_DIGITS.findall(self.written))

    @property
    def is_tight(self) -> bool:
        """Written as one: in one piece, letter-spaced throughout, or broken only by the end of a line."""
        visible = [gap for gap in self.gaps if gap.strip(_INVISIBLE)]
        spaced = set(self.groups) == {1} and not any("-" in gap for gap in self.gaps)
        return not visible or spaced or (len(visible) == 1 and "\n" in visible[0])


# Digits, and letters that OCR reads for digits, with gaps between.
_RUN = re.compile(rf"[0-9OoIlSZ](?:{GAP}[0-9OoIlBSZ]){{5,}}")


def longest_number(text: str) -> int:
    """The characters of the longest row of digits in `text`, gaps not counted; 0 where none has six."""
    return max((sum(map(str.isalnum, match[0])) for match in _RUN.finditer(text)), default=0)


def digits_like(pattern: re.Pattern[str], text: str) -> Iterator[Digits]:
    """What group 1 of `pattern`, a lookahead that tries every start, finds in `text`."""
    for match in pattern.finditer(text):
        yield Digits(match[1], match.start(1), match.end(1))


def number_pattern(first: str, others: str, count: str, last: str = "") -> re.Pattern[str]:
    """A pattern for `digits_like`: character `first`, then `count` times `others`, then `last`, with gaps between.

    No digit or letter stands directly before or after, so that nothing is cut out of a longer number.
    """
    tail = rf"{GAP}{last}" if last else ""
    return re.compile(rf"(?<![0-9A-Za-z])(?=({first}(?:{GAP}{others}){{{count}}}{tail})(?![0-9A-Za-z]))")
