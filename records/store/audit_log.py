"""The audit chain in the database: append under the bureau's write lock; triggers bar UPDATE and DELETE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.audit import GENESIS, SWITCHED, Algorithm, AuditEntry, AuditHead, keyed_digest
from records.domain.canonical import Json, canonical
from records.domain.errors import AuditEntryUnreadable
from records.store.tables import audit_entries


@dataclass(frozen=True, slots=True)
class SqlAuditTrail:
    """`key` is the secret of the keyed digests; without it nobody can test a guess against the chain."""

    connection: Connection
    bureau: str
    key: bytes = field(repr=False)

    def append(
        self,
        action: str,
        *,
        at: dt.datetime,
        actor: str,
        role: str,
        subject_id: str,
        details: Mapping[str, Json] | None = None,
        private: Json = None,
    ) -> AuditEntry:
        head = self.head()
        algorithm = _algorithm(action, details) or Algorithm.of_hash(head.hash)
        shown: dict[str, Json] = dict(details or {})
        if private is not None:
            shown["digest"] = self.digest(private)
        entry = AuditEntry(
            bureau=self.bureau,
            sequence=head.sequence + 1,
            at=at,
            actor=actor,
            role=role,
            action=action,
            subject_id=subject_id,
            details=canonical(shown).decode("utf-8"),
            previous_hash=head.hash,
        ).sealed(algorithm)
        self.connection.execute(audit_entries.insert().values(**asdict(entry)))
        return entry

    def entries(self, subject_id: str | None = None) -> Iterator[AuditEntry]:
        query = sa.select(audit_entries).where(audit_entries.c.bureau == self.bureau)
        if subject_id is not None:
            query = query.where(audit_entries.c.subject_id == subject_id)
        yield from _read(iter(self.connection.execute(query.order_by(audit_entries.c.sequence)).mappings()))

    def head(self) -> AuditHead:
        last = self.connection.execute(
            sa.select(audit_entries.c.sequence, audit_entries.c.hash)
            .where(audit_entries.c.bureau == self.bureau)
            .order_by(audit_entries.c.sequence.desc())
            .limit(1)
        ).first()
        return AuditHead(self.bureau, last.sequence, last.hash) if last else AuditHead(self.bureau, 0, GENESIS)

    def digest(self, private: Json) -> str:
        return keyed_digest(self.key, private)


def _algorithm(action: str, details: Mapping[str, Json] | None) -> Algorithm | None:
    """What an entry that switches switches to: it is the first of its kind."""
    return Algorithm(str((details or {}).get("algorithm"))) if action == SWITCHED else None


def _read(rows: Iterator[Mapping[Any, Any]]) -> Iterator[AuditEntry]:
    """SQLite keeps whatever is written by hand: a time that is none, bytes for text."""
    while True:
        try:
            row = next(rows, None)
        except ValueError:  # the time
            raise _unreadable() from None
        if row is None:
            return
        values = dict(row)
        if any(not isinstance(value, _TYPES.get(name, str)) for name, value in values.items()):
            raise _unreadable()
        yield AuditEntry(**values)


_TYPES: Mapping[str, type] = {"sequence": int, "at": dt.datetime}


def _unreadable() -> AuditEntryUnreadable:
    return AuditEntryUnreadable("审计链中有一条的内容不成其为记录。")
