"""A calendar month, as reports are made of it; in Asia/Shanghai."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from records.domain.bureau import SHANGHAI
from records.domain.errors import BadInput

# A match: 2026-03. No match: 2026-3
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")


class NotAMonth(BadInput):
    """What was asked for is no month."""

    code = "not_a_month"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """`month` is 1–12."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 2026-03.

        Raises:
            NotAMonth: it is not written so.
        """
        found = _MONTH.fullmatch(text)
        if found is None:
            raise NotAMonth(f"“{text}”不是月份，应写成 2026-03 的样子。")
        return cls(int(found["year"]), int(found["month"]))

    @classmethod
    def before(cls, day: dt.date) -> Self:
        """The month before that of this day."""
        last = day.replace(day=1) - dt.timedelta(days=1)
        return cls(last.year, last.month)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        following = dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - dt.timedelta(days=1)

    @property
    def begins_at(self) -> dt.datetime:
        return _midnight(self.first_day)

    @property
    def ends_at(self) -> dt.datetime:
        """The first moment that is not in it any more."""
        return _midnight(self.last_day + dt.timedelta(days=1))

    def holds(self, day: dt.date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), SHANGHAI)
