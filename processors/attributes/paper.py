"""A document as a list of lines that remember their place, and the evidence that lines give."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from processors.attributes.model import Attribute, Evidence
from processors.extraction import LineLook, PageText, Source
from processors.folding import fold

T = TypeVar("T")

HEADLINE_SIZE = 1.15  # times the size of the text; the standard's is 1.375
SAME_SIZE = 0.15  # by which sizes of one title differ, as a share
HEAD_LINES = 40  # of a scanned page, whose looks are told by their boxes
OFF_MIDDLE = 0.03  # how far a centred line's middle may be from the page's, as a share of its width

# Matches — 1 —, -12-, 第3页. Must not match 第3号.
_PAGE_NUMBER = re.compile(r"[—\-–―一]{1,3}\d{1,4}[—\-–―一]{1,3}|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?")
_CJK = r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef“”‘’·—]"
# A blank beside a Chinese character is layout (几 个 问 题), one between Latin words is not.
_LAYOUT_BLANK = re.compile(rf"(?<={_CJK})\s++|(?<!\s)\s++(?={_CJK})")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that shows something.

    `start` and `end` are characters of page `page` (1-based), end exclusive, without the blanks around; `text` is
    that slice. `plain` is the same folded to half-width without any blank; `origins[i]` is the place of `plain[i]`.
    `after_gap` tells that an empty line or a page's edge is above. `score` is 1 for a text layer, else how well OCR
    read the line, 0–1. `look` is how it is set, None where nobody can tell.
    """

    page: int
    start: int
    end: int
    text: str
    plain: str
    origins: tuple[int, ...]
    after_gap: bool
    score: float
    look: LineLook | None = None

    @property
    def is_headline(self) -> bool | None:
        """Whether it is set as a title (GB/T 9704-2012, 7.3.1: size 2 over text of size 3, centred)."""
        return None if self.look is None else self.look.centred and self.look.size >= HEADLINE_SIZE

    @property
    def is_masthead(self) -> bool:
        """Whether it is a headline in red, as letterheads are (GB/T 9704-2012, 7.2.4) and titles are not."""
        return self.look is not None and self.look.red and bool(self.is_headline)

    def is_set_like(self, other: Line) -> bool | None:
        """Whether both are headlines of one size; False if only one is, None if neither is or nobody can tell.

        Boxes of OCR are too rough for a no.
        """
        if self.look is None or other.look is None or not (self.is_headline or other.is_headline):
            return None
        alike = abs(self.look.size - other.look.size) <= SAME_SIZE * self.look.size
        return bool(self.is_headline and other.is_headline and alike) or (None if self.score < 1 else False)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """An attribute and the lines it stands on: indexes into `Paper.lines`, both inclusive."""

    attribute: Attribute[T]
    first: int
    last: int

    def is_by(self, rule: str) -> bool:
        """Whether `rule` found it."""
        return self.attribute.evidence is not None and self.attribute.evidence.rule == rule


@dataclass(frozen=True, slots=True)
class Paper:
    """The lines of all pages in reading order, without empty lines and page numbers (页码)."""

    pages: dict[int, str]
    lines: tuple[Line, ...]

    def found(self, value: T, first: int, last: int, rule: str, certainty: float) -> Found[T]:
        """A value that stands on lines `first` to `last`; the evidence is the part on the first one's page."""
        head = self.lines[first]
        tail = [line for line in self.lines[first : last + 1] if line.page == head.page][-1]
        evidence = self._evidence(head.page, head.start, tail.end, rule)
        score = min(line.score for line in self.lines[first : last + 1])
        return Found(Attribute(value, evidence, certainty * score), first, last)

    def found_within(self, value: T, index: int, span: tuple[int, int], rule: str, certainty: float) -> Found[T]:
        """A value that stands on `lines[index].plain[span[0]:span[1]]`, a part that is not empty."""
        line = self.lines[index]
        start, end = line.origins[span[0]], line.origins[span[1] - 1] + 1
        evidence = self._evidence(line.page, start, end, rule)
        return Found(Attribute(value, evidence, certainty * line.score), index, index)

    def raw_of(self, index: int, span: tuple[int, int]) -> str:
        """The text that `lines[index].plain[span[0]:span[1]]` was folded from; "" for an empty span."""
        if span[0] >= span[1]:
            return ""
        line = self.lines[index]
        return self.pages[line.page][line.origins[span[0]] : line.origins[span[1] - 1] + 1]

    def text_of(self, index: int, span: tuple[int, int]) -> str:
        """The same as one reads it, without layout blanks."""
        return printed(self.raw_of(index, span))

    def _evidence(self, page: int, start: int, end: int, rule: str) -> Evidence:
        return Evidence(page, self.pages[page][start:end], start, end, rule)


def paper_of(pages: Sequence[PageText]) -> Paper:
    """The paper that the pages show."""
    lines = tuple(line for page in pages for line in _lines_of(page))
    return Paper({page.number: page.text for page in pages}, lines)


def printed(text: str) -> str:
    """Text as one reads it: without the blanks and line breaks that only lay it out, other blanks single."""
    return re.sub(r"\s+", " ", _LAYOUT_BLANK.sub("", text)).strip()


def _lines_of(page: PageText) -> Iterator[Line]:
    offset, gap = 0, True
    looks = {look.start: look for look in page.looks or _looks_of_boxes(page)}
    for raw in page.text.splitlines(keepends=True):
        text = raw.strip()
        start = offset + len(raw) - len(raw.lstrip())
        offset += len(raw)
        folded = fold(text, offset=start)
        if not folded.text:
            gap = True
        elif not _PAGE_NUMBER.fullmatch(folded.text):
            end = start + len(text)
            score, look = _score(page, start, end), looks.get(start)
            yield Line(page.number, start, end, text, folded.text, folded.origins, gap, score, look)
            gap = False


def _looks_of_boxes(page: PageText) -> list[LineLook]:
    """How the first lines of a scanned page are set, by the boxes in which OCR found them; their colour is unknown.

    A box is as high as its tallest stroke, with a margin, but as wide as its letters: the width tells their size.
    """
    if page.number > 1 or not page.lines:
        return []
    widths = [(line.box[2] - line.box[0]) / _ems(page.text[line.start : line.end]) for line in page.lines]
    usual = statistics.median(widths) or 1.0
    looks = []
    for line, width in zip(page.lines[:HEAD_LINES], widths, strict=False):
        centred = abs((line.box[0] + line.box[2]) / 2 - 0.5) <= OFF_MIDDLE
        looks.append(LineLook(line.start, line.end, width / usual, centred, red=False))
    return looks


def _ems(text: str) -> float:
    """How many full-width letters a text is as wide as."""
    return sum(0.5 if character.isascii() else 1.0 for character in text) or 1.0


def _score(page: PageText, start: int, end: int) -> float:
    if page.source is Source.TEXT:
        return 1.0
    scores = [line.score for line in page.lines if line.start < end and start < line.end]
    return sum(scores) / len(scores) if scores else 0.5
