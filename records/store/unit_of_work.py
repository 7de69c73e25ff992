"""One transaction over the records of one bureau; it rolls back unless it is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from records.domain.errors import StoreUnavailable
from records.store.audit_log import SqlAuditTrail
from records.store.comments import SqlComments
from records.store.consultations import SqlConsultations
from records.store.delegations import SqlDelegations
from records.store.engine import connect, lock_bureau, truncate_log
from records.store.error_reports import SqlErrorReports
from records.store.lists import SqlLists
from records.store.operations import SqlOperationFacts
from records.store.outbox import SqlOutbox
from records.store.reminders import SqlReminders
from records.store.reports import SqlReportFacts
from records.store.repositories import SqlArrivals, SqlDocuments, SqlPublications, SqlReadings
from records.store.requests import SqlRequests
from records.store.reviews import SqlReviews
from records.store.subscriptions import SqlSubscriptions


@dataclass(frozen=True, slots=True)
class SqlRecords:
    """Opens units of work; call it like a function. `audit_key` is the secret of the audit chain's keyed digests."""

    engine: Engine
    bureau: str
    audit_key: bytes = field(repr=False)

    def __call__(self, *, read_only: bool = False) -> SqlUnitOfWork:
        return SqlUnitOfWork(self, read_only=read_only)

    def forget_erased(self) -> None:
        """See `records.domain.ports.OpenWork`. On PostgreSQL, erased rows go with the next VACUUM."""
        truncate_log(self.engine)


class SqlUnitOfWork:
    """See `records.domain.ports.UnitOfWork`.

    Raises StoreUnavailable, on entering or leaving, if the database does not answer or stays locked.
    """

    documents: SqlDocuments
    readings: SqlReadings
    arrivals: SqlArrivals
    reviews: SqlReviews
    delegations: SqlDelegations
    publications: SqlPublications
    reminders: SqlReminders
    error_reports: SqlErrorReports
    report_facts: SqlReportFacts
    requests: SqlRequests
    operations: SqlOperationFacts
    consultations: SqlConsultations
    comments: SqlComments
    lists: SqlLists
    subscriptions: SqlSubscriptions
    outbox: SqlOutbox
    audit: SqlAuditTrail

    def __init__(self, records: SqlRecords, *, read_only: bool) -> None:
        self._records = records
        self._read_only = read_only
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        records = self._records
        try:
            connection = self._connection = connect(records.engine, read_only=self._read_only)
            connection.begin()
            if not self._read_only:
                lock_bureau(connection, records.bureau)
        except (OperationalError, InterfaceError) as error:
            self._close()
            raise _unavailable() from error
        self.documents = SqlDocuments(connection, records.bureau)
        self.readings = SqlReadings(connection, records.bureau)
        self.arrivals = SqlArrivals(connection, records.bureau)
        self.reviews = SqlReviews(connection, records.bureau)
        self.delegations = SqlDelegations(connection, records.bureau)
        self.publications = SqlPublications(connection, records.bureau)
        self.reminders = SqlReminders(connection, records.bureau)
        self.error_reports = SqlErrorReports(connection, records.bureau)
        self.report_facts = SqlReportFacts(connection, records.bureau)
        self.requests = SqlRequests(connection, records.bureau)
        self.operations = SqlOperationFacts(connection, records.bureau)
        self.consultations = SqlConsultations(connection, records.bureau)
        self.comments = SqlComments(connection, records.bureau)
        self.lists = SqlLists(connection, records.bureau)
        self.subscriptions = SqlSubscriptions(connection, records.bureau)
        self.outbox = SqlOutbox(connection, records.bureau)
        self.audit = SqlAuditTrail(connection, records.bureau, records.audit_key)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if isinstance(error, OperationalError | InterfaceError):
            raise _unavailable() from error

    def commit(self) -> None:
        if self._connection is not None:
            self._connection.commit()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()  # rolls back what was not committed
            self._connection = None


def _unavailable() -> StoreUnavailable:
    return StoreUnavailable("记录库暂时无法访问，请稍后重试。")
