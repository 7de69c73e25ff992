"""Documents, readings, arrivals and publications of one bureau, inside one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import Conflict, NotFound
from records.domain.ledger import Arrival, ArrivalFacts
from records.domain.lifecycle import State
from records.domain.publication import HAS_A_PAGE, Publication, format_index_number
from records.domain.reading import Reading, ReadingSummary
from records.store.rows import arrival_of, document_of, document_row, publication_of, reading_of, reading_row
from records.store.tables import arrivals, documents, index_numbers, publications, readings, sightings

#: SQLite takes 32,766 values in one statement, PostgreSQL twice as many.
_IDS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class SqlDocuments:
    connection: Connection
    bureau: str

    def get(self, document_id: DocumentId) -> Document:
        row = self.connection.execute(self._select().where(documents.c.id == document_id)).mappings().first()
        if row is None:
            raise NotFound(f"没有编号为 {document_id} 的公文。")
        return document_of(row)

    def with_original(self, sha256: str) -> Document | None:
        row = self.connection.execute(self._select().where(documents.c.original_sha256 == sha256)).mappings().first()
        return document_of(row) if row else None

    def add(self, document: Document) -> None:
        self.connection.execute(documents.insert().values(**document_row(document)))

    def save(self, document: Document) -> Document:
        saved = replace(document, version=document.version + 1)
        changed = self.connection.execute(
            documents.update()
            .where(documents.c.bureau == self.bureau, documents.c.id == document.id)
            .where(documents.c.version == document.version)
            .values(**document_row(saved))
        )
        if changed.rowcount != 1:
            raise Conflict("该公文刚刚被他人更新。")
        return saved

    def in_states(self, *states: State, limit: int | None = None) -> list[Document]:
        return self._list(self._select().where(documents.c.state.in_(states)).limit(limit))

    def to_publish(self) -> list[DocumentId]:
        has_page = sa.exists().where(
            publications.c.bureau == documents.c.bureau,
            publications.c.document_id == documents.c.id,
            publications.c.status.in_(HAS_A_PAGE),
        )
        on_request = documents.c.state == State.ON_REQUEST
        listable = sa.and_(on_request, documents.c.disclosure == Disclosure.ON_REQUEST, documents.c.listable, ~has_page)
        query = (
            sa.select(documents.c.id)
            .where(documents.c.bureau == self.bureau, documents.c.state.in_((State.CLEARED, State.ON_REQUEST)))
            .where(sa.or_(documents.c.state == State.CLEARED, listable))
            .order_by(on_request, documents.c.id)
        )
        return [DocumentId(document_id) for document_id in self.connection.execute(query).scalars()]

    def to_reassess(self, until: dt.date) -> list[Document]:
        closed = documents.c.state.in_((State.WITHHELD, State.ON_REQUEST))
        query = self._select().where(closed, documents.c.reassess_on <= until)
        rows = self.connection.execute(query.order_by(documents.c.reassess_on, documents.c.id)).mappings()
        return [document_of(row) for row in rows]

    def first_received_at(self) -> dt.datetime | None:
        query = sa.select(sa.func.min(documents.c.received_at)).where(documents.c.bureau == self.bureau)
        first: dt.datetime | None = self.connection.execute(query).scalar_one()
        return first

    def handed_in_by(self, person: PersonId, *, skip: int = 0, limit: int | None = None) -> list[Document]:
        query = self._select().where(documents.c.handed_in_by == person).order_by(documents.c.id.desc())
        rows = self.connection.execute(query.offset(skip).limit(limit)).mappings()
        return [document_of(row) for row in rows]

    def count_handed_in_by(self, person: PersonId) -> int:
        counted = sa.select(sa.func.count()).where(
            documents.c.bureau == self.bureau, documents.c.handed_in_by == person
        )
        return self.connection.execute(counted).scalar_one()

    def with_text(self, text: str, *, limit: int) -> list[Document]:
        columns = (documents.c.title, documents.c.document_number, documents.c.id)
        holds = sa.or_(*(column.icontains(text, autoescape=True) for column in columns))
        query = self._select().where(holds).order_by(documents.c.id.desc()).limit(limit)
        return [document_of(row) for row in self.connection.execute(query).mappings()]

    def all(self) -> list[Document]:
        return self._list(self._select())

    def count_by_state(self) -> Mapping[State, int]:
        counted = self.connection.execute(
            sa.select(documents.c.state, sa.func.count())
            .where(documents.c.bureau == self.bureau)
            .group_by(documents.c.state)
        )
        return {State(state): count for state, count in counted}

    def _select(self) -> sa.Select[tuple[object, ...]]:
        return sa.select(documents).where(documents.c.bureau == self.bureau)

    def _list(self, query: sa.Select[tuple[object, ...]]) -> list[Document]:
        # A ULID begins with the time of intake: its order is the order of arrival.
        return [document_of(row) for row in self.connection.execute(query.order_by(documents.c.id)).mappings()]


@dataclass(frozen=True, slots=True)
class SqlReadings:
    connection: Connection
    bureau: str

    def get(self, document_id: DocumentId, content_hash: str) -> Reading:
        row = self.connection.execute(
            sa.select(readings.c.content).where(*self._is(document_id), readings.c.content_hash == content_hash)
        ).first()
        if row is None:
            raise NotFound(f"公文 {document_id} 没有这一内容的读取结果。")
        return reading_of(row.content)

    def put(self, document_id: DocumentId, content_hash: str, reading: Reading) -> None:
        self.connection.execute(
            readings.delete().where(*self._is(document_id), readings.c.content_hash == content_hash)
        )
        self.connection.execute(
            readings.insert().values(
                bureau=self.bureau,
                document_id=document_id,
                content_hash=content_hash,
                content=reading_row(reading),
                **asdict(reading.summary),
            )
        )

    def erase(self, document_id: DocumentId) -> None:
        self.connection.execute(readings.delete().where(*self._is(document_id)))

    def summaries(self, *states: State) -> Mapping[DocumentId, ReadingSummary]:
        current = sa.and_(
            documents.c.bureau == readings.c.bureau,
            documents.c.id == readings.c.document_id,
            documents.c.content_hash == readings.c.content_hash,
        )
        query = (
            sa.select(readings.c.document_id, readings.c.adopted_on, readings.c.blocking_findings)
            .join(documents, current)
            .where(documents.c.bureau == self.bureau, documents.c.state.in_(states))
        )
        return {
            DocumentId(document_id): ReadingSummary(adopted_on, blocking_findings)
            for document_id, adopted_on, blocking_findings in self.connection.execute(query)
        }

    def _is(self, document_id: DocumentId) -> tuple[sa.ColumnElement[bool], ...]:
        return readings.c.bureau == self.bureau, readings.c.document_id == document_id


@dataclass(frozen=True, slots=True)
class SqlArrivals:
    connection: Connection
    bureau: str

    def get(self, arrival_id: str) -> Arrival | None:
        return self._first(arrivals.c.id == arrival_id)

    def of_document(self, document_id: DocumentId) -> list[Arrival]:
        query = self._select().where(arrivals.c.document_id == document_id).order_by(arrivals.c.id)
        return [arrival_of(row) for row in self.connection.execute(query).mappings()]

    def with_facts(self, facts: ArrivalFacts) -> Arrival | None:
        return self._first(
            arrivals.c.source_path == facts.source_path,
            arrivals.c.size_bytes == facts.size_bytes,
            arrivals.c.modified_at == facts.modified_at,
        )

    def add(self, arrival: Arrival) -> None:
        self.connection.execute(arrivals.insert().values(**asdict(arrival)))

    def save(self, arrival: Arrival) -> None:
        self.connection.execute(
            arrivals.update()
            .where(arrivals.c.bureau == self.bureau, arrivals.c.id == arrival.id)
            .values(**asdict(arrival))
        )

    def note_seen(self, run_key: str, arrival_id: str) -> None:
        seen = self._seen(run_key).where(sightings.c.arrival_id == arrival_id)
        if self.connection.execute(seen).first() is None:
            self.connection.execute(
                sightings.insert().values(bureau=self.bureau, run_key=run_key, arrival_id=arrival_id)
            )

    def seen_by(self, run_key: str) -> list[Arrival]:
        query = self._select().where(arrivals.c.id.in_(self._seen(run_key))).order_by(arrivals.c.id)
        return [arrival_of(row) for row in self.connection.execute(query).mappings()]

    def seen_among(self, run_key: str, ids: Sequence[str]) -> list[Arrival]:
        found: list[Arrival] = []
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[start : start + _IDS_AT_ONCE]
            query = self._select().where(arrivals.c.id.in_(some), arrivals.c.id.in_(self._seen(run_key)))
            found += [arrival_of(row) for row in self.connection.execute(query).mappings()]
        return found

    def count_seen(self, run_key: str) -> int:
        counted = self.connection.execute(sa.select(sa.func.count()).select_from(self._seen(run_key).subquery()))
        return int(counted.scalar_one())

    def _seen(self, run_key: str) -> sa.Select[tuple[str]]:
        return sa.select(sightings.c.arrival_id).where(
            sightings.c.bureau == self.bureau, sightings.c.run_key == run_key
        )

    def _select(self) -> sa.Select[tuple[object, ...]]:
        return sa.select(arrivals).where(arrivals.c.bureau == self.bureau)

    def _first(self, *conditions: sa.ColumnElement[bool]) -> Arrival | None:
        row = self.connection.execute(self._select().where(*conditions)).mappings().first()
        return arrival_of(row) if row else None


@dataclass(frozen=True, slots=True)
class SqlPublications:
    connection: Connection
    bureau: str

    def all_versions(self, *states: State) -> Mapping[DocumentId, list[Publication]]:
        in_states = sa.select(documents.c.id).where(documents.c.bureau == self.bureau, documents.c.state.in_(states))
        found = self._list(publications.c.document_id.in_(in_states))
        return {document_id: list(each) for document_id, each in groupby(found, key=attrgetter("document_id"))}

    def latest(self, document_id: DocumentId) -> Publication | None:
        versions = self.versions(document_id)
        return versions[-1] if versions else None

    def versions(self, document_id: DocumentId) -> list[Publication]:
        return self._list(publications.c.document_id == document_id)

    def all(self) -> list[Publication]:
        return self._list()

    def add(self, publication: Publication) -> None:
        self.connection.execute(publications.insert().values(**asdict(publication)))

    def save(self, publication: Publication) -> None:
        self.connection.execute(
            publications.update()
            .where(publications.c.bureau == self.bureau)
            .where(publications.c.document_id == publication.document_id)
            .where(publications.c.version == publication.version)
            .values(**asdict(publication))
        )

    def index_number(self, document_id: DocumentId, index_code: str, year: int) -> str:
        given = self.connection.execute(
            sa.select(index_numbers.c.index_number).where(
                index_numbers.c.bureau == self.bureau, index_numbers.c.document_id == document_id
            )
        ).scalar()
        return given or self._next_index_number(document_id, index_code, year)

    def _next_index_number(self, document_id: DocumentId, index_code: str, year: int) -> str:
        last = self.connection.execute(
            sa.select(sa.func.max(index_numbers.c.serial)).where(
                index_numbers.c.bureau == self.bureau, index_numbers.c.year == year
            )
        ).scalar()
        serial = (last or 0) + 1
        index_number = format_index_number(index_code, year, serial)
        self.connection.execute(
            index_numbers.insert().values(
                bureau=self.bureau, year=year, serial=serial, document_id=document_id, index_number=index_number
            )
        )
        return index_number

    def _list(self, *conditions: sa.ColumnElement[bool]) -> list[Publication]:
        query = (
            sa.select(publications)
            .where(publications.c.bureau == self.bureau, *conditions)
            .order_by(publications.c.document_id, publications.c.version)
        )
        return [publication_of(row) for row in self.connection.execute(query).mappings()]
