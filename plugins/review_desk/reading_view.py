"""What was read from a document, arranged for the page: text cut into pieces, findings, attributes with evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final

from gongkai.reading_warnings import sentence_of
from records.domain.reading import Attribute, Finding, Reading, ReadPage, Severity
from review_desk.highlight import DOUBTFUL_BELOW, Piece, Span, cut
from review_desk.wording import ATTRIBUTE, DISCLOSURE, FINDING, SEVERITY, on, word

#: A form field of this name and a `Finding.id` carries the reason why that finding may stand.
DISMISSAL_PREFIX: Final = "dismissal:"
#: Attributes whose value is a date.
_DATES: Final = frozenset({"adopted_on", "printed_on", "effective_on", "expires_on"})


@dataclass(frozen=True, slots=True)
class PageView:
    """One page. `doubtful` counts its OCR lines with a low score; `is_ocr` says that it was read from a picture."""

    number: int
    is_ocr: bool
    doubtful: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. `anchor` is its place on the page, `field` the name of its dismissal field in the form.

    `is_in_text` is false for hidden content: its text stands on no page, so no link can lead there.
    """

    id: str
    field: str
    anchor: str
    kind: str
    severity: str
    css_class: str
    place: str
    text: str
    is_blocking: bool
    is_in_text: bool


@dataclass(frozen=True, slots=True)
class AttributeView:
    """One attribute. `anchor` is the place of its evidence, None where it came from elsewhere; `percent` is 0–100."""

    name: str
    label: str
    value: str
    anchor: str | None
    evidence_page: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class ReadingView:
    reader: str
    pages: tuple[PageView, ...]
    findings: tuple[FindingView, ...]
    attributes: tuple[AttributeView, ...]
    conflicts: tuple[str, ...]
    stricter_disclosure: str | None
    warnings: tuple[str, ...]

    @property
    def blocking(self) -> tuple[FindingView, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)

    @property
    def doubtful(self) -> int:
        return sum(page.doubtful for page in self.pages)


def view_reading(reading: Reading) -> ReadingView:
    """Arrange a reading for the page; nothing is left out, and nothing is interpreted."""
    pages = tuple(_page(reading, page) for page in reading.pages)
    marked = {piece.span.anchor for page in pages for piece in page.pieces if piece.span}
    return ReadingView(
        reader=reading.reader,
        pages=pages,
        findings=tuple(_finding(finding, at) for at, finding in enumerate(reading.findings)),
        attributes=tuple(
            _attribute(name, reading.attributes[name], marked) for name in ATTRIBUTE if name in reading.attributes
        ),
        conflicts=reading.conflict_notes or tuple(word(ATTRIBUTE, name) for name in reading.conflicts),
        stricter_disclosure=reading.stricter_disclosure,
        warnings=tuple(sentence_of(warning) for warning in reading.warnings),
    )


def _page(reading: Reading, page: ReadPage) -> PageView:
    doubtful = tuple(line for line in page.lines if line.score < DOUBTFUL_BELOW)
    return PageView(page.number, page.source == "ocr", len(doubtful), cut(page.text, _spans(reading, page)))


def _spans(reading: Reading, page: ReadPage) -> Iterator[Span]:
    for at, finding in enumerate(reading.findings):
        if finding.page == page.number:
            label = f"{word(FINDING, finding.kind)} · {word(SEVERITY, finding.severity)}"
            yield Span(finding.start, finding.end, f"finding-{finding.severity}", label, f"finding-{at}")
    for name, attribute in reading.attributes.items():
        evidence = attribute.evidence
        if evidence is not None and evidence.page == page.number:
            yield Span(evidence.start, evidence.end, "evidence", word(ATTRIBUTE, name), f"evidence-{name}")
    for line in page.lines:
        if line.score < DOUBTFUL_BELOW:
            label = f"识别存疑 {line.score:.0%}"
            yield Span(line.start, line.end, "doubtful", label, f"line-{page.number}-{line.start}")


def _finding(finding: Finding, at: int) -> FindingView:
    return FindingView(
        id=finding.id,
        field=f"{DISMISSAL_PREFIX}{finding.id}",
        anchor=f"finding-{at}",
        kind=word(FINDING, finding.kind),
        severity=word(SEVERITY, finding.severity),
        css_class=f"finding-{finding.severity}",
        place=f"第 {finding.page} 页" if finding.page else "整个文件",
        text=finding.text,
        is_blocking=finding.severity is Severity.BLOCK,
        is_in_text=finding.start < finding.end,
    )


def _attribute(name: str, attribute: Attribute, marked: Set[str]) -> AttributeView:
    evidence = attribute.evidence
    anchor = f"evidence-{name}"
    if evidence and anchor not in marked:  # all of it lies under something more important
        anchor = f"page-{evidence.page}"
    return AttributeView(
        name=name,
        label=ATTRIBUTE[name],
        value=_value(name, attribute),
        anchor=anchor if evidence else None,
        evidence_page=evidence.page if evidence else None,
        percent=None if attribute.confidence is None else round(attribute.confidence * 100),
    )


def _value(name: str, attribute: Attribute) -> str:
    value = attribute.value
    if isinstance(value, tuple):
        return "、".join(value)
    if value and name == "disclosure":
        return word(DISCLOSURE, value)
    if value and name in _DATES:
        return on(dt.date.fromisoformat(value))
    return value or ""
