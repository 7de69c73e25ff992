"""Requests in the database: kinds and dates as they are, what names the requester as an encrypted box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from records.domain.document import PersonId
from records.domain.errors import Conflict, NotFound
from records.domain.requests.answers import Answer
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.often import OftenOutcome, OftenRuling
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.receipt import Channel
from records.domain.requests.request import (
    ApplicantClass,
    Approval,
    Closing,
    Consultation,
    Correction,
    Delivery,
    DisclosureRequest,
    Excess,
    Extension,
    Fee,
    RequestId,
)
from records.store.rows import Row
from records.store.tables import disclosure_requests, often_rulings


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one column holds as JSON."""

    correction: Correction | None
    consultations: tuple[Consultation, ...]
    extension: Extension | None
    excess: Excess | None
    fee: Fee | None
    answer: Answer | None
    approvals: tuple[Approval, ...]
    reply_days: int | None = None


_FACTS = TypeAdapter(_Facts)
_FACT_NAMES = tuple(_Facts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class SqlRequests:
    """See `records.domain.requests.ports.Requests`."""

    connection: Connection
    bureau: str

    def get(self, request_id: RequestId) -> DisclosureRequest:
        found = self._list(disclosure_requests.c.id == request_id)
        if not found:
            raise NotFound("没有这件申请。")
        return found[0]

    def has(self, request_id: RequestId) -> bool:
        return bool(self._list(disclosure_requests.c.id == request_id))

    def add(self, request: DisclosureRequest) -> None:
        self.connection.execute(disclosure_requests.insert().values(**_row(request)))

    def save(self, request: DisclosureRequest) -> DisclosureRequest:
        saved = replace(request, version=request.version + 1)
        done = self.connection.execute(
            disclosure_requests.update()
            .where(
                disclosure_requests.c.bureau == self.bureau,
                disclosure_requests.c.id == request.id,
                disclosure_requests.c.version == request.version,
            )
            .values(**_row(saved))
        )
        if done.rowcount != 1:
            raise Conflict("这件申请刚刚由他人办理过，请刷新后再办理。")
        return saved

    def in_states(self, states: Iterable[RequestState]) -> list[DisclosureRequest]:
        return self._list(disclosure_requests.c.state.in_(list(states)))

    def recently_closed(self, limit: int) -> list[DisclosureRequest]:
        columns = disclosure_requests.c
        query = (
            sa.select(disclosure_requests)
            .where(columns.bureau == self.bureau, columns.state == RequestState.CLOSED)
            .order_by(columns.closed_at.desc(), columns.id.desc())
            .limit(limit)
        )
        return [_request_of(row) for row in self.connection.execute(query).mappings()]

    def same(self, fingerprint: str) -> list[DisclosureRequest]:
        return self._list(disclosure_requests.c.fingerprint == fingerprint)

    def nth_of_month(self, request: DisclosureRequest) -> int:
        if not request.requester_key:
            return 0
        columns, day = disclosure_requests.c, request.arrived_on
        query = sa.select(sa.func.count()).where(
            columns.bureau == self.bureau,
            columns.requester_key == request.requester_key,
            columns.arrived_on >= day.replace(day=1),
            sa.or_(columns.arrived_on < day, sa.and_(columns.arrived_on == day, columns.id <= request.id)),
        )
        return self.connection.execute(query).scalar_one()

    def repeated_information(self, times: int) -> list[DisclosureRequest]:
        columns = disclosure_requests.c
        repeated = (
            sa.select(columns.information_key)
            .where(columns.bureau == self.bureau, columns.information_key != "")
            .group_by(columns.information_key)
            .having(sa.func.count() >= times)
        )
        return self._list(columns.information_key.in_(repeated))

    def often_rulings(self) -> Mapping[str, OftenRuling]:
        query = sa.select(often_rulings).where(often_rulings.c.bureau == self.bureau)
        rulings = (_ruling_of(row) for row in self.connection.execute(query).mappings())
        return {ruling.information_key: ruling for ruling in rulings}

    def rule_often(self, ruling: OftenRuling) -> None:
        columns = often_rulings.c
        same = (columns.bureau == self.bureau, columns.information_key == ruling.information_key)
        self.connection.execute(often_rulings.delete().where(*same))
        self.connection.execute(often_rulings.insert().values(**asdict(ruling)))

    def next_serial(self, year: int) -> int:
        query = sa.select(sa.func.max(disclosure_requests.c.letter_serial)).where(
            disclosure_requests.c.bureau == self.bureau, disclosure_requests.c.letter_year == year
        )
        return (self.connection.execute(query).scalar_one_or_none() or 0) + 1

    def untold(self, limit: int) -> list[DisclosureRequest]:
        columns = disclosure_requests.c
        return self._list(columns.status_key.is_not(None), columns.status_version < columns.version, limit=limit)

    def mark_told(self, request_id: RequestId, version: int) -> None:
        self.connection.execute(
            disclosure_requests.update()
            .where(disclosure_requests.c.bureau == self.bureau, disclosure_requests.c.id == request_id)
            .values(status_version=version)
        )

    def to_erase(self, closed_before: dt.datetime) -> list[DisclosureRequest]:
        columns = disclosure_requests.c
        return self._list(columns.closed_at < closed_before, columns.sealed.is_not(None))

    def _list(self, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[DisclosureRequest]:
        query = (
            sa.select(disclosure_requests)
            .where(disclosure_requests.c.bureau == self.bureau, *conditions)
            .order_by(disclosure_requests.c.id)
            .limit(limit)
        )
        return [_request_of(row) for row in self.connection.execute(query).mappings()]


def _row(request: DisclosureRequest) -> dict[str, Any]:
    facts = _Facts(**{name: getattr(request, name) for name in _FACT_NAMES})
    row = {name: value for name, value in asdict(request).items() if name not in _FACT_NAMES}
    return row | {"facts": _FACTS.dump_python(facts, mode="json")}


def _request_of(row: Row) -> DisclosureRequest:
    values = dict(row)
    facts = _FACTS.validate_python(values.pop("facts"))
    closing = values["closing"]
    kinds = {
        "id": RequestId(values["id"]),
        "channel": Channel(values["channel"]),
        "purpose": RequestPurpose(values["purpose"]),
        "applicant": ApplicantClass(values["applicant"]),
        "delivery": Delivery(values["delivery"]),
        "state": RequestState(values["state"]),
        "closing": Closing(closing) if closing else None,
    }
    return DisclosureRequest(**values | kinds | {name: getattr(facts, name) for name in _FACT_NAMES})


def _ruling_of(row: Row) -> OftenRuling:
    values = dict(row)
    kinds = {"outcome": OftenOutcome(values["outcome"]), "ruled_by": PersonId(values["ruled_by"])}
    return OftenRuling(**values | kinds)
