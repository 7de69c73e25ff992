"""The values of a redaction: what the caller says of a text, and what a child has to take out of a file."""

from __future__ import annotations

from dataclasses import dataclass

#: x0, y0, x1, y1 as fractions (0–1) of the upright page picture, origin top left.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a page's text and what the public sees instead.

    `page` is 1-based; `start` and `end` are characters of that page's text, end exclusive.
    """

    page: int
    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of page `page` (1-based) that is painted black."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Words:
    """Words of page `page` (1-based) that nobody may find in the file any more.

    `text` is as it stands in the page's text, line ends and tabs included. `by_ocr` tells that the page was read from
    its picture: then its areas say where the words stand, else the file itself has to.
    """

    page: int
    text: str
    replacement: str
    by_ocr: bool


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Where OCR saw lines of print on page `page` (1-based): tells which way up its picture was read."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Redactions:
    """Everything to take out of one file. Whatever words are named go wherever they stand, not in one place alone."""

    words: tuple[Words, ...] = ()
    areas: tuple[Area, ...] = ()
    print: tuple[PrintedLines, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.areas)


NOTHING_REDACTED = Redactions()
