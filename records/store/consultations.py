"""Consultations in the database, with what was ruled on the need for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    Notice,
    NoticeApproval,
    PublicConsultation,
    SummarisedOpinion,
)
from records.domain.consultations.needs import NeedRuling
from records.domain.document import DocumentId, PersonId
from records.domain.errors import Conflict, NotFound
from records.store.consultation_tables import consultation_needs, consultations
from records.store.rows import Row


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one column holds as JSON."""

    notice: Notice
    prepared_by: PersonId
    prepared_at: dt.datetime
    approvals: tuple[NoticeApproval, ...]
    approved_at: dt.datetime | None
    extended_to: dt.date | None
    opinions: tuple[SummarisedOpinion, ...]
    ended_at: dt.datetime | None


_FACTS = TypeAdapter(_Facts)
_FACT_NAMES = tuple(_Facts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class SqlConsultations:
    """See `records.domain.consultations.ports.Consultations`."""

    connection: Connection
    bureau: str

    def get(self, consultation_id: ConsultationId) -> PublicConsultation:
        found = self._list(consultations.c.id == consultation_id)
        if not found:
            raise NotFound("没有这次征求意见。")
        return found[0]

    def add(self, consultation: PublicConsultation) -> None:
        self.connection.execute(consultations.insert().values(**_row(consultation)))

    def save(self, consultation: PublicConsultation) -> PublicConsultation:
        saved = replace(consultation, version=consultation.version + 1)
        done = self.connection.execute(
            consultations.update()
            .where(
                consultations.c.bureau == self.bureau,
                consultations.c.id == consultation.id,
                consultations.c.version == consultation.version,
            )
            .values(**_row(saved))
        )
        if done.rowcount != 1:
            raise Conflict("这次征求意见刚刚由他人办理过，请刷新后再办理。")
        return saved

    def in_states(self, states: Iterable[ConsultationState]) -> list[PublicConsultation]:
        return self._list(consultations.c.state.in_(list(states)))[::-1]

    def of_decision(self, document_id: DocumentId) -> list[PublicConsultation]:
        return self._list(consultations.c.decision_id == document_id)

    def of_document(self, document_id: DocumentId) -> list[PublicConsultation]:
        columns = consultations.c
        return self._list(
            sa.or_(*(each == document_id for each in (columns.draft_id, columns.report_id, columns.decision_id)))
        )

    def ruling(self, document_id: DocumentId) -> NeedRuling | None:
        query = sa.select(consultation_needs).where(*self._needs(document_id))
        row = self.connection.execute(query).mappings().first()
        return _ruling_of(row) if row is not None else None

    def rule(self, ruling: NeedRuling) -> None:
        self.connection.execute(consultation_needs.delete().where(*self._needs(ruling.document_id)))
        self.connection.execute(consultation_needs.insert().values(**asdict(ruling)))

    def _needs(self, document_id: DocumentId) -> tuple[sa.ColumnElement[bool], ...]:
        return consultation_needs.c.bureau == self.bureau, consultation_needs.c.document_id == document_id

    def _list(self, *conditions: sa.ColumnElement[bool]) -> list[PublicConsultation]:
        query = sa.select(consultations).where(consultations.c.bureau == self.bureau, *conditions)
        return [_consultation_of(row) for row in self.connection.execute(query.order_by(consultations.c.id)).mappings()]


def _row(consultation: PublicConsultation) -> dict[str, Any]:
    facts = _Facts(**{name: getattr(consultation, name) for name in _FACT_NAMES})
    row = {name: value for name, value in asdict(consultation).items() if name not in _FACT_NAMES}
    return row | {"closes_on": consultation.closes_on, "facts": _FACTS.dump_python(facts, mode="json")}


def _consultation_of(row: Row) -> PublicConsultation:
    values = dict(row)
    facts = _FACTS.validate_python(values.pop("facts"))
    del values["closes_on"]  # kept beside the facts to be asked for; the facts say it
    kinds = {
        "id": ConsultationId(values["id"]),
        "draft_id": DocumentId(values["draft_id"]),
        "state": ConsultationState(values["state"]),
        "report_id": DocumentId(values["report_id"]) if values["report_id"] else None,
        "decision_id": DocumentId(values["decision_id"]) if values["decision_id"] else None,
    }
    return PublicConsultation(**values | kinds | {name: getattr(facts, name) for name in _FACT_NAMES})


def _ruling_of(row: Row) -> NeedRuling:
    values = dict(row)
    kinds = {"document_id": DocumentId(values["document_id"]), "ruled_by": PersonId(values["ruled_by"])}
    return NeedRuling(**values | kinds)
