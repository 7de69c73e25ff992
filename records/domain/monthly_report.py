"""The monthly report (月报): what each unit formed, whether and when it was disclosed, and what is still open.

The bureau's plan, 四（三）, has every unit report its disclosed information each month. The records know it all: nobody
has to write it down, and a unit without anything is in the report as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from records.domain.bureau import SHANGHAI, Bureau
from records.domain.disclosure import Disclosure
from records.domain.legal_clock import STATUTORY_WORKING_DAYS, Formation, Limit, formed, limit_of
from records.domain.lifecycle import State
from records.domain.months import Month
from records.domain.report_ports import DocumentFacts, RereviewFacts
from records.domain.requests.monthly import RequestMonth, request_month
from records.domain.requests.request import DisclosureRequest
from records.domain.workdays import WorkingDays


class Origin(StrEnum):
    """Why a document is in a month's report: 本月形成, 以前形成本月报送, 上月末尚未办结."""

    FORMED = "formed"
    HANDED_IN_LATE = "handed_in_late"
    CARRIED_OVER = "carried_over"


class Standing(StrEnum):
    """What became of a document by the time of the report: 已公开, 依申请公开, 不予公开, 未办结."""

    PUBLISHED = "published"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"
    OPEN = "open"


class Punctuality(StrEnum):
    """How a publication, or one that has not come yet, stands to both terms.

    按期, 超过方案时限, 超过法定时限, 无法计算 (the working days of a year are unknown).
    """

    IN_TIME = "in_time"
    AFTER_PLAN = "after_plan"
    AFTER_LAW = "after_law"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ReportedDocument:
    """One line of the report.

    `ended_on` is the day on which it was published or decided otherwise, None while it is open. `plan` and `statutory`
    are its terms as they stood on the day of its publication, or stand today: a negative `days_left` says by how many
    working days it is late. They are None for what was not to be published.
    """

    facts: DocumentFacts
    origin: Origin
    standing: Standing
    formation: Formation
    ended_on: dt.date | None
    plan: Limit | None
    statutory: Limit | None

    @property
    def punctuality(self) -> Punctuality | None:
        """None for what was not to be published."""
        if self.plan is None or self.statutory is None:
            return None
        if self.statutory.is_overdue:
            return Punctuality.AFTER_LAW
        if self.plan.is_overdue:
            return Punctuality.AFTER_PLAN
        return Punctuality.UNKNOWN if self.missing_year else Punctuality.IN_TIME

    @property
    def missing_year(self) -> int | None:
        """The year whose working days would have to be known."""
        limits = (limit for limit in (self.plan, self.statutory) if limit is not None)
        return next((limit.missing_year for limit in limits if limit.missing_year), None)


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit's month; `unit` is None for what no unit has taken yet. `sealed` came in and turned out classified.

    `requests` are those that were given to it.
    """

    unit: str | None
    name: str
    documents: tuple[ReportedDocument, ...] = ()
    rereviews: tuple[RereviewFacts, ...] = ()
    sealed: int = 0
    requests: RequestMonth = field(default_factory=RequestMonth)

    @property
    def formed_nothing(self) -> bool:
        """Whether nothing of this month came from it, and nothing was handed in late."""
        return not (self.sealed or self.count(Origin.FORMED) or self.count(Origin.HANDED_IN_LATE))

    def count(self, *marks: Origin | Standing | Punctuality) -> int:
        """How many of its documents bear all of these marks."""
        return sum(set(marks) <= {each.origin, each.standing, each.punctuality} for each in self.documents)


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """All units in the order of the bureau's directory, as of `made_at`."""

    bureau: str
    bureau_name: str
    month: Month
    made_at: dt.datetime
    units: tuple[UnitReport, ...]

    @property
    def total(self) -> UnitReport:
        """All units as one."""
        return UnitReport(
            unit=None,
            name="合计",
            documents=tuple(each for unit in self.units for each in unit.documents),
            rereviews=tuple(each for unit in self.units for each in unit.rereviews),
            sealed=sum(unit.sealed for unit in self.units),
            requests=RequestMonth(*(sum(counts) for counts in zip(*map(_counts, self.units), strict=True))),
        )

    @property
    def units_without(self) -> tuple[str, ...]:
        """The names of the bureau's units that formed nothing."""
        return tuple(unit.name for unit in self.units if unit.formed_nothing)

    @property
    def missing_years(self) -> tuple[int, ...]:
        """The years whose working days are unknown, so that some terms could not be counted."""
        years = {each.missing_year for unit in self.units for each in unit.documents}
        return tuple(sorted(year for year in years if year is not None))


@dataclass(frozen=True, slots=True)
class MonthlyReporter:
    """Makes reports by the rules of one bureau, at one moment."""

    bureau: Bureau
    calendar: WorkingDays
    now: dt.datetime

    def report(
        self,
        month: Month,
        documents: Sequence[DocumentFacts],
        rereviews: Sequence[RereviewFacts],
        requests: Sequence[DisclosureRequest] = (),
    ) -> MonthlyReport:
        """The report of a month, made of the facts since its beginning; a document is in it once."""
        today = _day(self.now)
        lines = [line for facts in documents if (line := self._line(month, facts))]
        sealed = [facts.unit for facts in documents if facts.state is State.SEALED and _came_in(month, facts)]
        units = tuple(
            UnitReport(
                unit=unit,
                name=name,
                documents=tuple(line for line in lines if line.facts.unit == unit),
                rereviews=tuple(each for each in rereviews if each.unit == unit),
                sealed=sealed.count(unit),
                requests=request_month((one for one in requests if one.unit == unit), month, self.calendar, today),
            )
            for unit, name in self._units(documents, rereviews, requests)
        )
        shown = tuple(each for each in units if self._is_shown(each))
        return MonthlyReport(self.bureau.id, self.bureau.name, month, self.now, shown)

    def _units(
        self,
        documents: Sequence[DocumentFacts],
        rereviews: Sequence[RereviewFacts],
        requests: Sequence[DisclosureRequest],
    ) -> Iterator[tuple[str | None, str]]:
        """Those of the directory, then those that records name and the directory does not know any more."""
        yield from ((unit.id, unit.name) for unit in self.bureau.units)
        named = {
            *(each.unit for each in documents),
            *(each.unit for each in rereviews),
            *(each.unit for each in requests),
        }
        gone = [unit for unit in named if unit and not self.bureau.has_unit(unit)]
        yield from ((unit, f"{unit}（通讯录中已没有）") for unit in sorted(gone))
        yield None, "科室未定"

    def _is_shown(self, report: UnitReport) -> bool:
        """A unit of the directory always is, anything else only if there is something of it."""
        has_any = report.documents or report.rereviews or report.sealed or report.requests != RequestMonth()
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


def _counts(unit: UnitReport) -> tuple[int, ...]:
    return astuple(unit.requests)


def _came_in(month: Month, facts: DocumentFacts) -> bool:
    return month.holds(_day(facts.received_at))


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SHANGHAI).date()
