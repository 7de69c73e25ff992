"""Error reports in the database: added and settled, never deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from records.domain.document import DocumentId, PersonId
from records.domain.error_report import ErrorReport, ReportOutcome
from records.store.tables import error_reports


@dataclass(frozen=True, slots=True)
class SqlErrorReports:
    connection: Connection
    bureau: str

    def get(self, report_id: str) -> ErrorReport | None:
        row = self.connection.execute(self._mine().where(error_reports.c.id == report_id)).mappings().first()
        return _report_of(row) if row is not None else None

    def unsettled(self) -> list[ErrorReport]:
        query = self._mine().where(error_reports.c.outcome.is_(None)).order_by(error_reports.c.id)
        return [_report_of(row) for row in self.connection.execute(query).mappings()]

    def add(self, report: ErrorReport) -> None:
        self.connection.execute(error_reports.insert().values(**asdict(report)))

    def settle(self, settled: ErrorReport) -> None:
        self.connection.execute(
            error_reports.update()
            .where(error_reports.c.bureau == self.bureau, error_reports.c.id == settled.id)
            .values(outcome=settled.outcome, settled_by=settled.settled_by, settled_at=settled.settled_at)
        )

    def _mine(self) -> sa.Select[tuple[object, ...]]:
        return sa.select(error_reports).where(error_reports.c.bureau == self.bureau)


def _report_of(row: RowMapping) -> ErrorReport:
    values = dict(row)
    outcome, settled_by = values["outcome"], values["settled_by"]
    values["document_id"] = DocumentId(values["document_id"])
    values["outcome"] = ReportOutcome(outcome) if outcome else None
    values["settled_by"] = PersonId(settled_by) if settled_by else None
    return ErrorReport(**values)
