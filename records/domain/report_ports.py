"""What reports need of the records: facts by document, without a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from records.domain.changes import Change
from records.domain.disclosure import Disclosure
from records.domain.document import DocumentId
from records.domain.lifecycle import State
from records.domain.review import Outcome


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document. `title` and `document_number` are None once it is sealed.

    `published_at` is when its first page came before the public; a catalogue row without a page is none. `closed_at` is
    when a review first decided that it is not published (withheld, on request). `adopted_on` is that of its current
    content.
    """

    id: DocumentId
    unit: str | None
    state: State
    title: str | None
    document_number: str | None
    disclosure: Disclosure | None
    legal_basis: str | None
    received_at: dt.datetime
    adopted_on: dt.date | None
    published_at: dt.datetime | None
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RereviewFacts:
    """One re-review (重新审查). `outcome` is None as long as it runs."""

    document_id: DocumentId
    unit: str
    title: str | None
    reason_kind: str
    opened_at: dt.datetime
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change of what was published."""

    document_id: DocumentId
    unit: str | None
    title: str | None
    change: Change


class ReportFacts(Protocol):
    def documents(self, since: dt.datetime) -> list[DocumentFacts]:
        """Those that came, were published or were decided on since then, and those still on their way; oldest first."""

    def rereviews(self, since: dt.datetime, until: dt.datetime) -> list[RereviewFacts]:
        """Those that were opened in this time, its end excluded; oldest first."""

    def changes(self, since: dt.datetime) -> list[ChangeFacts]:
        """Those that the public got since then, and those that it has not got yet; by document, oldest first."""
