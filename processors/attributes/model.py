"""The attributes of one official document and the evidence for each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

#: `Evidence.page` of what the dispatch sheet says; pages of the document begin at 1.
SHEET = 0


class Disclosure(StrEnum):
    """公开属性: 主动公开, 依申请公开, 不予公开 (Regulations on Open Government Information, articles 13 to 16)."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"

    @property
    def strictness(self) -> int:
        """0 for what anybody may see, 2 for what nobody may."""
        return list(Disclosure).index(self)

    @property
    def chinese(self) -> str:
        """The word as forms print it."""
        return ("主动公开", "依申请公开", "不予公开")[self.strictness]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands.

    `page` is 1-based and `text` exactly that page's `text[start:end]`, end exclusive, line breaks included. Page
    `SHEET` means the dispatch sheet; then `text` quotes the field, from 0 to its length. `rule` names the rule used.
    """

    page: int
    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Attribute(Generic[T]):
    """One value with its evidence; `confidence` is 0–1: how sure the rule is, times how well OCR read the line.

    `evidence` is None only for an empty list.
    """

    value: T
    evidence: Evidence | None
    confidence: float


#: A list of which the document has nothing.
NO_LIST: Attribute[tuple[str, ...]] = Attribute((), None, 0.5)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What was found; None where the document has none.

    `addressees` and `copied_to` are as printed, without the colon and the full stop; `document_number` is normalised
    (示人社发〔2021〕5号). `effective_on` and `expires_on` are the first and the last day of validity; `repeals` names
    the documents that end with this one, `notes` are 附注 without their brackets.

    `conflicts` names the attributes whose sources contradict each other, or that are too unsure to be published
    unseen, and `conflict_notes` says in Chinese what was read, in the same order. If the disclosure is among them,
    `disclosure` is None and `stricter_disclosure` is what the office's form starts with; the office decides.
    """

    title: Attribute[str] | None = None
    document_number: Attribute[str] | None = None
    issuing_organs: Attribute[tuple[str, ...]] = NO_LIST
    addressees: Attribute[str] | None = None
    adopted_on: Attribute[dt.date] | None = None
    disclosure: Attribute[Disclosure] | None = None
    legal_basis: Attribute[str] | None = None
    reason: Attribute[str] | None = None
    attachments: Attribute[tuple[str, ...]] = NO_LIST
    classification: Attribute[str] | None = None
    urgency: Attribute[str] | None = None
    copy_number: Attribute[str] | None = None
    signatory: Attribute[str] | None = None
    copied_to: Attribute[str] | None = None
    printing_organ: Attribute[str] | None = None
    printed_on: Attribute[dt.date] | None = None
    effective_on: Attribute[dt.date] | None = None
    expires_on: Attribute[dt.date] | None = None
    repeals: Attribute[tuple[str, ...]] = NO_LIST
    notes: Attribute[tuple[str, ...]] = NO_LIST
    subject: Attribute[str] | None = None
    letterhead: Attribute[str] | None = None
    document_type: Attribute[str] | None = None
    conflicts: tuple[str, ...] = ()
    conflict_notes: tuple[str, ...] = ()
    stricter_disclosure: Disclosure | None = None
