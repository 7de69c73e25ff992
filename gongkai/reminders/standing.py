"""The bureau's duties that belong to no document, as they stand today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.reports.annual import annual_file
from gongkai.reports.annual_file import AnnualFileInvalid, read_annual_file
from records.domain.bureau import SHANGHAI
from records.domain.standing import StandingDuty, annual_report_duty, working_days_duty

if TYPE_CHECKING:
    from gongkai.app import App


def standing_duties(app: App) -> tuple[StandingDuty, ...]:
    """What the office still has to do for the bureau, whether people are told of it today or not.

    A file of the annual report that cannot be read says nothing: the report counts as not handed in.
    """
    now = app.clock.now()
    today = now.astimezone(SHANGHAI).date()
    first = app.reporting.first_received_at()
    report = annual_report_duty(
        app.calendar,
        today,
        since=first.astimezone(SHANGHAI).date() if first else None,
        handed_in=_handed_in(app, today.year - 1),
    )
    return tuple(duty for duty in (report, working_days_duty(app.calendar, today)) if duty)


def _handed_in(app: App, year: int) -> dt.date | None:
    try:
        return read_annual_file(annual_file(app.settings, year), year).handed_in
    except AnnualFileInvalid:
        return None
