"""The clocks of active disclosure (主动公开): the bureau's own term, and the one of the Regulations.

Regulations on Open Government Information (政府信息公开条例), article 26: within 20 working days from the day on which
the information was formed or changed. A bureau's plan may be stricter. Until a review decides otherwise every document
counts as one to be disclosed (article 5: disclosure is the rule).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from records.domain.bureau import SHANGHAI
from records.domain.workdays import CalendarYearMissing, WorkingDays

STATUTORY_WORKING_DAYS = 20


class CountedFrom(StrEnum):
    """What the terms are counted from: 成文日期, the day of receipt, or the day on which published content changed."""

    ADOPTION = "adoption"
    RECEIPT = "receipt"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Formation:
    """The day of formation or change that both terms are counted from; it is not counted itself. In Asia/Shanghai."""

    day: dt.date
    counted_from: CountedFrom


@dataclass(frozen=True, slots=True)
class Limit:
    """One term. `due` is its last day, inclusive.

    `days_left` are the working days after today up to `due`: 0 on the last day, negative once it is over, by the
    working days that have begun since, and at least by one. Where the arrangement of a year is unknown, `missing_year`
    says which, and what could not be counted is None.
    """

    due: dt.date | None
    days_left: int | None
    is_overdue: bool
    missing_year: int | None = None


@dataclass(frozen=True, slots=True)
class LegalClock:
    """Both terms of one document: `plan` is the bureau's own, `statutory` that of article 26."""

    formation: Formation
    plan: Limit
    statutory: Limit

    @property
    def is_overdue(self) -> bool:
        return self.plan.is_overdue or self.statutory.is_overdue

    @property
    def missing_year(self) -> int | None:
        return self.plan.missing_year or self.statutory.missing_year

    @property
    def needs_attention(self) -> bool:
        """A clock that cannot be counted alarms like one that has run out."""
        return self.is_overdue or self.missing_year is not None


def formed(adopted_on: dt.date | None, received_at: dt.datetime) -> Formation:
    """The adoption date if one was read, else the day of receipt.

    A date later than the receipt was misread: nothing comes before it is adopted.
    """
    received_on = received_at.astimezone(SHANGHAI).date()
    if adopted_on is None or adopted_on > received_on:
        return Formation(received_on, CountedFrom.RECEIPT)
    return Formation(adopted_on, CountedFrom.ADOPTION)


def changed(changed_at: dt.datetime) -> Formation:
    """The day on which what was published became another (article 26: 形成或者变更)."""
    return Formation(changed_at.astimezone(SHANGHAI).date(), CountedFrom.CHANGE)


def disclosure_clock(
    calendar: WorkingDays, formation: Formation, now: dt.datetime, *, plan_working_days: int
) -> LegalClock:
    """Where both terms stand; never raises, an unknown year is part of the answer."""
    today = now.astimezone(SHANGHAI).date()
    return LegalClock(
        formation=formation,
        plan=limit_of(calendar, formation.day, plan_working_days, today),
        statutory=limit_of(calendar, formation.day, STATUTORY_WORKING_DAYS, today),
    )


def limit_of(calendar: WorkingDays, event: dt.date, working_days: int, today: dt.date) -> Limit:
    """Where a term of so many working days stands that began with this event; never raises, see `Limit`."""
    try:
        due = calendar.due(event, working_days)
    except CalendarYearMissing as missing:
        return Limit(None, None, is_overdue=False, missing_year=missing.year)
    return limit_until(calendar, due, today)


def limit_until(calendar: WorkingDays, due: dt.date, today: dt.date) -> Limit:
    """Where a term stands whose last day is known; never raises, see `Limit`."""
    try:
        return Limit(due, _days_left(calendar, due, today), today > due)
    except CalendarYearMissing as missing:
        return Limit(due, None, today > due, missing.year)


def _days_left(calendar: WorkingDays, due: dt.date, today: dt.date) -> int:
    if today <= due:
        return calendar.between(today, due)
    return -max(1, calendar.between(due, today))
