"""The reports that the bureau owes: made of the records, at any time and as often as wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from records.domain.annual_figures import AnnualFigures, RequestRow
from records.domain.annual_report import AnnualReport, Part, YearNotBegun, begins_at, recorded_year
from records.domain.bureau import Bureau
from records.domain.errors import Refused
from records.domain.monthly_report import MonthlyReport
from records.domain.monthly_reporter import MonthFacts, MonthlyReporter
from records.domain.months import Month
from records.domain.ports import Clock, OpenWork
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.yearly import yearly_rows
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
            changes = work.report_facts.changes(month.begins_at)
            requests = work.requests.in_states(RequestState)
        facts = MonthFacts(documents, rereviews, changes, requests)
        return MonthlyReporter(self.bureau, self.calendar, now).report(month, facts)

    def first_received_at(self) -> dt.datetime | None:
        """When the first document came to these records; None if there is none."""
        with self.open_work(read_only=True) as work:
            return work.documents.first_received_at()

    def request_rows(self, year: int) -> Mapping[RequestRow, tuple[int, ...]] | None:
        """What the register of requests counts of a year; None if it holds none: then nobody knows."""
        with self.open_work(read_only=True) as work:
            requests = work.requests.in_states(RequestState)
        return yearly_rows(requests, year) if requests else None

    def annual(self, year: int, figures: AnnualFigures, words: Mapping[Part, str]) -> AnnualReport:
        """What the records say of this year now, with what the bureau adds.

        Raises:
            YearNotBegun: the year lies ahead.
        """
        now, since = self.clock.now(), begins_at(year)
        if since > now:
            raise YearNotBegun(f"{year} 年还没有开始。")
        with self.open_work(read_only=True) as work:
            documents = work.report_facts.documents(since)
            rereviews = work.report_facts.rereviews(since, begins_at(year + 1))
        recorded = recorded_year(self.bureau, self.calendar, year, documents, rereviews)
        return AnnualReport(self.bureau.name, year, now, recorded, figures, words)
