"""Making the monthly report of the facts that the records hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.domain.bureau import SHANGHAI, Bureau
from records.domain.disclosure import Disclosure
from records.domain.legal_clock import STATUTORY_WORKING_DAYS, Formation, Limit, changed, formed, limit_of
from records.domain.lifecycle import State
from records.domain.monthly_report import MonthlyReport, Origin, ReportedChange, ReportedDocument, Standing, UnitReport
from records.domain.months import Month
from records.domain.report_ports import ChangeFacts, DocumentFacts, RereviewFacts
from records.domain.requests.monthly import RequestMonth, request_month
from records.domain.requests.request import DisclosureRequest
from records.domain.workdays import WorkingDays


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What a month's report is made of: the facts since the month began."""

    documents: Sequence[DocumentFacts] = ()
    rereviews: Sequence[RereviewFacts] = ()
    changes: Sequence[ChangeFacts] = ()
    requests: Sequence[DisclosureRequest] = ()

    @property
    def units(self) -> frozenset[str]:
        """Those that have any part in it."""
        named = {
            *(each.unit for each in self.documents),
            *(each.unit for each in self.rereviews),
            *(each.unit for each in self.changes),
            *(each.unit for each in self.requests),
        }
        return frozenset(unit for unit in named if unit)


@dataclass(frozen=True, slots=True)
class MonthlyReporter:
    """Makes reports by the rules of one bureau, at one moment."""

    bureau: Bureau
    calendar: WorkingDays
    now: dt.datetime

    def report(self, month: Month, facts: MonthFacts) -> MonthlyReport:
        """The report of a month; a document is in it once, and with each of its changes."""
        today, requests = _day(self.now), facts.requests
        lines = [line for each in facts.documents if (line := self._line(month, each))]
        changes = [change for each in facts.changes if (change := self._changed(month, each))]
        sealed = [each.unit for each in facts.documents if each.state is State.SEALED and _came_in(month, each)]
        units = tuple(
            UnitReport(
                unit=unit,
                name=name,
                documents=tuple(line for line in lines if line.facts.unit == unit),
                rereviews=tuple(each for each in facts.rereviews if each.unit == unit),
                changes=tuple(each for each in changes if each.facts.unit == unit),
                sealed=sealed.count(unit),
                requests=request_month((one for one in requests if one.unit == unit), month, self.calendar, today),
            )
            for unit, name in self._units(facts)
        )
        shown = tuple(each for each in units if self._is_shown(each))
        return MonthlyReport(self.bureau.id, self.bureau.name, month, self.now, shown)

    def _units(self, facts: MonthFacts) -> Iterator[tuple[str | None, str]]:
        """Those of the directory, then those that records name and the directory does not know any more."""
        yield from ((unit.id, unit.name) for unit in self.bureau.units)
        gone = [unit for unit in facts.units if not self.bureau.has_unit(unit)]
        yield from ((unit, f"{unit}（通讯录中已没有）") for unit in sorted(gone))
        yield None, "科室未定"

    def _is_shown(self, report: UnitReport) -> bool:
        """A unit of the directory always is, anything else only if there is something of it."""
        has_any = (
            report.documents or report.rereviews or report.changes or report.sealed or report.requests != RequestMonth()
        )
        return self.bureau.has_unit(report.unit) or bool(has_any)

    def _line(self, month: Month, facts: DocumentFacts) -> ReportedDocument | None:
        formation = formed(facts.adopted_on, facts.received_at)
        ended_at = min((at for at in (facts.published_at, facts.closed_at) if at), default=None)
        origin = _origin(month, formation, facts, ended_at)
        if origin is None or facts.state is State.SEALED:
            return None
        standing = _standing(facts)
        has_terms = standing is Standing.OPEN or facts.published_at is not None
        until = _day(facts.published_at or self.now)
        return ReportedDocument(
            facts=facts,
            origin=origin,
            standing=standing,
            formation=formation,
            ended_on=_day(ended_at) if ended_at else None,
            plan=self._limit(formation, self.bureau.plan_working_days, until) if has_terms else None,
            statutory=self._limit(formation, STATUTORY_WORKING_DAYS, until) if has_terms else None,
        )

    def _changed(self, month: Month, facts: ChangeFacts) -> ReportedChange | None:
        """A change of the month, or of before that was open when it began; None if it came after."""
        change = facts.change
        formation = changed(change.changed_at)
        was_open = change.published_at is None or change.published_at >= month.begins_at
        if formation.day > month.last_day or not (month.holds(formation.day) or was_open):
            return None
        until = _day(change.published_at or self.now)
        plan = self._limit(formation, self.bureau.plan_working_days, until)
        return ReportedChange(facts, formation, plan, self._limit(formation, STATUTORY_WORKING_DAYS, until))

    def _limit(self, formation: Formation, working_days: int, until: dt.date) -> Limit:
        return limit_of(self.calendar, formation.day, working_days, until)


def _origin(month: Month, formation: Formation, facts: DocumentFacts, ended_at: dt.datetime | None) -> Origin | None:
    if month.holds(formation.day):
        return Origin.FORMED
    if formation.day > month.last_day:
        return None
    if _came_in(month, facts):
        return Origin.HANDED_IN_LATE
    was_there = facts.received_at < month.begins_at
    was_open = ended_at is None or ended_at >= month.begins_at
    return Origin.CARRIED_OVER if was_there and was_open else None


def _standing(facts: DocumentFacts) -> Standing:
    """What holds now; a second look changes nothing before it is over."""
    if facts.state is State.WITHHELD:
        return Standing.WITHHELD
    if facts.state is State.ON_REQUEST:
        return Standing.ON_REQUEST
    if facts.published_at is not None:
        return Standing.PUBLISHED
    if facts.closed_at is None:
        return Standing.OPEN
    return Standing.WITHHELD if facts.disclosure is Disclosure.WITHHELD else Standing.ON_REQUEST


def _came_in(month: Month, facts: DocumentFacts) -> bool:
    return month.holds(_day(facts.received_at))


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SHANGHAI).date()
