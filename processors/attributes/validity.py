"""The day on which a document's validity ends, if it says so itself."""

from __future__ import annotations

import datetime as dt
import re

from processors.attributes.dates import DATE, date_of, parse_date
from processors.attributes.document_number import parse_document_number
from processors.attributes.paper import Found, Paper

PORTAL_LINES = 20  # of the first page, where a portal's table stands
_D = DATE.pattern
_PLAIN_DATE = re.sub(r"\?P<\w+>", "?:", _D)
# Matches 有效期至2026年12月31日, 有效期截至…, 执行期限为2019年1月1日至2023年12月31日.
# Must not match 证书有效期至2026年12月31日: that is not the document's.
_UNTIL = re.compile(
    rf"(?<![证书照卡票保险公示合同])(?:有效期|执行期限?|实施期限?|试行期)(?:限)?(?:为|自|从)?(?:{_PLAIN_DATE}(?:起)?)?(?:截?至|到|截止到?|止于){_D}"
)
# Matches 自2024年3月4日起施行,有效期5年; 自印发之日起施行,有效期至三年 is left to people.
_YEARS = re.compile(
    rf"自(?:{_D}|(?P<issue>印发|发布|公布|发文)之日)起(?:正式)?(?:施行|实施|执行|生效)[^。]{{0,20}}有效期(?:限)?为?(?P<years>\d{{1,2}}|[一二两三四五十])年"
)
# Matches 本通知自2024年5月1日起施行,至2026年4月30日止; …试行,2026年4月30日失效.
# Must not match 自2024年5月1日起施行,《示例办法》至2026年4月30日止.
_ENDS = re.compile(
    rf"自(?:{_PLAIN_DATE}|(?:印发|发布|公布|发文)之日)起(?:正式|试行)?(?:施行|实施|执行|生效)?[,;]?"
    rf"(?:有效期)?至?{_D}(?:止|自动失效|失效|废止|终止)"
)
# Matches 本批复有效期2年,自印发之日起计算. Must not match 证书有效期2年,自发证之日起计算.
_YEARS_FIRST = re.compile(
    rf"有效期(?:限)?为?(?P<years>\d{{1,2}}|[一二两三四五十])年,?自(?:{_D}|(?P<issue>印发|发布|公布|发文)之日)起"
)
_CHINESE_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_RULES = ((_UNTIL, "valid_until"), (_ENDS, "valid_until"), (_YEARS, "valid_years"), (_YEARS_FIRST, "valid_years"))


def find_expiry(paper: Paper, issued_on: dt.date | None) -> Found[dt.date] | None:
    """The last day of validity. `issued_on` is what 自印发之日起 counts from (印发日期, else 成文日期).

    What a portal's table above the title says is newer than the text, and wins where the text gives a day too.
    """
    printed = _printed(paper, issued_on)
    return (_in_portal_table(paper) or printed) if printed else None


def _in_portal_table(paper: Paper) -> Found[dt.date] | None:
    """The second of two dates below a number: a portal of normative documents prints 实施日期 and 失效日期 there."""
    for index in range(1, min(PORTAL_LINES, len(paper.lines) - 1)):
        first, second = (parse_date(paper.lines[at].plain) for at in (index, index + 1))
        if first and second and first < second and parse_document_number(paper.lines[index - 1].plain):
            return paper.found(second, index + 1, index + 1, "portal_table", 0.8)
    return None


def _printed(paper: Paper, issued_on: dt.date | None) -> Found[dt.date] | None:
    for index, line in enumerate(paper.lines):
        following = paper.lines[index + 1].plain if index + 1 < len(paper.lines) else ""
        joined = line.plain + following
        for pattern, rule in _RULES:
            match = pattern.search(joined)
            if match is None or match.start() >= len(line.plain):
                continue
            last_day = _last_day_of(match, issued_on)
            if last_day is not None:
                last = index + 1 if match.end() > len(line.plain) else index
                return paper.found(last_day, index, last, rule, 0.85)
    return None


def _last_day_of(match: re.Match[str], issued_on: dt.date | None) -> dt.date | None:
    groups = match.groupdict()
    if "years" not in groups:
        return date_of(match)
    start = issued_on if groups["issue"] else date_of(match)
    return _last_day(start, groups["years"]) if start else None


def _last_day(start: dt.date, years: str) -> dt.date:
    """The day before the anniversary: from 2024-03-04, 5 years → 2029-03-03."""
    year = start.year + (int(years) if years.isdecimal() else _CHINESE_YEARS[years])
    is_leap_day = (start.month, start.day) == (2, 29)
    anniversary = dt.date(year, 3, 1) if is_leap_day else start.replace(year=year)
    return anniversary - dt.timedelta(days=1)
