"""A document of the bureau as records know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NewType

from records.domain.disclosure import Disclosure, is_founded
from records.domain.lifecycle import State

DocumentId = NewType("DocumentId", str)
"""A ULID, given at intake and never changed."""

PersonId = NewType("PersonId", str)
"""The person's id in bureau.toml."""


@dataclass(frozen=True, slots=True)
class Document:
    """One official document (公文).

    `version` counts changes of this row (optimistic lock), not published versions. `round` is the latest review round,
    0 before the first. `file_name`, `title` and `document_number` are None once the document is sealed.
    `mark_ruled_out`: it was sealed, and the confidentiality officer found that its mark is none.
    """

    bureau: str
    id: DocumentId
    original_sha256: str
    size_bytes: int
    media_type: str
    file_name: str | None
    unit: str | None
    handed_in_by: PersonId | None
    state: State
    received_at: dt.datetime
    version: int = 1
    round: int = 0
    sheet: Mapping[str, Any] | None = None
    content_hash: str | None = None
    title: str | None = None
    document_number: str | None = None
    disclosure: Disclosure | None = None
    legal_basis: str | None = None
    reason: str | None = None
    listable: bool = False
    conflicts: tuple[str, ...] = ()
    mark_ruled_out: bool = False
    fault_code: str | None = None
    fault_message: str | None = None
    reassess_on: dt.date | None = None

    @property
    def is_determined(self) -> bool:
        """Whether review may begin: a unit, an attribute with its ground, and no contradiction left."""
        if self.unit is None or self.disclosure is None or self.conflicts:
            return False
        return is_founded(self.disclosure, self.legal_basis, self.reason)
