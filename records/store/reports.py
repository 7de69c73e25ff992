"""What reports need of the records of one bureau, inside one transaction; no text is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from records.domain.changes import open_change, published_changes
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId
from records.domain.lifecycle import State
from records.domain.publication import Publication
from records.domain.report_ports import ChangeFacts, DocumentFacts, RereviewFacts
from records.domain.review import Outcome, Round
from records.store.rows import document_of, publication_of, round_of
from records.store.tables import documents, publications, readings, review_rounds

#: Where a document is before anything was decided about its publication.
_ON_ITS_WAY = (State.RECEIVED, State.EXTRACTED, State.IN_REVIEW, State.REFERRED, State.CLEARED, State.QUARANTINED)
_NOT_PUBLISHED = (Outcome.ON_REQUEST, Outcome.WITHHELD)


@dataclass(frozen=True, slots=True)
class SqlReportFacts:
    """Implements `records.domain.report_ports.ReportFacts`."""

    connection: Connection
    bureau: str

    def documents(self, since: dt.datetime) -> list[DocumentFacts]:
        published, closed = self._first_publications(), self._first_refusals()
        query = (
            sa.select(
                documents.c.id,
                documents.c.unit,
                documents.c.state,
                documents.c.title,
                documents.c.document_number,
                documents.c.disclosure,
                documents.c.legal_basis,
                documents.c.received_at,
                readings.c.adopted_on,
                published.c.at.label("published_at"),
                closed.c.at.label("closed_at"),
            )
            .outerjoin(readings, _is_current_reading())
            .outerjoin(published, published.c.document_id == documents.c.id)
            .outerjoin(closed, closed.c.document_id == documents.c.id)
            .where(documents.c.bureau == self.bureau)
            .where(
                sa.or_(
                    documents.c.received_at >= since,
                    documents.c.state.in_(_ON_ITS_WAY),
                    published.c.at >= since,
                    closed.c.at >= since,
                )
            )
            .order_by(documents.c.id)
        )
        return [_document_facts(row) for row in self.connection.execute(query).mappings()]

    def rereviews(self, since: dt.datetime, until: dt.datetime) -> list[RereviewFacts]:
        query = (
            sa.select(
                review_rounds.c.document_id,
                review_rounds.c.unit,
                documents.c.title,
                review_rounds.c.reason_kind,
                review_rounds.c.opened_at,
                review_rounds.c.outcome,
            )
            .join(
                documents,
                sa.and_(documents.c.bureau == review_rounds.c.bureau, documents.c.id == review_rounds.c.document_id),
            )
            .where(review_rounds.c.bureau == self.bureau, review_rounds.c.reason_kind.is_not(None))
            .where(review_rounds.c.opened_at >= since, review_rounds.c.opened_at < until)
            .order_by(review_rounds.c.opened_at, review_rounds.c.document_id)
        )
        return [
            RereviewFacts(**{**row, "outcome": Outcome(row["outcome"]) if row["outcome"] else None})
            for row in self.connection.execute(query).mappings()
        ]

    def changes(self, since: dt.datetime) -> list[ChangeFacts]:
        own = sa.and_(documents.c.bureau == publications.c.bureau, documents.c.id == publications.c.document_id)
        changing = (
            sa.select(documents.c.id)
            .join(publications, own)
            .where(documents.c.bureau == self.bureau)
            .where(sa.or_(documents.c.state.in_(_ON_ITS_WAY), publications.c.published_at >= since))
            .group_by(documents.c.id)
        )
        query = (sa.select(documents).where(documents.c.bureau == self.bureau, documents.c.id.in_(changing))).order_by(
            documents.c.id
        )
        versions, rounds = self._versions(changing), self._rounds(changing)
        return [
            facts
            for row in self.connection.execute(query).mappings()
            for facts in _changes(document_of(row), versions.get(row["id"], []), rounds.get(row["id"], []))
            if facts.change.published_at is None or facts.change.published_at >= since
        ]

    def _versions(self, of: sa.Select[tuple[str]]) -> Mapping[str, list[Publication]]:
        query = (
            sa.select(publications)
            .where(publications.c.bureau == self.bureau, publications.c.document_id.in_(of))
            .order_by(publications.c.document_id, publications.c.version)
        )
        found = [publication_of(row) for row in self.connection.execute(query).mappings()]
        return {document_id: list(each) for document_id, each in groupby(found, key=attrgetter("document_id"))}

    def _rounds(self, of: sa.Select[tuple[str]]) -> Mapping[str, list[Round]]:
        query = (
            sa.select(review_rounds)
            .where(review_rounds.c.bureau == self.bureau, review_rounds.c.document_id.in_(of))
            .order_by(review_rounds.c.document_id, review_rounds.c.number)
        )
        found = [round_of(row) for row in self.connection.execute(query).mappings()]
        return {document_id: list(each) for document_id, each in groupby(found, key=attrgetter("document_id"))}

    def _first_publications(self) -> sa.Subquery:
        """When the first page of each document came before the public."""
        return (
            sa.select(publications.c.document_id, sa.func.min(publications.c.published_at).label("at"))
            .where(publications.c.bureau == self.bureau, publications.c.listed_only.is_(False))
            .group_by(publications.c.document_id)
            .subquery("published")
        )

    def _first_refusals(self) -> sa.Subquery:
        """When a review of each document first ended with a decision not to publish it."""
        return (
            sa.select(review_rounds.c.document_id, sa.func.min(review_rounds.c.closed_at).label("at"))
            .where(review_rounds.c.bureau == self.bureau, review_rounds.c.outcome.in_(_NOT_PUBLISHED))
            .group_by(review_rounds.c.document_id)
            .subquery("closed")
        )


def _changes(document: Document, versions: list[Publication], rounds: list[Round]) -> Iterator[ChangeFacts]:
    """The changes that are public, then the one that is on its way."""
    waiting = open_change(document.content_hash, versions, rounds) if document.state in _ON_ITS_WAY else None
    for change in (*published_changes(versions, rounds), *((waiting,) if waiting else ())):
        yield ChangeFacts(document.id, document.unit, document.title, change)


def _is_current_reading() -> sa.ColumnElement[bool]:
    return sa.and_(
        readings.c.bureau == documents.c.bureau,
        readings.c.document_id == documents.c.id,
        readings.c.content_hash == documents.c.content_hash,
    )


def _document_facts(row: RowMapping) -> DocumentFacts:
    disclosure = row["disclosure"]
    return DocumentFacts(
        **{
            **row,
            "id": DocumentId(row["id"]),
            "state": State(row["state"]),
            "disclosure": Disclosure(disclosure) if disclosure else None,
        }
    )
