"""The values that screening returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does: `block` refuses approval until it is dealt with, `warn` asks, `note` informs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class FindingKind(StrEnum):
    """What was found."""

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    CLASSIFICATION_MARK = "classification_mark"


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious span.

    `page` is 1-based; `start` and `end` are characters of that page's text, end exclusive, and `text` is exactly
    that slice, with the blanks and full-width digits of the page.
    """

    kind: FindingKind
    page: int
    text: str
    start: int
    end: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class ClassificationMark:
    """A 密级 mark as it stands in a document's head.

    `level` is 绝密, 机密 or 秘密; None when only the star and a period are left of the mark. `period` is what follows
    the star, None without one. `malformed` marks block like any other: the form only tells the officer what to expect.
    `start` and `end` are characters of the text that was given, end exclusive; `text` is that slice.
    """

    level: str | None
    period: str | None
    malformed: bool
    text: str
    start: int
    end: int
