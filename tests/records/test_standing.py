"""Duties of the bureau without a document: the annual report by 31 January, the next year's holidays by December."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.standing import StandingDuty, StandingKind, annual_report_duty, working_days_duty
from records.domain.workdays import Arrangement, WorkingDays

CALENDAR = WorkingDays(
    tuple(Arrangement(year, frozenset({dt.date(year, 1, 1)}), frozenset()) for year in (2025, 2026, 2027)), "days.toml"
)
BEGAN = dt.date(2025, 5, 6)


def report_on(day: dt.date, *, since: dt.date | None = BEGAN, handed_in: dt.date | None = None) -> StandingDuty | None:
    return annual_report_duty(CALENDAR, day, since=since, handed_in=handed_in)


def test_the_report_of_the_last_year_is_due_on_the_last_of_january() -> None:
    duty = report_on(dt.date(2026, 1, 5))
    assert duty
    assert (duty.kind, duty.year, duty.limit.due) == (StandingKind.ANNUAL_REPORT, 2025, dt.date(2026, 1, 31))


def test_it_is_over_once_it_is_handed_in_and_not_before() -> None:
    assert report_on(dt.date(2026, 6, 1))
    assert report_on(dt.date(2026, 6, 1), handed_in=dt.date(2026, 1, 28)) is None


@pytest.mark.parametrize("since", [None, dt.date(2026, 1, 2)])
def test_there_is_none_of_a_year_before_the_records_begin(since: dt.date | None) -> None:
    assert report_on(dt.date(2026, 1, 5), since=since) is None


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (dt.date(2026, 1, 2), True),  # 20 working days left
        (dt.date(2026, 1, 5), False),
        (dt.date(2026, 1, 16), True),  # 10: Friday 30 January is the last
        (dt.date(2026, 1, 19), False),
        (dt.date(2026, 1, 23), True),  # 5
        (dt.date(2026, 1, 28), False),
        (dt.date(2026, 1, 29), True),
        (dt.date(2026, 1, 30), True),
        (dt.date(2026, 2, 2), True),
        (dt.date(2026, 2, 3), True),
    ],
)
def test_people_are_told_some_days_before_and_every_day_once_it_is_late(day: dt.date, *, is_told: bool) -> None:
    duty = report_on(day)
    assert duty
    assert duty.is_told_today is is_told


def test_next_years_holidays_are_a_duty_from_october_on() -> None:
    assert working_days_duty(CALENDAR, dt.date(2027, 9, 30)) is None
    duty = working_days_duty(CALENDAR, dt.date(2027, 10, 1))
    assert duty
    assert (duty.year, duty.limit.due) == (2028, dt.date(2027, 12, 31))


def test_a_year_that_has_begun_without_them_is_told_every_day() -> None:
    duty = working_days_duty(CALENDAR, dt.date(2028, 2, 3))
    assert duty
    assert (duty.limit.is_overdue, duty.is_told_today) == (True, True)
