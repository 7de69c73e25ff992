"""Which document is which list, and the originals that it has had."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from records.domain.document import DocumentId, PersonId


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One release of a list as it was handed in; `number` is 1-based and counts these, not public versions.

    `series` is None once the document is sealed. `original_sha256` are the canonical bytes.
    """

    bureau: str
    document_id: DocumentId
    number: int
    kind: str
    series: str | None
    original_sha256: str
    row_count: int
    handed_in_by: PersonId
    handed_in_at: dt.datetime


class Lists(Protocol):
    """The releases of all lists: added, never changed but for their name when one is sealed."""

    def add(self, version: ListVersion) -> None: ...
    def latest(self, kind: str, series: str) -> ListVersion | None:
        """The newest release of the list of this kind and series."""

    def of_document(self, document_id: DocumentId) -> list[ListVersion]:
        """In their order; empty for a document that is no list."""

    def newest(self, kind: str, *, limit: int) -> list[ListVersion]:
        """The newest release of each list of this kind, the newest first."""

    def forget_series(self, document_id: DocumentId) -> None:
        """The document is sealed: nothing may say what it was called."""
