"""Statutory working days: weekends, and what the State Council announces for each year (days off, make-up days)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from records.domain.errors import Unavailable

#: From this month on the next year's arrangement should be on file: three months before the year's end.
WARN_FROM_MONTH = 10

_SATURDAY = 5


class CalendarYearMissing(Unavailable):
    """No arrangement for `year` is on file: its working days are unknown, and never guessed."""

    code = "calendar_year_missing"
    advice = "写法见 docs/operations.md 的“工作日”。"

    def __init__(self, year: int, file: str) -> None:
        super().__init__(f"没有 {year} 年的放假安排，无法计算工作日；请在 {file} 中补上 {year} 年。")
        self.year = year


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One year as announced: `days_off` beside ordinary weekends, and `make_up_days` (weekend days that are worked).

    Both may reach into December of the year before: New Year's holiday is announced with the year that it begins.
    """

    year: int
    days_off: frozenset[dt.date]
    make_up_days: frozenset[dt.date]


@dataclass(frozen=True)
class WorkingDays:
    """The working days of all years whose arrangement is known, each year once.

    `file` is where a bureau adds a year: errors name it. `fault` says why that file could not be used, if it couldn't.
    """

    arrangements: tuple[Arrangement, ...]
    file: str
    fault: str | None = None

    def due(self, event: dt.date, working_days: int) -> dt.date:
        """The last day of a term of so many working days (at least 1).

        The day of the event is not counted, the last day is inclusive (民法典 article 201).

        Raises:
            CalendarYearMissing: the term reaches into a year that is not on file.
        """
        if working_days < 1:
            raise ValueError("a term has at least one working day")
        left, year = working_days, event.year
        while left > len(days := self._after(event, year)):
            left, year = left - len(days), year + 1
        return days[left - 1]

    def between(self, after: dt.date, until: dt.date) -> int:
        """How many working days lie after one day, up to and including another; 0 if that is not later.

        Raises:
            CalendarYearMissing: a year from the first to the second is not on file.
        """
        if until <= after:
            return 0
        return sum(bisect_right(self._after(after, year), until) for year in range(after.year, until.year + 1))

    def is_working(self, day: dt.date) -> bool:
        """Whether people work on this day.

        Raises:
            CalendarYearMissing: its year is not on file.
        """
        if day.year not in self.years:
            raise CalendarYearMissing(day.year, self.file)
        return self._is_worked(day)

    @cached_property
    def years(self) -> frozenset[int]:
        return frozenset(arrangement.year for arrangement in self.arrangements)

    def year_to_add(self, today: dt.date) -> int | None:
        """The year whose arrangement is missing now: this one, or from October on the next."""
        due_by_now = (today.year, today.year + 1) if today.month >= WARN_FROM_MONTH else (today.year,)
        return next((year for year in due_by_now if year not in self.years), None)

    def warning(self, today: dt.date) -> str | None:
        """One sentence on what has to be done about the bureau's file, or None."""
        if self.fault:
            return f"工作日文件没有采用：{self.fault}"
        year = self.year_to_add(today)
        return f"还没有 {year} 年的放假安排，请在 {self.file} 中补上 {year} 年。" if year else None

    @cached_property
    def _announced(self) -> Mapping[dt.date, bool]:
        """Whether the days of all arrangements are worked; what was announced for a later year wins."""
        worked: dict[dt.date, bool] = {}
        for arrangement in sorted(self.arrangements, key=lambda arrangement: arrangement.year):
            worked |= dict.fromkeys(arrangement.days_off, False) | dict.fromkeys(arrangement.make_up_days, True)
        return worked

    @cached_property
    def _by_year(self) -> Mapping[int, tuple[dt.date, ...]]:
        return {year: tuple(day for day in _days_of(year) if self._is_worked(day)) for year in self.years}

    def _is_worked(self, day: dt.date) -> bool:
        return self._announced.get(day, day.weekday() < _SATURDAY)

    def _after(self, day: dt.date, year: int) -> tuple[dt.date, ...]:
        """The year's working days that are later than this day, in order."""
        days = self._by_year.get(year)
        if days is None:
            raise CalendarYearMissing(year, self.file)
        return days[bisect_right(days, day) :]


def _days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=number) for number in range((dt.date(year + 1, 1, 1) - first).days)]
