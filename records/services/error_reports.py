"""Reports of errors on published pages: taken from the drop box once, listed for staff, settled by them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.document import Document, PersonId
from records.domain.error_report import ErrorReport, ReportOutcome
from records.domain.errors import NotAllowed, NotFound
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork
from records.services.refusing import refusals_noted

#: Who looks at reports: the office at all, a clerk at those on documents of their own unit.
_STAFF = frozenset({Role.CLERK, Role.OFFICE})


@dataclass(frozen=True, slots=True)
class FlaggedDocument:
    """A document with a report that nobody has settled."""

    document: Document
    report: ErrorReport


@dataclass(frozen=True, slots=True)
class ErrorReportService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def take(self, report: ErrorReport) -> bool:
        """Put a report on record; False if it is there already.

        Raises:
            NotFound: there is no such document, or it was never published.
        """
        with self.open_work() as work:
            if work.error_reports.get(report.id) is not None:
                return False
            work.documents.get(report.document_id)
            if work.publications.latest(report.document_id) is None:
                raise NotFound("这件公文没有公开过。")
            work.error_reports.add(report)
            work.audit.append(
                "error_report:taken",
                at=report.taken_at,
                actor=Role.SYSTEM,
                role=Role.SYSTEM,
                subject_id=report.id,
                details={"document_id": report.document_id, "version": report.version, "fault": report.fault},
            )
            work.commit()
        return True

    def open_for(self, person: PersonId) -> list[FlaggedDocument]:
        """The reports that wait for this person, the oldest first."""
        with self.open_work(read_only=True) as work:
            flagged = [
                FlaggedDocument(work.documents.get(each.document_id), each) for each in work.error_reports.unsettled()
            ]
        return [each for each in flagged if self._may_see_to(person, each.document)]

    def settle(self, report_id: str, outcome: ReportOutcome, *, by: PersonId) -> ErrorReport:
        """Say what came of a report; saying it again changes nothing.

        Raises:
            NotFound: there is none of this id.
            NotAllowed: it is another unit's.
        """
        with refusals_noted(self.open_work, self.clock, "settle_error_report", report_id, by), self.open_work() as work:
            report = work.error_reports.get(report_id)
            if report is None:
                raise NotFound("没有这条报错。")
            if not self._may_see_to(by, work.documents.get(report.document_id)):
                raise NotAllowed("报错由办公室或者公文所属科室的经办人员处理。")
            if report.outcome is not None:
                return report
            settled = replace(report, outcome=outcome, settled_by=by, settled_at=self.clock.now())
            work.error_reports.settle(settled)
            work.audit.append(
                "error_report:settled",
                at=self.clock.now(),
                actor=by,
                role=Role.OFFICE if Role.OFFICE in self.bureau.roles_of(by, None) else Role.CLERK,
                subject_id=report_id,
                details={"document_id": report.document_id, "outcome": outcome},
            )
            work.commit()
        return settled

    def _may_see_to(self, person: PersonId, document: Document) -> bool:
        return not _STAFF.isdisjoint(self.bureau.roles_of(person, document.unit))
