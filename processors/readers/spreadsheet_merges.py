"""Merged cells of a sheet (ISO/IEC 29500-1 §18.3.1.55): only the first of each shows its value."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_RANGE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_COLUMN: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Merges:
    """The merged ranges of one sheet. Rows are asked for in their order, so that each range is looked at once."""

    def __init__(self, sheet: etree._Element) -> None:
        matches = (_RANGE.fullmatch(one.get("ref", "")) for one in sheet.iter("{*}mergeCell"))
        ranges = [(int(m[2]), int(m[4]), _letters(m[1]), _letters(m[3])) for m in matches if m is not None]
        self._waiting = sorted(ranges, reverse=True)
        self._open: list[tuple[int, int, int, int]] = []

    def cover(self, row: int, column: int) -> bool:
        """Whether another cell of its range is shown in place of this one; both counted from 1."""
        while self._waiting and self._waiting[-1][0] <= row:
            self._open.append(self._waiting.pop())
        self._open = [one for one in self._open if one[1] >= row]
        return any(left <= column <= right and (row, column) != (top, left) for top, _, left, right in self._open)


def column_of(reference: str | None) -> int:
    """The column of `B7`, counted from 1; 0 for none or rubbish."""
    match = _COLUMN.fullmatch(reference or "")
    return _letters(match[1]) if match else 0


def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
