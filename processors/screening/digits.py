"""Finds numbers that people, printers and OCR have cut into pieces: 3701 02…, 138-1234-5678, a line break inside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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

    `start` and `end` are its characters in the text, end exclusive; `value` is it without its gaps; `is_cut` tells
    that it goes on before or behind in single digits. Its pieces are looked at only where the value is a candidate:
    in hostile texts a number begins at every character.
    """

    written: str
    start: int
    end: int
    value: str
    is_cut: bool

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
_LONG = re.compile(rf"[0-9OoIlSZ](?:{GAP}[0-9OoIlBSZ]){{5,}}")
# A row of pieces; no other letter touches one, so that nothing is cut out of a code.
_PIECE = r"(?<![0-9A-Za-z])[0-9OoIlBSZXx]++(?![0-9A-Za-z])"
_ROW = re.compile(rf"{_PIECE}(?:{GAP}{_PIECE})*+")
_SHORTEST_ROW = 12


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces with gaps between them, from which every number is taken.

    `value` is the row without its gaps. `begins` and `ends` map those of its characters at which a piece begins or
    ends (exclusive) to their place in the text.
    """

    value: str
    begins: dict[int, int]
    ends: dict[int, int]

    def number(self, text: str, start: int, end: int) -> Digits | None:
        """The characters `start` to `end` of `value`, unless they begin or end within a piece."""
        begin, finish = self.begins.get(start), self.ends.get(end)
        if begin is None or finish is None:
            return None
        is_cut = (start - 1 in self.begins and start + 1 in self.ends) or (end in self.begins and end + 1 in self.ends)
        return Digits(text[begin:finish], begin, finish, self.value[start:end], is_cut)


def longest_number(text: str) -> int:
    """The characters of the longest row of digits in `text`, gaps not counted; 0 where none has six."""
    return max((sum(map(str.isalnum, match[0])) for match in _LONG.finditer(text)), default=0)


def rows_of(text: str) -> tuple[Row, ...]:
    """The rows of at least twelve characters in `text`: it is cut up once, in time that grows with its length."""
    return tuple(row for match in _ROW.finditer(text) if len((row := _row(match)).value) >= _SHORTEST_ROW)


def _row(match: re.Match[str]) -> Row:
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    pieces, length = [], 0
    for piece in re.finditer(r"[0-9A-Za-z]+", match[0]):
        begins[length] = match.start() + piece.start()
        length += len(piece[0])
        ends[length] = match.start() + piece.end()
        pieces.append(piece[0])
    return Row("".join(pieces), begins, ends)


def digits_like(pattern: re.Pattern[str], rows: Sequence[Row], text: str) -> Iterator[Digits]:
    """The numbers of `text` that `pattern` (see `number_pattern`) finds in its rows."""
    for row in rows:
        for match in pattern.finditer(row.value):
            number = row.number(text, match.start(1), match.end(1))
            if number is not None:
                yield number


def written_like(pattern: re.Pattern[str], text: str) -> Iterator[Digits]:
    """What group 1 of `pattern`, which knows of gaps itself, finds in `text`."""
    for match in pattern.finditer(text):
        yield Digits(match[1], match.start(1), match.end(1), _NO_DIGITS.sub("", match[1]), is_cut=False)


def number_pattern(shape: str) -> re.Pattern[str]:
    """A pattern for `digits_like`: `shape` matches a number without its gaps, always of the same length."""
    return re.compile(f"(?=({shape}))")
