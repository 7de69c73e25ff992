"""The audit chain in the database: append under the bureau's write lock; triggers bar UPDATE and DELETE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.audit import GENESIS, AuditEntry, AuditHead, keyed_digest
from records.domain.canonical import Json, canonical
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
        ).sealed()
        self.connection.execute(audit_entries.insert().values(**asdict(entry)))
        return entry

    def entries(self, subject_id: str | None = None) -> Iterator[AuditEntry]:
        query = sa.select(audit_entries).where(audit_entries.c.bureau == self.bureau)
        if subject_id is not None:
            query = query.where(audit_entries.c.subject_id == subject_id)
        for row in self.connection.execute(query.order_by(audit_entries.c.sequence)).mappings():
            yield AuditEntry(**row)

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
