"""From redacted stretches of a reading to what a child has to take out of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, Protocol

from processors.redaction.model import Area, Box, PrintedLines, Redactions, Span, Words
from processors.redaction.search import Stream, is_short, key_of, pieces_of
from processors.redaction.text import fitting

_OCR: Final = "ocr"
#: Below this score the recogniser may have missed characters, so their places in the line are not known.
_SURE: Final = 0.85
#: A letter or digit is about so wide in heights of a Chinese character.
_NARROW: Final = 0.55
#: How much is painted beyond the words, in characters of the line and in its heights.
_MARGIN_ACROSS: Final = 1.0
_MARGIN_UP: Final = 0.15
#: … and beside a whole line, in widths of the page.
_BESIDE: Final = 0.005


class Line(Protocol):
    """One line that OCR read, as OcrLine."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def box(self) -> Box: ...

    @property
    def score(self) -> float: ...


class Page(Protocol):
    """One page of a reading, as PageText: `source` is "text" or "ocr"."""

    @property
    def number(self) -> int: ...

    @property
    def text(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def lines(self) -> Sequence[Line]: ...


def redactions_of(
    pages: Sequence[Page], spans: Iterable[Span], areas: Iterable[Area] = (), *, whole_lines: bool = False
) -> Redactions:
    """What has to go from the file of which `pages` were read.

    Words go from every page on which they stand. On pages that OCR read, the part of a line that holds them is
    painted, with a margin; the whole line where that part is not sure, or always with `whole_lines`.

    Raises:
        ValueError: a span outside of its page's text, or spans that overlap.
    """
    by_number = {page.number: page for page in pages}
    words = tuple(_words(by_number, span) for span in spans)
    scanned = [page for page in pages if page.source == _OCR]
    painted = [*areas, *(area for page in scanned for area in _painted(page, words, whole_lines=whole_lines))]
    touched = {area.page for area in painted}
    printed = (PrintedLines(page.number, tuple(line.box for line in page.lines)) for page in scanned)
    return Redactions(words, tuple(dict.fromkeys(painted)), tuple(one for one in printed if one.page in touched))


def spans_under(page: Page, area: Box) -> tuple[tuple[int, int], ...]:
    """The stretches (start, end) of a page that OCR read which stand under an area, in reading order.

    A line that the area meets counts from about where it is met; as a whole where that is not sure.
    """
    met = (line for line in page.lines if line.end > line.start and _meets(area, line.box))
    return tuple(sorted(_under(page.text, line, area) for line in met))


def lines_under(page: Page, stretches: Iterable[tuple[int, int]]) -> tuple[Box, ...]:
    """The lines of a page that OCR read which hold some of these stretches (start, end) of its text."""
    places = tuple(stretches)
    return tuple(line.box for line in page.lines if any(line.start < end and start < line.end for start, end in places))


def grown(area: Box, boxes: Iterable[Box]) -> Box:
    """The area with all of these boxes in it."""
    lefts, tops, rights, bottoms = zip(area, *boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def boxes_of(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """Where characters `start` to `end` (exclusive) of a page that OCR read stand in its picture, line by line.

    A line counts as a whole where the place of its characters is not sure.
    """
    met = (line for line in page.lines if line.start < end and start < line.end)
    return tuple(_part(page.text, line, start, end, whole=False) for line in met)


def _words(pages: Mapping[int, Page], span: Span) -> Words:
    page = pages.get(span.page)
    if page is None or not 0 <= span.start < span.end <= len(page.text):
        raise ValueError("a span outside of the text")
    text = page.text[span.start : span.end]
    return Words(span.page, text, fitting(text, span.replacement), page.source == _OCR)


def _painted(page: Page, words: Iterable[Words], *, whole_lines: bool) -> Iterator[Area]:
    stream = Stream(page.text)
    for one in words:
        pieces = pieces_of(one.text, one.replacement)
        # Short pieces of longer words are everywhere: they count on the words' own page.
        keys = [piece.key for piece in pieces if one.page == page.number or len(pieces) == 1 or not is_short(piece.key)]
        for start, end in {place for key in (key_of(one.text), *keys) for place in stream.find(key)}:
            for line in page.lines:
                if line.start < end and start < line.end:
                    yield Area(page.number, _part(page.text, line, start, end, whole=whole_lines))


def _part(text: str, line: Line, start: int, end: int, *, whole: bool) -> Box:
    x0, y0, x1, y1 = line.box
    up = _MARGIN_UP * (y1 - y0)
    edges = None if whole else _edges(text, line)
    if edges is None:
        return _within((x0 - _BESIDE, y0 - up, x1 + _BESIDE, y1 + up))
    across = _MARGIN_ACROSS * (x1 - x0) / max(len(edges) - 1, 1)
    left = edges[max(start - line.start, 0)] - across
    right = edges[min(end - line.start, len(edges) - 1)] + across
    return _within((max(left, x0 - _BESIDE), y0 - up, min(right, x1 + _BESIDE), y1 + up))


def _under(text: str, line: Line, area: Box) -> tuple[int, int]:
    edges = _edges(text, line)
    if edges is None:
        return line.start, line.end
    met = [index for index, (left, right) in enumerate(pairwise(edges)) if left < area[2] and area[0] < right]
    return (line.start + met[0], line.start + met[-1] + 1) if met else (line.start, line.end)


def _edges(text: str, line: Line) -> list[float] | None:
    """Where each character of a line begins, and the last one ends, from the page's left edge; None if unsure."""
    words = text[line.start : line.end]
    if line.score < _SURE or not words or any(map(str.isspace, words)):
        return None
    widths = [_NARROW if character.isascii() else 1.0 for character in words]
    one = (line.box[2] - line.box[0]) / sum(widths)
    return [line.box[0] + one * width for width in accumulate(widths, initial=0.0)]


def _within(box: Box) -> Box:
    x0, y0, x1, y1 = (min(max(edge, 0.0), 1.0) for edge in box)
    return x0, y0, x1, y1


def _meets(area: Box, line: Box) -> bool:
    """Whether an area covers a third of a line's height somewhere along it."""
    across = min(area[2], line[2]) - max(area[0], line[0])
    up = min(area[3], line[3]) - max(area[1], line[1])
    return across > 0 and up > (line[3] - line[1]) / 3
