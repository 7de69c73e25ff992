"""Terms of working days: what is counted, across years, and what happens where a year is unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.workdays import Arrangement, CalendarYearMissing, WorkingDays


def _year(year: int, *, off: tuple[dt.date, ...] = (), worked: tuple[dt.date, ...] = ()) -> Arrangement:
    return Arrangement(year, frozenset(off), frozenset(worked))


#: October 2026 as the State Council announced it, and a fictitious 2027 that gives the last day of 2026 off.
CALENDAR = WorkingDays(
    (
        _year(
            2026,
            off=tuple(dt.date(2026, 10, day) for day in range(1, 8)),
            worked=(dt.date(2026, 9, 20), dt.date(2026, 10, 10)),
        ),
        _year(2027, off=(dt.date(2026, 12, 31), dt.date(2027, 1, 1))),
    ),
    "working-days.toml",
)


def test_the_day_of_the_event_is_not_counted_and_the_last_day_is() -> None:
    assert CALENDAR.due(dt.date(2026, 3, 2), 1) == dt.date(2026, 3, 3)
    assert CALENDAR.due(dt.date(2026, 3, 2), 3) == dt.date(2026, 3, 5)


def test_weekends_and_days_off_are_passed_over_and_make_up_days_count() -> None:
    assert CALENDAR.due(dt.date(2026, 9, 30), 1) == dt.date(2026, 10, 8)
    assert CALENDAR.due(dt.date(2026, 9, 30), 3) == dt.date(2026, 10, 10)  # a Saturday that is worked
    assert CALENDAR.due(dt.date(2026, 9, 18), 1) == dt.date(2026, 9, 20)  # a Sunday that is worked


def test_an_event_on_a_day_off_is_counted_from_the_next_working_day() -> None:
    assert CALENDAR.due(dt.date(2026, 10, 3), 1) == dt.date(2026, 10, 8)


def test_new_years_holiday_announced_for_a_year_may_begin_in_the_one_before() -> None:
    assert CALENDAR.due(dt.date(2026, 12, 30), 1) == dt.date(2027, 1, 4)


def test_the_days_between_leave_out_the_first_and_take_in_the_last() -> None:
    assert CALENDAR.between(dt.date(2026, 9, 30), dt.date(2026, 10, 10)) == 3
    assert CALENDAR.between(dt.date(2026, 10, 10), dt.date(2026, 9, 30)) == 0
    assert CALENDAR.between(dt.date(2026, 12, 30), dt.date(2027, 1, 5)) == 2


@pytest.mark.parametrize("working_days", [0, -1])
def test_a_term_without_a_day_is_none(working_days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.due(dt.date(2026, 3, 2), working_days)


def test_a_term_that_reaches_into_an_unknown_year_names_the_year_and_the_file() -> None:
    with pytest.raises(CalendarYearMissing, match=r"2028 年.*working-days\.toml") as missing:
        CALENDAR.due(dt.date(2027, 12, 30), 3)
    assert missing.value.year == 2028
    with pytest.raises(CalendarYearMissing, match="2025 年"):
        CALENDAR.between(dt.date(2025, 12, 1), dt.date(2026, 1, 5))


def test_the_next_year_is_asked_for_three_months_before_this_one_ends() -> None:
    assert CALENDAR.year_to_add(dt.date(2027, 9, 30)) is None
    assert CALENDAR.year_to_add(dt.date(2027, 10, 1)) == 2028
    assert CALENDAR.year_to_add(dt.date(2026, 10, 1)) is None
    assert CALENDAR.year_to_add(dt.date(2028, 2, 1)) == 2028
    assert "working-days.toml" in (CALENDAR.warning(dt.date(2027, 12, 31)) or "")
