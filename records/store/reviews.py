"""Rounds, requests, decisions and views of one bureau, inside one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from records.domain.document import DocumentId, PersonId
from records.domain.errors import Conflict
from records.domain.lifecycle import State
from records.domain.review import ReviewDecision, ReviewRequest, Round
from records.store.rows import decision_of, round_of, round_row
from records.store.tables import documents, review_decisions, review_requests, review_rounds, views


@dataclass(frozen=True, slots=True)
class SqlReviews:
    connection: Connection
    bureau: str

    def round(self, document_id: DocumentId, number: int) -> Round | None:
        return next((round_ for round_ in self.rounds(document_id) if round_.number == number), None)

    def rounds(self, document_id: DocumentId) -> list[Round]:
        query = (
            sa.select(review_rounds)
            .where(review_rounds.c.bureau == self.bureau, review_rounds.c.document_id == document_id)
            .order_by(review_rounds.c.number)
        )
        return [round_of(row) for row in self.connection.execute(query).mappings()]

    def open(self, round_: Round) -> None:
        self.connection.execute(review_rounds.insert().values(**round_row(round_)))

    def save(self, round_: Round) -> None:
        self.connection.execute(
            review_rounds.update()
            .where(review_rounds.c.bureau == self.bureau)
            .where(review_rounds.c.document_id == round_.document_id)
            .where(review_rounds.c.number == round_.number)
            .values(outcome=round_.outcome, closed_at=round_.closed_at, referral_answer=round_.referral_answer)
        )

    def request(self, document_id: DocumentId, round_number: int, step: int) -> ReviewRequest | None:
        row = self.connection.execute(
            sa.select(review_requests).where(*self._is_request(document_id, round_number, step))
        )
        found = row.mappings().first()
        return ReviewRequest(**found) if found else None

    def put_request(self, request: ReviewRequest) -> None:
        self.connection.execute(
            review_requests.delete().where(*self._is_request(request.document_id, request.round, request.step))
        )
        self.connection.execute(review_requests.insert().values(**asdict(request)))

    def decisions(self, document_id: DocumentId, round_number: int | None = None) -> list[ReviewDecision]:
        query = (
            sa.select(review_decisions)
            .where(review_decisions.c.bureau == self.bureau, review_decisions.c.document_id == document_id)
            .order_by(review_decisions.c.round, review_decisions.c.step)
        )
        if round_number is not None:
            query = query.where(review_decisions.c.round == round_number)
        return [decision_of(row) for row in self.connection.execute(query).mappings()]

    def all_rounds(self, *states: State) -> Mapping[DocumentId, list[Round]]:
        own = sa.and_(documents.c.bureau == review_rounds.c.bureau, documents.c.id == review_rounds.c.document_id)
        query = (
            sa.select(review_rounds)
            .join(documents, sa.and_(self._is_in(states), own))
            .order_by(review_rounds.c.document_id, review_rounds.c.number)
        )
        rounds = [round_of(row) for row in self.connection.execute(query).mappings()]
        return {document_id: list(found) for document_id, found in groupby(rounds, key=attrgetter("document_id"))}

    def latest_decisions(self, *states: State) -> Mapping[DocumentId, list[ReviewDecision]]:
        query = (
            sa.select(review_decisions)
            .join(documents, sa.and_(self._is_in(states), *_is_latest(review_decisions, review_decisions.c.round)))
            .order_by(review_decisions.c.document_id, review_decisions.c.step)
        )
        decisions = [decision_of(row) for row in self.connection.execute(query).mappings()]
        return {document_id: list(made) for document_id, made in groupby(decisions, key=attrgetter("document_id"))}

    def _is_in(self, states: tuple[State, ...]) -> sa.ColumnElement[bool]:
        return sa.and_(documents.c.bureau == self.bureau, documents.c.state.in_(states))

    def add_decision(self, decision: ReviewDecision) -> None:
        row = asdict(decision) | {"dismissals": dict(decision.dismissals)}
        try:
            self.connection.execute(review_decisions.insert().values(**row))
        except IntegrityError as error:
            raise Conflict("这一级审查刚刚已由他人提出意见。") from error

    def note_view(self, document_id: DocumentId, person: PersonId, content_hash: str, at: dt.datetime) -> bool:
        if self.has_viewed(document_id, person, content_hash):
            return False
        self.connection.execute(
            views.insert().values(
                bureau=self.bureau, document_id=document_id, person=person, content_hash=content_hash, viewed_at=at
            )
        )
        return True

    def has_viewed(self, document_id: DocumentId, person: PersonId, content_hash: str) -> bool:
        query = sa.select(views.c.viewed_at).where(
            views.c.bureau == self.bureau,
            views.c.document_id == document_id,
            views.c.person == person,
            views.c.content_hash == content_hash,
        )
        return self.connection.execute(query).first() is not None

    def _is_request(self, document_id: DocumentId, round_number: int, step: int) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            review_requests.c.bureau == self.bureau,
            review_requests.c.document_id == document_id,
            review_requests.c.round == round_number,
            review_requests.c.step == step,
        )


def _is_latest(table: sa.Table, round_number: sa.ColumnElement[int]) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows of a table that belong to the latest round of their document."""
    return (
        table.c.bureau == documents.c.bureau,
        table.c.document_id == documents.c.id,
        round_number == documents.c.round,
    )
