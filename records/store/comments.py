"""Comments of the public in the database: what staff made of them as it is, what was written as an encrypted box."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.consultations.comments import Comment, CommentCounts, CommentId, Treatment, counted
from records.domain.consultations.consultation import ConsultationId
from records.domain.document import PersonId
from records.domain.errors import NotFound
from records.store.consultation_tables import consultation_comments, consultations
from records.store.rows import Row


@dataclass(frozen=True, slots=True)
class SqlComments:
    """See `records.domain.consultations.ports.Comments`."""

    connection: Connection
    bureau: str

    def get(self, comment_id: CommentId) -> Comment:
        found = self._list(consultation_comments.c.id == comment_id)
        if not found:
            raise NotFound("没有这条意见。")
        return found[0]

    def has(self, comment_id: CommentId) -> bool:
        return bool(self._list(consultation_comments.c.id == comment_id))

    def add(self, comment: Comment) -> None:
        self.connection.execute(consultation_comments.insert().values(**asdict(comment)))

    def save(self, comment: Comment) -> None:
        self.connection.execute(
            consultation_comments.update()
            .where(consultation_comments.c.bureau == self.bureau, consultation_comments.c.id == comment.id)
            .values(**asdict(comment))
        )

    def of(self, consultation_id: ConsultationId) -> list[Comment]:
        return self._list(consultation_comments.c.consultation_id == consultation_id)

    def counts(self, consultation_id: ConsultationId) -> CommentCounts:
        columns = consultation_comments.c
        query = (
            sa.select(columns.treatment, columns.is_late, sa.func.count())
            .where(columns.bureau == self.bureau, columns.consultation_id == consultation_id)
            .group_by(columns.treatment, columns.is_late)
        )
        tallies = self.connection.execute(query)
        return counted((Treatment(treatment) if treatment else None, late, count) for treatment, late, count in tallies)

    def erase(self, consultation_id: ConsultationId) -> int:
        columns = consultation_comments.c
        done = self.connection.execute(
            consultation_comments.update()
            .where(
                columns.bureau == self.bureau,
                columns.consultation_id == consultation_id,
                columns.sealed.is_not(None),
            )
            .values(sealed=None, fingerprint="")
        )
        return done.rowcount

    def closed_before(self, day: dt.date) -> list[ConsultationId]:
        query = (
            sa.select(consultations.c.id)
            .join(
                consultation_comments,
                sa.and_(
                    consultation_comments.c.bureau == consultations.c.bureau,
                    consultation_comments.c.consultation_id == consultations.c.id,
                ),
            )
            .where(
                consultations.c.bureau == self.bureau,
                consultations.c.closes_on < day,
                consultation_comments.c.sealed.is_not(None),
            )
            .distinct()
            .order_by(consultations.c.id)
        )
        return [ConsultationId(id_) for id_ in self.connection.execute(query).scalars()]

    def _list(self, *conditions: sa.ColumnElement[bool]) -> list[Comment]:
        query = (
            sa.select(consultation_comments)
            .where(consultation_comments.c.bureau == self.bureau, *conditions)
            .order_by(consultation_comments.c.id)
        )
        return [_comment_of(row) for row in self.connection.execute(query).mappings()]


def _comment_of(row: Row) -> Comment:
    values = dict(row)
    treatment, entered_by, sorted_by = values["treatment"], values["entered_by"], values["sorted_by"]
    kinds = {
        "id": CommentId(values["id"]),
        "consultation_id": ConsultationId(values["consultation_id"]),
        "treatment": Treatment(treatment) if treatment else None,
        "entered_by": PersonId(entered_by) if entered_by else None,
        "sorted_by": PersonId(sorted_by) if sorted_by else None,
    }
    return Comment(**values | kinds)
