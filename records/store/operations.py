"""What operators ask of the records of one bureau, inside one transaction: no name, no title, no text is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.document import DocumentId
from records.domain.ledger import Fate
from records.domain.lifecycle import State
from records.domain.publication import PublicationStatus
from records.store.tables import arrivals, audit_entries, documents, publications

#: Rows of the audit chain that are looked at in one go, newest first.
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class SqlOperationFacts:
    """Implements `records.domain.operations.OperationFacts`."""

    connection: Connection
    bureau: str

    def arrivals(self, since: dt.datetime) -> list[tuple[dt.datetime, Fate]]:
        query = sa.select(arrivals.c.first_seen_at, arrivals.c.fate).where(
            arrivals.c.bureau == self.bureau, arrivals.c.first_seen_at >= since
        )
        return [(row.first_seen_at, Fate(row.fate)) for row in self.connection.execute(query)]

    def moments(self, since: dt.datetime, actions: Sequence[str]) -> list[tuple[dt.datetime, str]]:
        """Walks the chain back from its end: there is no index by time, and the chain only grows."""
        found: list[tuple[dt.datetime, str]] = []
        before = self._last_sequence() + 1
        while before > 1:
            rows = self._entries(before - _CHUNK, before)
            found += [(row.at, row.action) for row in rows if row.at >= since and row.action in actions]
            before -= _CHUNK
            if rows and rows[-1].at < since:
                break
        return sorted(found)

    def last_entry_at(self) -> dt.datetime | None:
        rows = self._entries(self._last_sequence(), self._last_sequence() + 1)
        return rows[0].at if rows else None

    def live(self) -> tuple[frozenset[DocumentId], frozenset[DocumentId]]:
        query = sa.select(publications.c.document_id, publications.c.listed_only).where(
            publications.c.bureau == self.bureau, publications.c.status == PublicationStatus.LIVE
        )
        rows = self.connection.execute(query).all()
        shown = frozenset(DocumentId(row.document_id) for row in rows if not row.listed_only)
        return shown | {DocumentId(row.document_id) for row in rows}, shown

    def quarantined(self) -> Mapping[str, int]:
        query = (
            sa.select(documents.c.fault_code, sa.func.count())
            .where(documents.c.bureau == self.bureau, documents.c.state == State.QUARANTINED)
            .group_by(documents.c.fault_code)
        )
        return {code or "": int(count) for code, count in self.connection.execute(query)}

    def _last_sequence(self) -> int:
        query = sa.select(sa.func.max(audit_entries.c.sequence)).where(audit_entries.c.bureau == self.bureau)
        return int(self.connection.execute(query).scalar() or 0)

    def _entries(self, first: int, before: int) -> Sequence[sa.Row[Any, Any]]:
        """Newest first."""
        query = (
            sa.select(audit_entries.c.at, audit_entries.c.action)
            .where(audit_entries.c.bureau == self.bureau)
            .where(audit_entries.c.sequence >= first, audit_entries.c.sequence < before)
            .order_by(audit_entries.c.sequence.desc())
        )
        return self.connection.execute(query).all()
