"""Days, months and years in what people type: 2018年12月21日, 2018-12-21, 2019年1月, 二〇一八年, 2018."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.plan import Tokens

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
# Finds 2018年12月21日, 2018-12-21, 2018.12 月, 2018年, 2018; not 12018, 2018号 or 3.2018.
_DATE = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?![\d号])"
    r"(?:\s*[年./-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)(?:\s*[月./-]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?|\s*月)?)?"
    r"(?:\s*年度?)?"
)
# Finds 二〇一八年; not 二十年.
_HAN_YEAR = re.compile(r"([一二][〇零一二三四五六七八九]{3})年")


@dataclass(frozen=True, slots=True)
class Dated:
    """`month` and `day` are None where only the year, or the month, was typed."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def value(self) -> str:
        """As `dates` is indexed: 2018, 2018-12 or 2018-12-21."""
        parts = (f"{self.year}", *(f"{part:02d}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    @property
    def written(self) -> Tokens:
        """The tokens of 2018年12月21日; of a year alone only the digits, which 〔2018〕 has too."""
        if self.month is None:
            return (str(self.year),)
        written = (str(self.year), "年", str(self.month), "月")
        return written if self.day is None else (*written, str(self.day), "日")


def find_date(text: str) -> tuple[int, int, Dated] | None:
    """The first date in a folded text: start, end (exclusive) and what it says."""
    plain = _HAN_YEAR.sub(lambda found: f"{found[1].translate(_DIGITS)}年", text)
    found = _DATE.search(plain)
    if not found:
        return None
    month, day = (int(found[part]) if found[part] else None for part in ("month", "day"))
    return found.start(), found.end(), Dated(int(found["year"]), month, day)
