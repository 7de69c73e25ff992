"""Page numbers and running headers of pages that OCR read: known only once all pages of the file are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from processors.extraction import OcrLine, PageText, Source
from processors.readers.running_lines import running_lines, without_lines

#: Share of the picture's height. A4: 26 mm, a little more than on a PDF's page: scans are shifted and cut.
_MARGIN: Final = 0.0875


def without_running_scans(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """All pages of a file; those that OCR read without page numbers, and with running lines on their first page alone.

    The places of lines stay true; a line that is left out has none.
    """
    scans = [page if page.source is Source.OCR else replace(page, text="") for page in pages]
    dropped = running_lines([page.text for page in scans], lambda number, line: _in_margin(scans[number - 1], line))
    return tuple(_without(page, which) if which else page for page, which in zip(pages, dropped, strict=True))


def _in_margin(page: PageText, line: str) -> bool:
    """Whether all that OCR read in one of the lines that say so stands in the upper or lower margin."""
    for start, end in _spans(page.text):
        if page.text[start:end].strip() == line:
            boxes = [one.box for one in page.lines if start <= one.start < end]
            if boxes and (all(box[3] <= _MARGIN for box in boxes) or all(box[1] >= 1 - _MARGIN for box in boxes)):
                return True
    return False


def _without(page: PageText, dropped: frozenset[int]) -> PageText:
    lines: list[OcrLine] = []
    removed = 0
    for index, (start, end) in enumerate(_spans(page.text)):
        if index in dropped:
            removed += end - start
            continue
        lines += [
            replace(one, start=one.start - removed, end=one.end - removed)
            for one in page.lines
            if start <= one.start < end
        ]
    return replace(page, text=without_lines(page.text, dropped), lines=tuple(lines))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line with its newline."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)
