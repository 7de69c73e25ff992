"""The annual report's table of requests, counted from the register: every request once, and the sums agree."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.annual_figures import AnnualFigures, Applicant, RequestRow
from records.domain.requests.answer_rules import AnswerKind, kinds_for
from records.domain.requests.answers import Ground
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.request import ApplicantClass, Closing
from records.domain.requests.yearly import ROW_OF_ANSWER, ROW_OF_GROUND, yearly_rows
from records.services.reporting import ReportingService
from tests.records.office_kit import CLERK, OFFICE, WORKING_DAYS, Office
from tests.records.requests.registry_kit import Registry, an_answer


def rows_of(office: Office, year: int) -> dict[RequestRow, dict[Applicant, int]]:
    """The rows that are not empty, and of them the columns that are not."""
    reporting = ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)
    counted = reporting.request_rows(year) or {}
    AnnualFigures(requests=counted).require_agreement()
    named = {row: dict(zip(Applicant, numbers, strict=True)) for row, numbers in counted.items()}
    found = {row: {key: value for key, value in columns.items() if value} for row, columns in named.items()}
    return {row: columns for row, columns in found.items() if columns}


def test_a_register_without_requests_knows_nothing(office: Office) -> None:
    reporting = ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)
    assert reporting.request_rows(2026) is None


def test_each_request_is_received_and_answered_or_carried_over(office: Office, registry: Registry) -> None:
    registry.answered()
    registry.answered(applicant=ApplicantClass.BUSINESS, description="另一件")
    registry.assigned(applicant=ApplicantClass.PUBLIC_INTEREST, description="没有办完的")
    assert rows_of(office, 2026) == {
        RequestRow.RECEIVED: {Applicant.NATURAL_PERSON: 1, Applicant.BUSINESS: 1, Applicant.PUBLIC_INTEREST: 1},
        RequestRow.DISCLOSED: {Applicant.NATURAL_PERSON: 1, Applicant.BUSINESS: 1},
        RequestRow.CARRIED_OUT: {Applicant.PUBLIC_INTEREST: 1},
    }
    assert rows_of(office, 2027) == {
        RequestRow.CARRIED_IN: {Applicant.PUBLIC_INTEREST: 1},
        RequestRow.CARRIED_OUT: {Applicant.PUBLIC_INTEREST: 1},
    }
    assert rows_of(office, 2025) == {}


def test_an_answer_of_the_next_year_is_that_years_result(office: Office, registry: Registry) -> None:
    office.clock.move_to(2026, 12, 28)
    request_id = registry.drafted()
    registry.approve(request_id)
    office.clock.moment = dt.datetime(2027, 1, 4, 1, tzinfo=dt.UTC)
    registry.services.answering.deliver(request_id, dt.date(2027, 1, 4), "电子邮件，有回执", by=CLERK)
    assert set(rows_of(office, 2026)) == {RequestRow.RECEIVED, RequestRow.CARRIED_OUT}
    assert set(rows_of(office, 2027)) == {RequestRow.CARRIED_IN, RequestRow.DISCLOSED}


@pytest.mark.parametrize("ground", list(Ground))
def test_what_is_withheld_stands_in_the_row_of_its_ground(office: Office, registry: Registry, ground: Ground) -> None:
    request_id = registry.assigned()
    answer = an_answer(kind=AnswerKind.WITHHELD, ground=ground, text="理由说明。", supplied_as=None)
    registry.services.answering.draft(request_id, answer, by=CLERK)
    registry.approve(request_id)
    registry.services.answering.deliver(request_id, registry.today, "电子邮件，有回执", by=CLERK)
    assert set(rows_of(office, 2026)) == {RequestRow.RECEIVED, RequestRow(ground.value)}


def test_what_ends_without_an_answer_stands_under_other_handling(office: Office, registry: Registry) -> None:
    request_id = registry.assigned()
    registry.services.handling.withdraw(request_id, "来函撤回", by=OFFICE)
    assert registry.request(request_id).closing is Closing.WITHDRAWN
    assert set(rows_of(office, 2026)) == {RequestRow.RECEIVED, RequestRow.OTHER}


def test_every_kind_of_answer_ground_and_applicant_has_its_place() -> None:
    assert [each.value for each in ApplicantClass] == [each.value for each in Applicant]
    assert set(ROW_OF_ANSWER) == set(kinds_for(RequestPurpose.DISCLOSURE)) - {AnswerKind.WITHHELD}
    assert set(ROW_OF_GROUND) == set(Ground)
    assert set(yearly_rows([], 2026)) == set(RequestRow)


def test_what_somebody_wrote_stands_and_the_difference_is_named() -> None:
    counted = yearly_rows([], 2026)
    written = AnnualFigures(requests={**counted, RequestRow.RECEIVED: (1, 0, 0, 0, 0, 0)})
    assert written.with_counted(counted) == written
    assert written.differing(counted) == (RequestRow.RECEIVED,)
    assert AnnualFigures().with_counted(counted).requests == counted
    assert AnnualFigures().with_counted(None).requests == {}
