"""What was read from a document, arranged for the page: text cut into pieces, findings, attributes with evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import Final

from gongkai.reading_warnings import sentence_of
from processors.layouts import LAID_OUT
from processors.sniff import MediaType
from records.domain.bureau import Bureau
from records.domain.reading import Attribute, AttributeValue, Finding, InArchive, Reading, ReadPage, Severity
from records.domain.redaction import RedactedArea, Redaction
from records.services.editing import CORRECTABLE
from review_desk.highlight import DOUBTFUL_BELOW, Piece, Span, cut
from review_desk.names import person_name
from review_desk.picture_boxes import PictureBox, picture_boxes
from review_desk.wording import ATTRIBUTE, DISCLOSURE, FINDING, SEVERITY, on, word

#: A form field of this name and a `Finding.id` carries the reason why that finding may stand.
DISMISSAL_PREFIX: Final = "dismissal:"
#: Formats whose pages are those of the text; others are shown as they are printed.
_WITH_PAGES: Final = frozenset(
    {
        *(MediaType.PDF, MediaType.OFD),
        *(MediaType.JPEG, MediaType.PNG, MediaType.BMP, MediaType.TIFF, MediaType.HEIC),
    }
)
#: Attributes whose value is a list, one item a line in a form.
LISTS: Final = frozenset({"issuing_organs", "attachments", "repeals", "notes"})
#: Attributes whose value is a date.
DATES: Final = frozenset({"adopted_on", "printed_on", "effective_on", "expires_on"})


@dataclass(frozen=True, slots=True)
class PageView:
    """One page. `origin` names its file in a ZIP and its page there, "" elsewhere.

    `doubtful` counts its OCR lines with a low score; `is_ocr` says that it was read from a picture. `boxes` are what is
    marked in its picture; `has_picture` is false where no picture of it can be shown, `takes_areas` where no area of
    one can be taken out.
    """

    number: int
    origin: str
    is_ocr: bool
    doubtful: int
    pieces: tuple[Piece, ...]
    has_picture: bool
    takes_areas: bool
    boxes: tuple[PictureBox, ...]


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
    is_redacted: bool


@dataclass(frozen=True, slots=True)
class RedactionView:
    """One stretch or area that is taken out; `anchor` is its place on the page, `text` what stands there."""

    id: str
    anchor: str
    page: int
    kind: str
    text: str
    replacement: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class AttributeView:
    """One attribute. `anchor` is the place of its evidence, None where it came from elsewhere; `percent` is 0–100.

    `typed` is the value as a form's field holds it; `as_read` and `corrected_by` are empty unless it was corrected.
    """

    name: str
    label: str
    value: str
    anchor: str | None
    evidence_page: int | None
    percent: int | None
    typed: str
    as_read: str
    corrected_by: str
    is_correctable: bool

    @property
    def is_list(self) -> bool:
        return self.name in LISTS

    @property
    def is_date(self) -> bool:
        return self.name in DATES


@dataclass(frozen=True, slots=True)
class ReadingView:
    reader: str
    pages: tuple[PageView, ...]
    findings: tuple[FindingView, ...]
    attributes: tuple[AttributeView, ...]
    conflicts: tuple[str, ...]
    stricter_disclosure: str | None
    warnings: tuple[str, ...]
    redactions: tuple[RedactionView, ...]
    has_layout: bool

    @property
    def takes_areas(self) -> bool:
        """Whether there is a picture to mark an area on."""
        return any(page.takes_areas for page in self.pages)

    @property
    def blocking(self) -> tuple[FindingView, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking and not finding.is_redacted)

    @property
    def redactable(self) -> tuple[FindingView, ...]:
        """The findings that can be taken out and are not."""
        return tuple(finding for finding in self.findings if finding.is_in_text and not finding.is_redacted)

    @property
    def doubtful(self) -> int:
        return sum(page.doubtful for page in self.pages)


def has_picture(reading: Reading, page: ReadPage) -> bool:
    """Whether this page can be shown beside its text. A DOCX shows its scans; what is made one first, its layout."""
    media_type = page.inside.media_type if page.inside else reading.media_type
    return media_type in _WITH_PAGES or (media_type == MediaType.DOCX and page.source == "ocr")


def takes_areas(reading: Reading, page: ReadPage) -> bool:
    """Whether an area of this page's picture can be taken out. Of a ZIP with redactions there is no download."""
    return page.inside is None and has_picture(reading, page)


def has_layout(reading: Reading) -> bool:
    """Whether the document has no pages of its own, so that it is printed for the reviewer's eyes."""
    return reading.media_type in LAID_OUT


def view_reading(reading: Reading, bureau: Bureau) -> ReadingView:
    """Arrange a reading for the page; nothing is left out, and nothing is interpreted."""
    pages = tuple(_page(reading, page) for page in reading.pages)
    marked = {piece.span.anchor for page in pages for piece in page.pieces if piece.span}
    return ReadingView(
        reader=reading.reader,
        pages=pages,
        findings=tuple(_finding(reading, finding, at) for at, finding in enumerate(reading.findings)),
        attributes=tuple(
            _attribute(name, reading.attributes.get(name, Attribute(None)), marked, bureau)
            for name in ATTRIBUTE
            if name in reading.attributes or name in CORRECTABLE
        ),
        conflicts=reading.conflict_notes or tuple(word(ATTRIBUTE, name) for name in reading.conflicts),
        stricter_disclosure=reading.stricter_disclosure,
        warnings=tuple(sentence_of(warning) for warning in reading.warnings),
        redactions=(
            *(_redaction(reading, redaction, bureau) for redaction in reading.redactions),
            *(_redacted_area(reading, area, bureau) for area in reading.areas),
        ),
        has_layout=has_layout(reading),
    )


def _page(reading: Reading, page: ReadPage) -> PageView:
    doubtful = tuple(line for line in page.lines if line.score < DOUBTFUL_BELOW)
    spans = tuple(_spans(reading, page))
    return PageView(
        number=page.number,
        origin=_origin(page.inside),
        is_ocr=page.source == "ocr",
        doubtful=len(doubtful),
        pieces=cut(page.text, spans),
        has_picture=has_picture(reading, page),
        takes_areas=takes_areas(reading, page),
        boxes=picture_boxes(page, spans, reading.areas),
    )


def _origin(inside: InArchive | None) -> str:
    """As the files of the public ZIP are called."""
    if inside is None:
        return ""
    return f"{f'附件{inside.file - 1}' if inside.file > 1 else '正文'}，第 {inside.number} 页"


def _spans(reading: Reading, page: ReadPage) -> Iterator[Span]:
    for at, finding in enumerate(reading.findings):
        if finding.page == page.number:
            label = f"{word(FINDING, finding.kind)} · {word(SEVERITY, finding.severity)}"
            yield Span(finding.start, finding.end, f"finding-{finding.severity}", label, f"finding-{at}")
    for name, attribute in reading.attributes.items():
        evidence = attribute.evidence
        if evidence is not None and evidence.page == page.number:
            yield Span(evidence.start, evidence.end, "evidence", word(ATTRIBUTE, name), f"evidence-{name}")
    for redaction in reading.taken_out:
        if redaction.page == page.number:
            anchor = f"redaction-{redaction.page}-{redaction.start}"
            label = f"隐去，公开为 {redaction.replacement}"
            yield Span(redaction.start, redaction.end, "redacted", label, anchor)
    for line in page.lines:
        if line.score < DOUBTFUL_BELOW:
            label = f"识别存疑 {line.score:.0%}"
            yield Span(line.start, line.end, "doubtful", label, f"line-{page.number}-{line.start}")


def _redaction(reading: Reading, redaction: Redaction, bureau: Bureau) -> RedactionView:
    page = next(page for page in reading.pages if page.number == redaction.page)
    return RedactionView(
        id=redaction.id,
        anchor=f"redaction-{redaction.page}-{redaction.start}",
        page=redaction.page,
        kind=word(FINDING, redaction.kind),
        text=page.text[redaction.start : redaction.end],
        replacement=redaction.replacement,
        reason=redaction.reason,
        by=person_name(bureau, redaction.by),
    )


def _redacted_area(reading: Reading, area: RedactedArea, bureau: Bureau) -> RedactionView:
    text = next(page.text for page in reading.pages if page.number == area.page)
    return RedactionView(
        id=area.id,
        anchor=f"page-{area.page}",
        page=area.page,
        kind="区域",
        text="、".join(text[words.start : words.end] for words in area.words) or "（区域内没有读出文字）",
        replacement="涂黑的区域",
        reason=area.reason,
        by=person_name(bureau, area.by),
    )


def _finding(reading: Reading, finding: Finding, at: int) -> FindingView:
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
        is_redacted=reading.is_redacted(finding.page, finding.start, finding.end),
    )


def _attribute(name: str, attribute: Attribute, marked: Set[str], bureau: Bureau) -> AttributeView:
    evidence = attribute.evidence
    anchor = f"evidence-{name}"
    if evidence and anchor not in marked:  # all of it lies under something more important
        anchor = f"page-{evidence.page}"
    return AttributeView(
        name=name,
        label=ATTRIBUTE[name],
        value=shown_value(name, attribute),
        anchor=anchor if evidence else None,
        evidence_page=evidence.page if evidence else None,
        percent=None if attribute.confidence is None else round(attribute.confidence * 100),
        typed=_typed(attribute.value),
        as_read=shown_value(name, replace(attribute, value=attribute.as_read)) if attribute.corrected_by else "",
        corrected_by=person_name(bureau, attribute.corrected_by) if attribute.corrected_by else "",
        is_correctable=name in CORRECTABLE,
    )


def _typed(value: AttributeValue) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value or ""


def shown_value(name: str, attribute: Attribute | None) -> str:
    """A value as people read it; "" for none."""
    value = attribute.value if attribute else None
    if isinstance(value, tuple):
        return "、".join(value)
    if value and name == "disclosure":
        return word(DISCLOSURE, value)
    if value and name in DATES:
        return on(dt.date.fromisoformat(value))
    return value or ""
