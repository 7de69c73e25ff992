"""Duties of the bureau that belong to no document and have a last day: the annual report, the next year's holidays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.domain.annual_report import annual_report_due
from records.domain.legal_clock import Limit, limit_until
from records.domain.reminders import FIRST_TOLD_DAYS_LEFT
from records.domain.workdays import WorkingDays

#: Working days before the last one on which people are told, beside the last ones: these take longer than a document.
_TOLD_DAYS_LEFT: Final = frozenset({60, 40, 20, 10, 5})


class StandingKind(StrEnum):
    """`ANNUAL_REPORT` of `year` (articles 49 and 50); `WORKING_DAYS`: the holiday arrangement of `year`."""

    ANNUAL_REPORT = "annual_report"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class StandingDuty:
    kind: StandingKind
    year: int
    limit: Limit

    @property
    def is_told_today(self) -> bool:
        """Some working days before, from the day before the last on, and each working day once it is over."""
        left = self.limit.days_left
        return self.limit.is_overdue or left is None or left <= FIRST_TOLD_DAYS_LEFT or left in _TOLD_DAYS_LEFT


def annual_report_duty(
    calendar: WorkingDays, today: dt.date, *, since: dt.date | None, handed_in: dt.date | None
) -> StandingDuty | None:
    """The report of the year before, until it is handed in; `since` is when the bureau's records begin.

    None if there is nothing to report of: the records of this system begin after that year.
    """
    year = today.year - 1
    if since is None or since.year > year or handed_in is not None:
        return None
    return StandingDuty(StandingKind.ANNUAL_REPORT, year, limit_until(calendar, annual_report_due(year), today))


def working_days_duty(calendar: WorkingDays, today: dt.date) -> StandingDuty | None:
    """The arrangement that has to be added, from three months before its year begins."""
    year = calendar.year_to_add(today)
    if year is None:
        return None
    return StandingDuty(StandingKind.WORKING_DAYS, year, limit_until(calendar, dt.date(year - 1, 12, 31), today))
