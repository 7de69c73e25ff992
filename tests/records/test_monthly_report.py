"""The monthly report over real records: every unit, every document once, late by how many working days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from records.domain.document import DocumentId
from records.domain.monthly_report import MonthlyReport, Origin, Punctuality, ReportedDocument, Standing, UnitReport
from records.domain.months import Month, NotAMonth
from records.domain.reading import Attribute
from records.domain.requests.monthly import RequestMonth
from records.domain.review import Verdict
from records.services.reporting import MonthNotBegun, ReportingService
from tests.records.office_kit import ARTICLE_15, DEPUTY, HEAD, OFFICE, UNIT, UNIT_HEAD, WORKING_DAYS, Office, reading_of
from tests.records.requests.registry_kit import open_registry

MARCH, APRIL = Month(2026, 3), Month(2026, 4)


@pytest.fixture
def reporting(office: Office) -> ReportingService:
    return ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)


def adopt(office: Office, content: str, day: str) -> DocumentId:
    """Hand in a document of this 成文日期, and begin its review."""
    document_id = office.receive(content)
    reading = reading_of(content)
    dated = replace(reading, attributes={**reading.attributes, "adopted_on": Attribute(day)})
    office.intake.store_reading(document_id, dated)
    office.intake.submit(document_id)
    return document_id


def publish(office: Office, document_id: DocumentId) -> None:
    office.approve_all(document_id)
    office.publishing.publish(document_id)


def unit_of(report: MonthlyReport, unit: str | None = UNIT) -> UnitReport:
    return next(each for each in report.units if each.unit == unit)


def line_of(report: MonthlyReport, document_id: DocumentId) -> ReportedDocument:
    return next(each for each in report.total.documents if each.facts.id == document_id)


def test_what_was_published_within_the_plans_three_days_is_in_time(office: Office, reporting: ReportingService) -> None:
    office.clock.move_to(2026, 3, 2)  # Monday
    document_id = adopt(office, "按期", "2026-03-02")
    office.clock.move_to(2026, 3, 5)
    publish(office, document_id)
    line = line_of(reporting.monthly(MARCH), document_id)
    assert (line.origin, line.standing, line.punctuality) == (Origin.FORMED, Standing.PUBLISHED, Punctuality.IN_TIME)
    assert line.ended_on == dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    ("published_on", "punctuality", "days"),
    [
        ((2026, 3, 6), Punctuality.AFTER_PLAN, (-1, 16)),
        ((2026, 3, 30), Punctuality.AFTER_PLAN, (-17, 0)),
        ((2026, 3, 31), Punctuality.AFTER_LAW, (-18, -1)),
    ],
)
def test_how_late_it_was_is_counted_by_both_terms(
    office: Office,
    reporting: ReportingService,
    published_on: tuple[int, int, int],
    punctuality: Punctuality,
    days: tuple[int, int],
) -> None:
    document_id = adopt(office, "迟到", "2026-03-02")
    office.clock.move_to(*published_on)
    publish(office, document_id)
    office.clock.move_to(2026, 4, 10)  # what happens later makes it no later
    line = line_of(reporting.monthly(MARCH), document_id)
    assert line.plan
    assert line.statutory
    assert (line.punctuality, (line.plan.days_left, line.statutory.days_left)) == (punctuality, days)


def test_what_is_still_open_is_as_late_as_today(office: Office, reporting: ReportingService) -> None:
    document_id = adopt(office, "未办结", "2026-03-02")
    office.clock.move_to(2026, 3, 9)
    line = line_of(reporting.monthly(MARCH), document_id)
    assert line.plan
    assert (line.standing, line.punctuality, line.plan.days_left) == (Standing.OPEN, Punctuality.AFTER_PLAN, -2)


def test_a_unit_that_formed_nothing_is_listed(office: Office, reporting: ReportingService) -> None:
    adopt(office, "就业科的", "2026-03-02")
    report = reporting.monthly(MARCH)
    assert [unit.name for unit in report.units] == ["就业科", "劳动关系科"]
    assert report.units_without == ("劳动关系科",)
    assert unit_of(report, "labour").documents == ()


def test_what_was_handed_in_a_month_later_is_in_both_reports_and_in_the_later_one_as_late(
    office: Office, reporting: ReportingService
) -> None:
    office.clock.move_to(2026, 4, 1)
    document_id = adopt(office, "补报", "2026-03-27")
    assert line_of(reporting.monthly(MARCH), document_id).origin is Origin.FORMED
    assert line_of(reporting.monthly(APRIL), document_id).origin is Origin.HANDED_IN_LATE


def test_what_was_open_when_the_month_began_is_carried_over_until_it_ends(
    office: Office, reporting: ReportingService
) -> None:
    document_id = adopt(office, "上月的", "2026-03-30")
    done = adopt(office, "上月办结的", "2026-03-02")
    office.clock.move_to(2026, 3, 4)
    publish(office, done)
    office.clock.move_to(2026, 4, 8)
    publish(office, document_id)
    office.clock.move_to(2026, 5, 6)
    assert [(each.facts.id, each.origin) for each in reporting.monthly(APRIL).total.documents] == [
        (document_id, Origin.CARRIED_OVER)
    ]
    assert reporting.monthly(Month(2026, 5)).total.documents == ()


def test_what_stays_closed_stands_there_with_its_basis_and_without_a_term(
    office: Office, reporting: ReportingService
) -> None:
    document_id = office.submit("内部的")
    office.decide(document_id, UNIT_HEAD, Verdict.WITHHOLD, reason="涉及个人隐私", legal_basis=ARTICLE_15)
    for person in (DEPUTY, HEAD):
        office.decide(document_id, person)
    line = line_of(reporting.monthly(MARCH), document_id)
    assert (line.standing, line.facts.legal_basis, line.punctuality) == (Standing.WITHHELD, ARTICLE_15, None)


def test_a_second_look_is_counted_in_its_month(office: Office, reporting: ReportingService) -> None:
    document_id = office.publish()
    office.clock.move_to(2026, 4, 2)
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="wrong_content", reason="再看", urgent=False)
    assert reporting.monthly(MARCH).total.rereviews == ()
    (second,) = unit_of(reporting.monthly(APRIL)).rereviews
    assert (second.document_id, second.reason_kind, second.outcome) == (document_id, "wrong_content", None)
    assert line_of(reporting.monthly(MARCH), document_id).standing is Standing.PUBLISHED


def test_what_turned_out_classified_is_a_number_and_nothing_else(office: Office, reporting: ReportingService) -> None:
    office.sealing.seal(office.submit("涉密"))
    report = unit_of(reporting.monthly(MARCH))
    assert (report.sealed, report.documents, report.formed_nothing) == (1, (), False)


def test_what_no_unit_has_taken_is_listed_apart(office: Office, reporting: ReportingService) -> None:
    office.receive("无主的", unit=None)
    report = reporting.monthly(MARCH)
    assert [(unit.unit, unit.name, len(unit.documents)) for unit in report.units][-1] == (None, "科室未定", 1)
    assert report.units_without == ("就业科", "劳动关系科")


def test_a_term_into_an_unknown_year_is_named_and_never_guessed(office: Office, reporting: ReportingService) -> None:
    office.clock.move_to(2026, 12, 30)
    document_id = adopt(office, "跨年", "2026-12-30")
    report = reporting.monthly(Month(2026, 12))
    assert line_of(report, document_id).punctuality is Punctuality.UNKNOWN
    assert report.missing_years == (2027,)


def test_the_counts_add_up(office: Office, reporting: ReportingService) -> None:
    for number in range(4):
        document_id = adopt(office, f"第{number}件", f"2026-03-{2 + number:02}") if number else office.receive("零")
        if number > 1:
            office.clock.move_to(2026, 3, 6)
            publish(office, document_id)
    total = reporting.monthly(MARCH).total
    assert total.count() == sum(total.count(each) for each in Origin) == sum(total.count(each) for each in Standing)
    published = total.count(Standing.PUBLISHED)
    assert published == sum(total.count(Standing.PUBLISHED, each) for each in Punctuality) == 2


def test_a_month_ahead_has_no_report(reporting: ReportingService) -> None:
    with pytest.raises(MonthNotBegun):
        reporting.monthly(APRIL)


@pytest.mark.parametrize("text", ["2026-3", "2026-13", "2026", "三月", "2026-03-01"])
def test_only_a_month_is_a_month(text: str) -> None:
    with pytest.raises(NotAMonth):
        Month.parse(text)


def test_a_month_knows_its_days() -> None:
    december = Month.parse("2026-12")
    assert (december.first_day, december.last_day) == (dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert Month.before(dt.date(2027, 1, 4)) == december
    assert (december.ends_at - december.begins_at).days == 31


def test_requests_are_numbers_by_the_unit_that_has_them(office: Office, reporting: ReportingService) -> None:
    registry = open_registry(office)
    registry.answered()
    registry.assigned(description="没有办完的")
    registry.entered(description="没有分办的")
    report = reporting.monthly(MARCH)
    assert unit_of(report).requests == RequestMonth(received=2, answered=1, open=1)
    assert unit_of(report, None).requests == RequestMonth(received=1, open=1)
    assert report.total.requests == RequestMonth(received=3, answered=1, open=2)
    office.clock.move_to(2026, 4, 20)
    assert unit_of(reporting.monthly(APRIL)).requests == RequestMonth(open=1, overdue=1)
