"""What is known of the years' working days: a maintained library, and the file that a bureau adds years to.

The file is TOML, one table a year; dates as the State Council's notice has them, a span as [first, last]:

    [[year]]
    year = 2027
    source = "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕…号）"
    days_off = [[2027-01-01, 2027-01-03], …]
    make_up_days = [2027-02-20, …]

A year of the file takes the place of the library's: the announcement for 2019 was changed in March 2019.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from chinese_calendar.constants import holidays, workdays
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from records.domain.workdays import Arrangement, WorkingDays

#: Days off in every year (全国年节及纪念日放假办法): an entry without them was cut short or belongs to another year.
_EVERY_YEAR = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))

_SATURDAY = 5
_DECEMBER = 12


class WorkingDaysFileInvalid(Exception):
    """The bureau's file of working days is wrong. The message is one line: file, place, fault."""

    code = "working_days_file_invalid"


def _as_span(entry: object) -> object:
    return (entry, entry) if isinstance(entry, dt.date) else entry


def _in_order(span: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    if span[0] > span[1]:
        raise ValueError(f"{span[0]} 晚于 {span[1]}")
    return span


_Span = Annotated[tuple[dt.date, dt.date], BeforeValidator(_as_span), AfterValidator(_in_order)]


class _Year(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int = Field(ge=1950, le=2200)
    source: str = Field(min_length=1)
    days_off: tuple[_Span, ...]
    make_up_days: tuple[dt.date, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        off = self.all_days_off()
        for day in (*off, *self.make_up_days):
            if day.year != self.year and (day.year, day.month) != (self.year - 1, _DECEMBER):
                raise ValueError(f"{day} 不属于 {self.year} 年的放假安排")
        for month, day_of_month in _EVERY_YEAR:
            if dt.date(self.year, month, day_of_month) not in off:
                raise ValueError(f"days_off 中缺少 {self.year}-{month:02}-{day_of_month:02}")
        for day in self.make_up_days:
            if day.weekday() < _SATURDAY or day in off:
                raise ValueError(f"make_up_days 中的 {day} 不是周末，或者同时列为放假")
        return self

    def all_days_off(self) -> frozenset[dt.date]:
        return frozenset(day for span in self.days_off for day in _days(*span))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    year: tuple[_Year, ...] = ()


def load_working_days(path: Path) -> WorkingDays:
    """The library's years, and those of the bureau's file if there is one.

    Raises:
        WorkingDaysFileInvalid: the file is not TOML, or an entry cannot be a year's announcement.
    """
    arrangements = {arrangement.year: arrangement for arrangement in (*_of_library(), *_of_file(path))}
    return WorkingDays(tuple(arrangements.values()), str(path))


def usable_working_days(path: Path) -> WorkingDays:
    """The same, but a wrong file is only noted: an undetermined clock alarms and never stops the work."""
    try:
        return load_working_days(path)
    except WorkingDaysFileInvalid as error:
        return WorkingDays(_of_library(), str(path), fault=str(error))


def _of_library() -> tuple[Arrangement, ...]:
    off, worked = _by_year(holidays), _by_year(workdays)
    return tuple(Arrangement(year, frozenset(off[year]), frozenset(worked[year])) for year in sorted(off))


def _by_year(days: Iterable[dt.date]) -> defaultdict[int, set[dt.date]]:
    years: defaultdict[int, set[dt.date]] = defaultdict(set)
    for day in days:
        years[day.year].add(day)
    return years


def _of_file(path: Path) -> list[Arrangement]:
    try:
        content = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return []
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkingDaysFileInvalid(f"{path} 不能读取，或者不是有效的 TOML：{error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise WorkingDaysFileInvalid(f"{path} 的 {place} 有误：{first['msg']}") from None
    years = [entry.year for entry in content.year]
    if len(years) != len(set(years)):
        raise WorkingDaysFileInvalid(f"{path} 中有重复的年份。")
    return [Arrangement(entry.year, entry.all_days_off(), frozenset(entry.make_up_days)) for entry in content.year]


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
