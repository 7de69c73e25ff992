"""The annual report: what the records count, and figures that have to agree, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from records.domain.annual_figures import (
    APPLICANT_NAMES,
    RESULTS,
    AnnualFigures,
    Applicant,
    CaseKind,
    Disclosed,
    FiguresDisagree,
    RequestRow,
)
from records.domain.annual_report import Part, RecordedYear, YearNotBegun, annual_report_due
from records.domain.review import Verdict
from records.services.reporting import ReportingService
from tests.records.office_kit import ARTICLE_15, DEPUTY, HEAD, OFFICE, UNIT_HEAD, WORKING_DAYS, Office

NOTHING = tuple(0 for _ in Applicant)


def rows(**changed: tuple[int, ...]) -> dict[RequestRow, tuple[int, ...]]:
    """All rows of table three, zero but for these."""
    return {row: changed.get(row.value, NOTHING) for row in RequestRow}


def figures(**changed: tuple[int, ...]) -> AnnualFigures:
    return AnnualFigures(
        disclosed={each: Decimal(0) for each in Disclosed},
        requests=rows(**changed),
        cases=dict.fromkeys(CaseKind, (0, 0, 0, 0)),
    )


@pytest.fixture
def reporting(office: Office) -> ReportingService:
    return ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)


def test_a_year_is_counted_by_what_was_published_and_decided_in_it(office: Office, reporting: ReportingService) -> None:
    in_time = office.publish("按期的")
    late = office.submit("迟的")
    office.clock.move_to(2026, 3, 12)
    office.approve_all(late)
    office.publishing.publish(late)
    withheld = office.submit("不公开的")
    office.decide(withheld, UNIT_HEAD, Verdict.WITHHOLD, reason="涉及隐私", legal_basis=ARTICLE_15)
    for person in (DEPUTY, HEAD):
        office.decide(withheld, person)
    office.submit("未办结的")
    office.review.request_rereview(in_time, by=OFFICE, reason_kind="other", reason="再看", urgent=False)
    recorded = reporting.annual(2026, AnnualFigures(), {}).recorded
    assert recorded == RecordedYear(published=2, in_time=1, late=1, withheld=1, rereviews=1)
    assert reporting.annual(2025, AnnualFigures(), {}).recorded == RecordedYear()


def test_a_year_ahead_has_no_report(reporting: ReportingService) -> None:
    with pytest.raises(YearNotBegun):
        reporting.annual(2027, AnnualFigures(), {})


def test_what_is_missing_is_named_and_is_no_zero(reporting: ReportingService) -> None:
    known = figures()
    without = replace(known, requests={row: known.requests[row] for row in RequestRow if row is not RequestRow.PROCESS})
    assert without.missing == (RequestRow.PROCESS,)
    assert without.total(*RESULTS) is None
    words = dict.fromkeys(Part, "无")
    assert not reporting.annual(2026, without, words).is_complete
    assert not reporting.annual(2026, known, words | {Part.PROBLEMS: ""}).is_complete
    assert reporting.annual(2026, known, words).is_complete


def test_what_came_in_is_what_was_dealt_with_and_what_is_left() -> None:
    figures(
        received=(3, 1, 0, 0, 0, 0),
        carried_in=(1, 0, 0, 0, 0, 0),
        disclosed=(2, 1, 0, 0, 0, 0),
        process=(1, 0, 0, 0, 0, 0),
        carried_out=(1, 0, 0, 0, 0, 0),
    ).require_agreement()


def test_a_column_that_does_not_agree_is_named_with_its_numbers() -> None:
    wrong = figures(received=(3, 0, 0, 0, 2, 0), disclosed=(2, 0, 0, 0, 2, 0))
    with pytest.raises(FiguresDisagree) as fault:
        wrong.require_agreement()
    (cell,) = fault.value.cells
    assert "“自然人”列" in cell
    assert "共 3 件" in cell
    assert "共 2 件" in cell


@pytest.mark.parametrize("row", [RequestRow.RECEIVED, *RESULTS, RequestRow.CARRIED_OUT])
@pytest.mark.parametrize("column", range(len(Applicant)))
def test_one_number_too_many_anywhere_is_found(row: RequestRow, column: int) -> None:
    numbers = tuple(int(place == column) for place in range(len(Applicant)))
    with pytest.raises(FiguresDisagree, match=f"“{list(APPLICANT_NAMES.values())[column]}”列"):
        figures(**{row.value: numbers}).require_agreement()


def test_what_the_last_year_left_is_what_this_year_begins_with() -> None:
    last = figures(received=(2, 0, 0, 0, 0, 0), carried_out=(2, 0, 0, 0, 0, 0))
    figures(carried_in=(2, 0, 0, 0, 0, 0), disclosed=(2, 0, 0, 0, 0, 0)).require_agreement(last)
    with pytest.raises(FiguresDisagree, match="上年结转 1 件，而上年报告结转下年度继续办理 2 件"):
        figures(carried_in=(1, 0, 0, 0, 0, 0), disclosed=(1, 0, 0, 0, 0, 0)).require_agreement(last)
    figures(carried_in=(1, 0, 0, 0, 0, 0), disclosed=(1, 0, 0, 0, 0, 0)).require_agreement(None)


def test_the_report_of_a_year_is_due_at_the_end_of_january() -> None:
    assert annual_report_due(2026).isoformat() == "2027-01-31"
