"""Reports of errors: on record once, seen by those who may see to them, settled once, text in no audit entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.domain.document import DocumentId, PersonId
from records.domain.error_report import ErrorReport, ReportOutcome
from records.domain.errors import NotAllowed, NotFound
from records.services.error_reports import ErrorReportService
from tests.records.office_kit import BUREAU, CLERK, UNIT_HEAD, Office

TEXT = "第二段应为三年"


@pytest.fixture
def reports(office: Office) -> ErrorReportService:
    return ErrorReportService(office.records, office.clock, BUREAU)


def report(office: Office, document_id: DocumentId, number: int = 1) -> ErrorReport:
    now = office.clock.now()
    return ErrorReport(BUREAU.id, f"01JZX{number:021d}", document_id, 1, "text", TEXT, now, now)


def office_person() -> PersonId:
    return next(person.id for person in BUREAU.people if "office" in person.roles)


def test_a_report_is_on_record_once_and_waits_for_its_unit_and_the_office(
    office: Office, reports: ErrorReportService
) -> None:
    document_id = office.publish()
    sent = report(office, document_id)

    assert reports.take(sent)
    assert not reports.take(sent)

    for person in (CLERK, office_person()):
        (flagged,) = reports.open_for(person)
        assert (flagged.document.id, flagged.report) == (document_id, sent)
    assert reports.open_for(UNIT_HEAD) == []


def test_the_audit_chain_has_kind_and_place_and_not_the_text(office: Office, reports: ErrorReportService) -> None:
    sent = report(office, office.publish())
    reports.take(sent)
    reports.settle(sent.id, ReportOutcome.CORRECTED, by=CLERK)

    with office.records(read_only=True) as work:
        entries = list(work.audit.entries(sent.id))
    assert [entry.action for entry in entries] == ["error_report:taken", "error_report:settled"]
    assert not any(TEXT in entry.details for entry in entries)


def test_who_settled_it_and_how_stays_whoever_says_it_again(office: Office, reports: ErrorReportService) -> None:
    sent = report(office, office.publish())
    reports.take(sent)

    settled = reports.settle(sent.id, ReportOutcome.NO_ERROR, by=CLERK)
    again = reports.settle(sent.id, ReportOutcome.CORRECTED, by=office_person())

    assert settled == replace(sent, outcome=ReportOutcome.NO_ERROR, settled_by=CLERK, settled_at=office.clock.now())
    assert again == settled
    assert reports.open_for(CLERK) == []


def test_others_may_not_settle_it_and_the_try_is_on_record(office: Office, reports: ErrorReportService) -> None:
    sent = report(office, office.publish())
    reports.take(sent)

    with pytest.raises(NotAllowed):
        reports.settle(sent.id, ReportOutcome.NO_ERROR, by=UNIT_HEAD)

    assert office.actions(sent.id)[-1] == "document:refused"
    with pytest.raises(NotFound):
        reports.settle("01JZX999999999999999999999", ReportOutcome.NO_ERROR, by=CLERK)


def test_there_are_no_reports_on_what_was_never_published(office: Office, reports: ErrorReportService) -> None:
    with pytest.raises(NotFound):
        reports.take(report(office, office.submit()))
    with pytest.raises(NotFound):
        reports.take(report(office, DocumentId("01JZX999999999999999999999")))
