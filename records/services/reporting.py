"""The reports that the bureau owes: made of the records, at any time and as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.errors import Refused
from records.domain.monthly_report import MonthlyReport, MonthlyReporter
from records.domain.months import Month
from records.domain.ports import Clock, OpenWork
from records.domain.workdays import WorkingDays


class MonthNotBegun(Refused):
    """There is nothing to tell of a month that lies ahead."""

    code = "month_not_begun"
    advice = "请选择已经开始的月份。"


@dataclass(frozen=True, slots=True)
class ReportingService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    calendar: WorkingDays

    def monthly(self, month: Month) -> MonthlyReport:
        """What the records say of this month now.

        Raises:
            MonthNotBegun: the month lies ahead.
        """
        now = self.clock.now()
        if month.begins_at > now:
            raise MonthNotBegun(f"{month} 还没有开始。")
        with self.open_work(read_only=True) as work:
            documents = work.report_facts.documents(month.begins_at)
            rereviews = work.report_facts.rereviews(month.begins_at, month.ends_at)
        return MonthlyReporter(self.bureau, self.calendar, now).report(month, documents, rereviews)
