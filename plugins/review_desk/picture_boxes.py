"""What is marked in a page's text, as boxes in its picture: for the reviewer who compares the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from processors.redaction.plan import boxes_of
from records.domain.reading import ReadPage
from records.domain.redaction import UNDER_AREA, Box, RedactedArea
from review_desk.highlight import Span


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A rectangle in per cent of a page picture. `kind` and `anchor` are those of the mark in the text."""

    kind: str
    label: str
    anchor: str
    left: float
    top: float
    width: float
    height: float


def picture_boxes(page: ReadPage, spans: Iterable[Span], areas: Iterable[RedactedArea]) -> tuple[PictureBox, ...]:
    """The marks of a page that OCR read, where its lines stand, and redacted areas of any page; these on top."""
    return (*_of_spans(page, spans), *_of_areas(page, areas))


def _of_spans(page: ReadPage, spans: Iterable[Span]) -> Iterator[PictureBox]:
    for span in spans:
        for box in boxes_of(page, span.start, span.end):
            yield _box(span.kind, span.label, span.anchor, box)


def _of_areas(page: ReadPage, areas: Iterable[RedactedArea]) -> Iterator[PictureBox]:
    for area in areas:
        if area.page == page.number:
            yield _box("redacted-area", f"隐去的区域：{area.reason}", f"{UNDER_AREA}-{area.page}", area.box)


def _box(kind: str, label: str, anchor: str, box: Box) -> PictureBox:
    left, top, right, bottom = (round(edge * 100, 2) for edge in box)
    return PictureBox(kind, label, anchor, left, top, round(right - left, 2), round(bottom - top, 2))
