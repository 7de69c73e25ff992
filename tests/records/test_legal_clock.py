"""The clocks of active disclosure: what they are counted from, what is left, and what is unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.legal_clock import CountedFrom, Formation, LegalClock, disclosure_clock, formed
from records.domain.workdays import Arrangement, WorkingDays

#: October 2026 as announced; the years around it without a holiday.
CALENDAR = WorkingDays(
    (
        Arrangement(
            2026,
            days_off=frozenset(dt.date(2026, 10, day) for day in range(1, 8)),
            make_up_days=frozenset({dt.date(2026, 10, 10)}),
        ),
        Arrangement(2025, frozenset(), frozenset()),
    ),
    "working-days.toml",
)


def _clock(formation_day: dt.date, today: dt.date, *, plan: int = 3) -> LegalClock:
    formation = Formation(formation_day, CountedFrom.ADOPTION)
    noon = dt.datetime(today.year, today.month, today.day, 4, tzinfo=dt.UTC)
    return disclosure_clock(CALENDAR, formation, noon, plan_working_days=plan)


def test_the_adoption_date_begins_the_clock_and_receipt_where_none_was_read() -> None:
    received_at = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert formed(dt.date(2026, 2, 27), received_at) == Formation(dt.date(2026, 2, 27), CountedFrom.ADOPTION)
    assert formed(None, received_at) == Formation(dt.date(2026, 3, 2), CountedFrom.RECEIPT)


def test_a_date_after_the_receipt_was_misread() -> None:
    received_at = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert formed(dt.date(2062, 2, 27), received_at) == Formation(dt.date(2026, 3, 2), CountedFrom.RECEIPT)


def test_the_day_of_receipt_is_the_one_in_shanghai() -> None:
    assert formed(None, dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)).day == dt.date(2026, 3, 2)


def test_both_terms_run_from_the_same_day() -> None:
    clock = _clock(dt.date(2026, 9, 29), dt.date(2026, 9, 30))
    assert (clock.plan.due, clock.plan.days_left) == (dt.date(2026, 10, 9), 2)
    assert (clock.statutory.due, clock.statutory.days_left) == (dt.date(2026, 11, 2), 19)
    assert not clock.is_overdue


def test_the_bureau_may_set_its_own_term() -> None:
    assert _clock(dt.date(2026, 9, 29), dt.date(2026, 9, 30), plan=1).plan.due == dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("today", "days_left"),
    [
        (dt.date(2026, 3, 2), 3),  # Monday, the day of the event
        (dt.date(2026, 3, 4), 1),
        (dt.date(2026, 3, 5), 0),  # the last day still counts
        (dt.date(2026, 3, 6), -1),
        (dt.date(2026, 3, 7), -1),  # a Saturday adds nothing
        (dt.date(2026, 3, 9), -2),
    ],
)
def test_days_left_and_days_overdue_are_working_days(today: dt.date, days_left: int) -> None:
    limit = _clock(dt.date(2026, 3, 2), today).plan
    assert limit.days_left == days_left
    assert limit.is_overdue == (days_left < 0)


def test_a_term_that_ran_out_before_a_weekend_is_overdue_on_the_weekend() -> None:
    assert _clock(dt.date(2026, 3, 3), dt.date(2026, 3, 7)).plan.days_left == -1


def test_what_reaches_into_an_unknown_year_is_undetermined_and_needs_attention() -> None:
    clock = _clock(dt.date(2026, 12, 22), dt.date(2026, 12, 23))
    assert clock.plan.due == dt.date(2026, 12, 25)
    assert (clock.statutory.due, clock.statutory.days_left, clock.statutory.missing_year) == (None, None, 2027)
    assert clock.needs_attention
    assert not clock.is_overdue


def test_what_is_over_stays_overdue_in_a_year_that_is_unknown() -> None:
    clock = _clock(dt.date(2026, 12, 22), dt.date(2027, 1, 11))
    assert (clock.plan.due, clock.plan.days_left) == (dt.date(2026, 12, 25), None)
    assert clock.plan.is_overdue


@given(formation=st.dates(dt.date(2025, 1, 1), dt.date(2026, 10, 1)), days=st.integers(0, 60))
def test_a_clock_only_runs_down_and_turns_after_its_last_day(formation: dt.date, days: int) -> None:
    today = formation + dt.timedelta(days=days)
    limit = _clock(formation, today).plan
    tomorrow = _clock(formation, today + dt.timedelta(days=1)).plan
    assert limit.due is not None
    assert limit.days_left is not None
    assert tomorrow.days_left is not None
    assert limit.days_left - tomorrow.days_left in {0, 1}
    assert limit.is_overdue == (today > limit.due) == (limit.days_left < 0)
