"""What a reader says of one file: pages of text, where each came from, and why reading failed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from processors.screening.model import Finding


class Source(StrEnum):
    """Where a page's text came from."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line that OCR read.

    `start` and `end` are its characters in the page's text, end exclusive. `box` is x0, y0, x1, y1 as fractions
    (0–1) of the upright page picture, origin top left. `score` is the recogniser's mean score, 0–1.
    """

    start: int
    end: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True, slots=True)
class LineLook:
    """How a line is set, where the format says so.

    `start` and `end` are its characters in the page's text, end exclusive. `size` is the height of its letters
    relative to what most lines of the page have; `centred` tells that it is as far from the left edge as from the right
    one, as a full line is too.
    """

    start: int
    end: int
    size: float
    centred: bool
    red: bool


@dataclass(frozen=True, slots=True)
class InArchive:
    """Where a page of a ZIP comes from: its file, in the order of the reading, and its number there; both 1-based."""

    file: int
    number: int
    media_type: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page.

    `number` is 1-based. Lines of `text` end with a newline; the cells of a table row are separated by tabs.
    `lines` is empty unless `source` is OCR. `looks` has the first lines of the first page, as far as their look is
    known; it serves the attributes and is not kept. `inside` is None unless the file is a ZIP.
    """

    number: int
    text: str
    source: Source
    lines: tuple[OcrLine, ...] = ()
    looks: tuple[LineLook, ...] = ()
    inside: InArchive | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one file.

    `reader` is "name/version". `classified` is true when the first page or a header bears a real classification mark
    (密级); then reading stopped at once and `pages` is empty. `warnings` are codes with a page, never text of the file.
    `hidden` is what the file carries and its pages do not show; none of it is in `pages`.
    """

    media_type: str
    reader: str
    pages: tuple[PageText, ...]
    warnings: tuple[str, ...] = ()
    classified: bool = False
    hidden: tuple[Finding, ...] = ()


class ReadersUnavailable(Exception):
    """A child could not be started at all: our fault or the machine's, never the file's. The message names the type."""


class Unreadable(Exception):
    """This file cannot be read; it goes to quarantine and reading it again will not help.

    `code` is stable: empty, unsupported, encrypted, broken, too_large, too_many_pages, timed_out, crashed; of a public
    form also not_redactable, of a page picture no_picture.
    `message` is one Chinese sentence for the office: what is wrong and what to do; it holds no text of the file.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
