"""Releases of lists in the database: added, never changed but for their name."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from records.domain.document import DocumentId, PersonId
from records.domain.lists.version import ListVersion
from records.store.tables import list_versions


@dataclass(frozen=True, slots=True)
class SqlLists:
    connection: Connection
    bureau: str

    def add(self, version: ListVersion) -> None:
        self.connection.execute(list_versions.insert().values(**asdict(version)))

    def latest(self, kind: str, series: str) -> ListVersion | None:
        wanted = self._mine().where(list_versions.c.kind == kind, list_versions.c.series == series)
        row = self.connection.execute(wanted.order_by(list_versions.c.number.desc()).limit(1)).mappings().first()
        return _version_of(row) if row is not None else None

    def of_document(self, document_id: DocumentId) -> list[ListVersion]:
        wanted = self._mine().where(list_versions.c.document_id == document_id).order_by(list_versions.c.number)
        return [_version_of(row) for row in self.connection.execute(wanted).mappings()]

    def newest(self, kind: str, *, limit: int) -> list[ListVersion]:
        last = (
            sa.select(list_versions.c.document_id, sa.func.max(list_versions.c.number).label("number"))
            .where(list_versions.c.bureau == self.bureau, list_versions.c.kind == kind)
            .group_by(list_versions.c.document_id)
            .subquery()
        )
        same = sa.and_(list_versions.c.document_id == last.c.document_id, list_versions.c.number == last.c.number)
        wanted = self._mine().join(last, same).order_by(list_versions.c.handed_in_at.desc(), list_versions.c.series)
        return [_version_of(row) for row in self.connection.execute(wanted.limit(limit)).mappings()]

    def forget_series(self, document_id: DocumentId) -> None:
        mine = sa.and_(list_versions.c.bureau == self.bureau, list_versions.c.document_id == document_id)
        self.connection.execute(list_versions.update().where(mine).values(series=None))

    def _mine(self) -> sa.Select[tuple[object, ...]]:
        return sa.select(list_versions).where(list_versions.c.bureau == self.bureau)


def _version_of(row: RowMapping) -> ListVersion:
    said = dict(row)
    said["document_id"] = DocumentId(said["document_id"])
    said["handed_in_by"] = PersonId(said["handed_in_by"])
    return ListVersion(**said)
