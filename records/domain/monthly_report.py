"""The monthly report (月报): what each unit formed, whether and when it was disclosed, and what is still open.

The bureau's plan, 四（三）, has every unit report its disclosed information each month. The records know it all: nobody
has to write it down, and a unit without anything is in the report as well.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from records.domain.bureau import SHANGHAI
from records.domain.legal_clock import Formation, Limit
from records.domain.months import Month
from records.domain.report_ports import ChangeFacts, DocumentFacts, RereviewFacts
from records.domain.requests.monthly import RequestMonth


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
        return _punctuality(self.plan, self.statutory)

    @property
    def missing_year(self) -> int | None:
        """The year whose working days would have to be known."""
        limits = (limit for limit in (self.plan, self.statutory) if limit is not None)
        return next((limit.missing_year for limit in limits if limit.missing_year), None)


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """A change of what was published (article 26); its terms as on the day on which the public got it, or today."""

    facts: ChangeFacts
    formation: Formation
    plan: Limit
    statutory: Limit

    @property
    def published_on(self) -> dt.date | None:
        published_at = self.facts.change.published_at
        return _day(published_at) if published_at else None

    @property
    def punctuality(self) -> Punctuality:
        return _punctuality(self.plan, self.statutory)


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit's month; `unit` is None for what no unit has taken yet. `sealed` came in and turned out classified.

    `requests` are those that were given to it.
    """

    unit: str | None
    name: str
    documents: tuple[ReportedDocument, ...] = ()
    rereviews: tuple[RereviewFacts, ...] = ()
    changes: tuple[ReportedChange, ...] = ()
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
            changes=tuple(each for unit in self.units for each in unit.changes),
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
        total = self.total
        years = {each.missing_year for each in total.documents}
        years |= {limit.missing_year for each in total.changes for limit in (each.plan, each.statutory)}
        return tuple(sorted(year for year in years if year is not None))


def _punctuality(plan: Limit, statutory: Limit) -> Punctuality:
    if statutory.is_overdue:
        return Punctuality.AFTER_LAW
    if plan.is_overdue:
        return Punctuality.AFTER_PLAN
    return Punctuality.UNKNOWN if plan.missing_year or statutory.missing_year else Punctuality.IN_TIME


def _counts(unit: UnitReport) -> tuple[int, ...]:
    return astuple(unit.requests)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SHANGHAI).date()
