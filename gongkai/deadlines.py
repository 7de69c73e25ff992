"""`gongkai deadline`: when a statutory term of working days ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gongkai.settings import Settings
from gongkai.workdays import load_working_days
from records.domain.bureau import SHANGHAI
from records.domain.ports import Clock


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due` is the last day of the term, inclusive; `warning` is a sentence about a year to add soon, or None."""

    counted_from: dt.date
    working_days: int
    due: dt.date
    warning: str | None

    def as_json(self) -> dict[str, str | int | None]:
        return {
            "from": self.counted_from.isoformat(),
            "working_days": self.working_days,
            "due": self.due.isoformat(),
            "warning": self.warning,
        }


def deadline(settings: Settings, clock: Clock, event: dt.date, working_days: int) -> Deadline:
    """Count a term by the arrangements that this machine knows.

    Raises:
        CalendarYearMissing: the term reaches into a year that is not on file.
        WorkingDaysFileInvalid: the bureau's own file is wrong.
    """
    calendar = load_working_days(settings.working_days_file)
    due = calendar.due(event, working_days)
    return Deadline(event, working_days, due, calendar.warning(clock.now().astimezone(SHANGHAI).date()))
