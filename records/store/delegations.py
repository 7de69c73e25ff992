"""Delegations in the database: added and ended, never changed or deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from records.domain.bureau import Delegation
from records.domain.delegation import DelegationOnRecord
from records.domain.errors import NotFound
from records.store.tables import delegations


@dataclass(frozen=True, slots=True)
class SqlDelegations:
    connection: Connection
    bureau: str

    def get(self, delegation_id: str) -> DelegationOnRecord:
        query = sa.select(delegations).where(delegations.c.bureau == self.bureau, delegations.c.id == delegation_id)
        row = self.connection.execute(query).mappings().first()
        if row is None:
            raise NotFound("没有这项委托。")
        return _delegation_of(row)

    def standing(self) -> list[DelegationOnRecord]:
        query = (
            sa.select(delegations)
            .where(delegations.c.bureau == self.bureau, delegations.c.ended_at.is_(None))
            .order_by(delegations.c.start, delegations.c.id)
        )
        return [_delegation_of(row) for row in self.connection.execute(query).mappings()]

    def add(self, made: DelegationOnRecord) -> None:
        row = {"bureau": self.bureau, "id": made.id, "made_at": made.made_at, "ended_at": made.ended_at}
        self.connection.execute(delegations.insert().values(**row, **asdict(made.terms)))

    def end(self, ended: DelegationOnRecord) -> None:
        self.connection.execute(
            delegations.update()
            .where(delegations.c.bureau == self.bureau, delegations.c.id == ended.id)
            .values(ended_at=ended.ended_at)
        )


def _delegation_of(row: RowMapping) -> DelegationOnRecord:
    terms = Delegation(row["principal"], row["delegate"], row["start"], row["until"])
    return DelegationOnRecord(row["bureau"], row["id"], terms, row["made_at"], row["ended_at"])
