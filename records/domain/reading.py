"""What a reader found in one document, as records keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from records.domain.document import PersonId
from records.domain.redaction import RedactedArea, Redaction, with_areas

#: Dates are ISO strings, lists are tuples of strings.
AttributeValue = str | tuple[str, ...] | None


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One OCR line: its characters in the page's text (end exclusive), its box as fractions 0–1, its score 0–1."""

    start: int
    end: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True, slots=True)
class InArchive:
    """Where a page of a ZIP comes from: its file, in the order of the reading, and its number there; both 1-based."""

    file: int
    number: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`number` is 1-based; `source` is "text" or "ocr"; `lines` is empty unless it is "ocr".

    `inside` is None unless the file is a ZIP; older readings of one have none either.
    """

    number: int
    text: str
    source: str
    lines: tuple[ReadLine, ...] = ()
    inside: InArchive | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read. Offsets are characters of that page's text, end exclusive; `page` is 1-based."""

    page: int
    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value that was read, where, and how sure the rule is (0–1).

    Of a corrected one `corrected_by` names who wrote `value`, and `as_read` is what was read; the evidence stays.
    """

    value: AttributeValue
    evidence: Evidence | None = None
    confidence: float | None = None
    corrected_by: PersonId | None = None
    as_read: AttributeValue = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reviewer must see, such as a resident ID number.

    `page` is 1-based. Of hidden content `start` and `end` are 0, and `page` is 0 where it belongs to the whole file.
    """

    kind: str
    page: int
    text: str
    start: int
    end: int
    severity: Severity

    @property
    def id(self) -> str:
        """Names the finding by kind and place, without its text: safe in audit details."""
        return f"{self.kind}:{self.page}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """What lists show of a reading. `adopted_on` (成文日期) is None if none was read, or none that is a date."""

    adopted_on: dt.date | None = None
    blocking_findings: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one original. `attributes` goes by the names of `gongkai inspect`.

    `reader` is "name/version"; `warnings` are codes. `conflicts` names attributes on which sources disagree or of which
    the reader is not sure; `conflict_notes` says so in Chinese, in the same order. `stricter_disclosure` is the
    disclosure that the office's form starts with when it has to decide. `redactions` never overlap, `areas` may.
    """

    reader: str
    media_type: str
    pages: tuple[ReadPage, ...]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    conflict_notes: tuple[str, ...] = ()
    stricter_disclosure: str | None = None
    redactions: tuple[Redaction, ...] = ()
    areas: tuple[RedactedArea, ...] = ()

    def text_of(self, name: str) -> str | None:
        """The value of one attribute as a string; a list is joined by 、."""
        attribute = self.attributes.get(name)
        value = attribute.value if attribute else None
        return "、".join(value) if isinstance(value, tuple) else value

    @property
    def summary(self) -> ReadingSummary:
        return ReadingSummary(self._adopted_on(), len(self.blocking))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of an approval: those that are taken out do not any more."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.BLOCK and not self.is_redacted(finding.page, finding.start, finding.end)
        )

    @property
    def taken_out(self) -> tuple[Redaction, ...]:
        """Every stretch that the public does not see, also those under areas; in reading order, none overlapping."""
        return with_areas(self.redactions, self.areas) if self.areas else self.redactions

    def is_redacted(self, page: int, start: int, end: int) -> bool:
        """Whether all of this stretch of a page is taken out."""
        at = start
        for one in self.taken_out:
            if one.page == page and one.start <= at < one.end:
                at = one.end
        return start < end <= at

    def _adopted_on(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.text_of("adopted_on") or "")
        except ValueError:
            return None
