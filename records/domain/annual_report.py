"""The annual report: what the records know of a year, the figures of the fixed tables, and the bureau's own words.

Regulations, articles 49 (handed in and published by 31 January) and 50 (what it holds).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from records.domain.annual_figures import AnnualFigures, RequestRow
from records.domain.bureau import SHANGHAI, Bureau
from records.domain.disclosure import Disclosure
from records.domain.errors import Refused
from records.domain.legal_clock import disclosure_clock, formed
from records.domain.report_ports import DocumentFacts, RereviewFacts
from records.domain.workdays import WorkingDays

#: The last day on which the report of the year before may be handed in and published: month and day (article 49).
DUE = (1, 31)


class YearNotBegun(Refused):
    """There is nothing to tell of a year that lies ahead."""

    code = "year_not_begun"
    advice = "请选择已经开始的年份。"


class Part(StrEnum):
    """The parts of the report that are words: 一 (with its five aspects), 五, 六."""

    OVERALL = "overall"
    PROBLEMS = "problems"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RecordedYear:
    """What the records hold of a year; counts of documents, of `rereviews` of rounds.

    `published` got their first page; `in_time` of them within both terms, `late` after one of them. `uncountable` terms
    reach into a year whose working days are unknown.
    """

    published: int = 0
    in_time: int = 0
    late: int = 0
    uncountable: int = 0
    on_request: int = 0
    withheld: int = 0
    rereviews: int = 0


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """`words` are the bureau's own, by part; a part that is not there has not been written yet.

    `differing` are rows of requests that were written and say something else than the register counts.
    """

    bureau_name: str
    year: int
    made_at: dt.datetime
    recorded: RecordedYear
    figures: AnnualFigures
    words: Mapping[Part, str] = field(default_factory=dict)
    differing: tuple[RequestRow, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.figures.missing and all(self.words.get(part) for part in Part)


def annual_report_due(year: int) -> dt.date:
    """The last day for the report of this year."""
    return dt.date(year + 1, *DUE)


def recorded_year(
    bureau: Bureau,
    calendar: WorkingDays,
    year: int,
    documents: Sequence[DocumentFacts],
    rereviews: Sequence[RereviewFacts],
) -> RecordedYear:
    """Count a year, from the facts since its beginning; what was published before or after it is left out."""
    published = [each for each in documents if _is_in(year, each.published_at)]
    clocks = [
        disclosure_clock(
            calendar,
            formed(each.adopted_on, each.received_at),
            each.published_at,
            plan_working_days=bureau.plan_working_days,
        )
        for each in published
        if each.published_at
    ]
    late = sum(clock.is_overdue for clock in clocks)
    uncountable = sum(clock.missing_year is not None and not clock.is_overdue for clock in clocks)
    closed = [each for each in documents if _is_in(year, each.closed_at) and each.published_at is None]
    withheld = sum(each.disclosure is Disclosure.WITHHELD for each in closed)
    return RecordedYear(
        published=len(published),
        in_time=len(published) - late - uncountable,
        late=late,
        uncountable=uncountable,
        on_request=len(closed) - withheld,
        withheld=withheld,
        rereviews=sum(_is_in(year, each.opened_at) for each in rereviews),
    )


def begins_at(year: int) -> dt.datetime:
    """The first moment of a year in Asia/Shanghai."""
    return dt.datetime(year, 1, 1, tzinfo=SHANGHAI)


def _is_in(year: int, moment: dt.datetime | None) -> bool:
    return moment is not None and moment.astimezone(SHANGHAI).year == year
