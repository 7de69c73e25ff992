"""Messages still to be delivered, written in the transaction that causes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from records.domain.document import DocumentId
from records.domain.outbox import OutboxKind, OutboxMessage, OutboxRow
from records.store.tables import outbox


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    connection: Connection
    bureau: str

    def add(self, message: OutboxMessage, at: dt.datetime) -> None:
        self.connection.execute(
            outbox.insert().values(**asdict(message), bureau=self.bureau, written_at=at, attempts=0)
        )

    def pending(self, limit: int | None = None) -> list[OutboxRow]:
        query = (
            sa.select(outbox)
            .where(outbox.c.bureau == self.bureau, outbox.c.delivered_at.is_(None))
            .order_by(outbox.c.sequence)
            .limit(limit)
        )
        return [_row_of(row) for row in self.connection.execute(query).mappings()]

    def mark_delivered(self, sequence: int, at: dt.datetime) -> None:
        self._update(sequence, delivered_at=at, last_error=None)

    def mark_failed(self, sequence: int, code: str) -> None:
        self._update(sequence, last_error=code)

    def _update(self, sequence: int, **values: object) -> None:
        self.connection.execute(
            outbox.update()
            .where(outbox.c.bureau == self.bureau, outbox.c.sequence == sequence)
            .values(attempts=outbox.c.attempts + 1, **values)
        )


def _row_of(row: RowMapping) -> OutboxRow:
    message = OutboxMessage(
        OutboxKind(row["kind"]), DocumentId(row["document_id"]), row["round"], row["step"], row["version"]
    )
    return OutboxRow(row["sequence"], message, row["written_at"], row["attempts"], row["last_error"])
