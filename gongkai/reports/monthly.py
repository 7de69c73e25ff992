"""Making the monthly report when it is due, and keeping it."""

from __future__ import annotations

from gongkai.app import App
from gongkai.reports.kept import KeptReports
from gongkai.reports.monthly_forms import files_of
from gongkai.settings import Settings
from records.domain.bureau import SHANGHAI
from records.domain.months import Month
from records.domain.workdays import CalendarYearMissing


def kept_monthly(settings: Settings) -> KeptReports:
    return KeptReports(settings.reports / "monthly")


def keep_last_month(app: App) -> Month | None:
    """Keep the report of the month before, from the first working day on; None if it is kept already, or not due yet.

    A day of a year without holiday data counts as worked, as it does for reminders: the report then names the year.

    Raises:
        ReportNotKept: see `KeptReports.keep`.
    """
    today = app.clock.now().astimezone(SHANGHAI).date()
    month, kept = Month.before(today), kept_monthly(app.settings)
    if kept.has(str(month)) or not _has_been_worked(app, month):
        return None
    return month if kept.keep(str(month), files_of(app.reporting.monthly(month))) else None


def _has_been_worked(app: App, month: Month) -> bool:
    """Whether the first working day after this month has come."""
    today = app.clock.now().astimezone(SHANGHAI).date()
    try:
        return app.calendar.between(month.last_day, today) > 0
    except CalendarYearMissing:
        return True
