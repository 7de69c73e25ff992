"""One page as the rules read it: in plain characters, by lines, with the words that say what a number is."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from processors.folding import INVISIBLE, plain_text
from processors.screening.digits import Digits, Row, digits_like, longest_number, rows_of
from processors.screening.model import Severity
from processors.screening.table import Table, tables_of

_INVISIBLE: Final = re.compile(rf"[{''.join(sorted(INVISIBLE))}]+")
_SENTENCE_END: Final = re.compile(r"[。;!?]")
#: How far before a number its label may stand, in characters of the page.
NEAR: Final = 40
#: And how far around it what belongs to it, such as the holder of an account.
AROUND: Final = 240


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: characters of the page's text, end exclusive."""

    start: int
    end: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its place on the page; `tight` is its text without blanks."""

    start: int
    text: str
    tight: str


@dataclass(frozen=True, slots=True)
class Label:
    """What is written before a number, without blanks.

    `before` is the rest of its sentence on the same line (of its own and the left cell in a row of a table; the line
    above where nothing stands before it), `heading` the heading of its column, `headings` those of all columns.
    """

    before: str
    heading: str = ""
    headings: str = ""

    def near(self, words: re.Pattern[str]) -> bool:
        """Whether one of `words` stands anywhere before the number or over its column."""
        return words.search(self.before) is not None or words.search(self.heading) is not None

    def is_just(self, ending: re.Pattern[str]) -> bool:
        """Whether what directly precedes the number, or the heading of its column, ends like `ending`."""
        return ending.search(self.before) is not None or (
            self.heading != "" and ending.search(self.heading) is not None
        )


def label_ending(words: str) -> re.Pattern[str]:
    """A pattern for `Label.is_just`: one of `words`, then at most 号码, 为 and a colon or bracket."""
    return re.compile(
        rf"(?:{words})(?:号码|编号|号|码|號碼|編號|號)?(?:[（(][^()（）]{{0,8}}[)）])?(?:号码|编号"
        rf"|号)?[为是]?[:：(（\[【“\"#/|=]?$",
        re.IGNORECASE,
    )


def any_of(*words: str) -> re.Pattern[str]:
    """A pattern that finds one of these words, parted by blanks: one search, where `in` would take one for each."""
    return re.compile("|".join(re.escape(word) for line in words for word in line.split()))


class Page:
    """A page's text.

    `original` is it as it was given; `text` has the same offsets, in plain characters; `tight` is it without blanks
    and lines.
    """

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = plain_text(text)
        self.tight = tight(self.text)
        self._cut: dict[int, list[tuple[int, str]]] = {}

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether one of `words` (see `any_of`) is on the page, however it is spaced or broken into lines."""
        return words.search(self.tight) is not None

    @cached_property
    def longest_number(self) -> int:
        """At least as many characters as the longest number of the page has: most pages can be told by it."""
        return longest_number(self.text)

    def numbers(self, pattern: re.Pattern[str]) -> Iterator[Digits]:
        """The numbers that `pattern` (see `number_pattern`) finds, from the page's rows of digits."""
        return digits_like(pattern, self._rows, self.text)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return rows_of(self.text)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, empty ones too."""
        lines, start = [], 0
        for text in self.text.split("\n"):
            lines.append(Line(start, text, tight(text)))
            start += len(text) + 1
        return tuple(lines)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Rows below a line of headings, from top to bottom."""
        return tables_of([line.text for line in self.lines])

    def label(self, start: int) -> Label:
        """What is written before the character `start`."""
        number = self.line_number(start)
        line = self.lines[number]
        within = start - line.start
        before = line.text[max(0, within - NEAR) : within]
        if "\t" in before:
            before = "".join(before.split("\t")[-2:])
        before = tight(_SENTENCE_END.split(before)[-1])
        if not before and number and within <= NEAR:
            before = tight(_SENTENCE_END.split(self._above(number)[-NEAR:])[-1])
        table = self._table_of(number)
        if table is None:
            return Label(before)
        return Label(before, table.heading_at(self._cells(number, table), within), "".join(table.headings))

    def _cells(self, number: int, table: Table) -> list[tuple[int, str]]:
        """The cells of a row, cut once: a long row has many numbers."""
        if number not in self._cut:
            self._cut[number] = table.cells(self.lines[number].text)
        return self._cut[number]

    def line_number(self, start: int) -> int:
        """The index in `lines` of the line that has the character `start`."""
        return bisect.bisect_right(self._starts, start) - 1

    def around(self, start: int, above: int, below: int) -> str:
        """The line of `start` and some above and below it, without blanks; of long lines the nearer part."""
        number = self.line_number(start)
        first, last = self.lines[max(0, number - above)], self.lines[min(number + below, len(self.lines) - 1)]
        begin, end = max(first.start, start - AROUND), min(last.start + len(last.text), start + AROUND)
        return "\n".join(map(tight, self.text[begin:end].split("\n")))

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _first_rows(self) -> list[int]:
        return [table.first_row for table in self.tables]

    def _above(self, number: int) -> str:
        """The nearest of the three lines above that has a text."""
        return next((line.text for line in reversed(self.lines[max(0, number - 3) : number]) if line.tight), "")

    def _table_of(self, number: int) -> Table | None:
        at = bisect.bisect_right(self._first_rows, number) - 1
        return self.tables[at] if at >= 0 and number < self.tables[at].end_row else None


def tight(text: str) -> str:
    """`text` without blanks, line breaks and zero-width characters."""
    return _INVISIBLE.sub("", "".join(text.split()))
