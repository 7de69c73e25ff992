"""The day on which a document's validity ends, if it says so itself."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from processors.attributes.dates import DATE, parse_date
from processors.attributes.document_number import parse_document_number
from processors.attributes.paper import Found, Paper

# Matches 失效日期:2029年3月3日, 有效期至:2029-03-03. Must not match 废止日期:.
_LABELLED = re.compile(
    r"(?:失效日期|废止日期|有效期至|有效期截至|有效截止日期):(?P<year>\d{4})(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?"
)
PORTAL_LINES = 20  # of the first page, where a portal's table stands
_D = DATE.pattern
_PLAIN_DATE = re.sub(r"\?P<\w+>", "?:", _D)
# What is no validity of the document: that of a certificate or a contract, and what brackets add to an item of a list.
_OWN = r"(?<![证书照卡票保险公示合同(])(?<![证书照卡票同]的)"
# Matches 有效期至2026年12月31日, 有效期截至…, 执行期限为2019年1月1日至2023年12月31日.
# Must not match 证书有效期至2026年12月31日: that is not the document's.
_UNTIL = re.compile(
    rf"{_OWN}(?:有效期|执行期限?|实施期限?|试行期)(?:限)?(?:为|自|从){{0,2}}(?:{_PLAIN_DATE}(?:起)?)?"
    rf"(?:截?至|到|截止到?|止于){_D}"
)
# Matches 自2024年3月4日起, 2024年3月4日起, 于2024年3月4日, 自印发之日起. Must not match 合同自2024年3月4日起.
_START = rf"(?<![》已自从于])(?<!合同)(?<!协议)(?:自|从|于)?(?:{_D}|(?P<issue>印发|发布|公布|发文)之日)起?"
_FORCE = r"(?:正式|试行)?(?:施行|实施|执行|生效|试行)"
_SPAN = r"(?P<count>\d{1,2}|[一二两三四五六十])(?P<unit>年|个月)"
# Matches 自2024年3月4日起施行,有效期5年; 自印发之日起试行,试行期两年; 自…起施行。有效期三年; 自…起试行两年.
# Must not match 自2024年3月4日起施行,《示例办法》有效期5年.
_YEARS = re.compile(
    rf"{_START}(?:{_FORCE}(?:[^。《]{{0,30}}?|。.{{0,8}}?)(?:有效期|试行期|暂行期|试行)(?:限)?(?:暂定)?为?|试行){_SPAN}"
)
# Matches 自2024年3月4日起施行,5年内有效. Must not match 自2024年3月4日起施行,证书5年内有效… of a later sentence.
_YEARS_WITHIN = re.compile(rf"{_START}{_FORCE}[^。《证书]{{0,30}}?{_SPAN}内有效")
# Matches 本通知自2024年5月1日起施行,至2026年4月30日止; …试行,2026年4月30日失效; 自…起执行至2026年4月30日.
# Must not match 自2024年5月1日起施行,《示例办法》至2026年4月30日止.
_ENDS = re.compile(
    rf"自(?:{_PLAIN_DATE}|(?:印发|发布|公布|发文)之日)起{_FORCE}?"
    rf"(?:[,;]?(?:有效期)?至?{_D}(?:止|自动失效|失效|废止|终止)|(?<=行)至{_D.replace('?P<', '?P<until_')})"
)
# Matches 本通知执行至2025年12月31日, 政策执行至2025年12月31日. Must not match 旧标准执行至2025年12月31日.
_IN_FORCE_TO = re.compile(rf"(?:本[\u4e00-\u9fff]{{1,8}}|政策)(?:施行|实施|执行)(?:期限?)?(?:截止?)?(?:至|到){_D}")
# Matches 本批复有效期2年,自印发之日起计算. Must not match 证书有效期2年,自发证之日起计算.
_YEARS_FIRST = re.compile(rf"{_OWN}(?:有效期|试行期)(?:限)?(?:暂定)?为?{_SPAN},?{_START}")
_CHINESE_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}
# What every one of the rules below has: few lines need them.
_MAY_SAY = re.compile(r"有效|[行施]期|行[至到截]|[限效废终]?止|失效|试行")
_RULES = (
    *((pattern, "valid_until") for pattern in (_UNTIL, _ENDS, _IN_FORCE_TO)),
    *((pattern, "valid_years") for pattern in (_YEARS, _YEARS_WITHIN, _YEARS_FIRST)),
)


def find_expiry(paper: Paper, issued_on: dt.date | None) -> Found[dt.date] | None:
    """The last day of validity. `issued_on` is what 自印发之日起 counts from (印发日期, else 成文日期).

    What a portal's table above the title says is newer than the text, and wins where the text gives a day too.
    """
    printed = _printed(paper, issued_on)
    return (_in_portal_table(paper) or printed) if printed else None


def _in_portal_table(paper: Paper) -> Found[dt.date] | None:
    """失效日期, in a table with labels, or as the second of two dates below a number (the first is 实施日期)."""
    for index, line in enumerate(paper.lines[:PORTAL_LINES]):
        labelled = _LABELLED.fullmatch(line.plain)
        day = _day_of(labelled.groupdict()) if labelled else None
        if day:
            return paper.found(day, index, index, "portal_table", 0.8)
    for index in range(1, min(PORTAL_LINES, len(paper.lines) - 1)):
        first, second = (parse_date(paper.lines[at].plain) for at in (index, index + 1))
        if first and second and first < second and parse_document_number(paper.lines[index - 1].plain):
            return paper.found(second, index + 1, index + 1, "portal_table", 0.8)
    return None


def _printed(paper: Paper, issued_on: dt.date | None) -> Found[dt.date] | None:
    for index, line in enumerate(paper.lines):
        following = paper.lines[index + 1].plain if index + 1 < len(paper.lines) else ""
        joined = line.plain + following
        if not _MAY_SAY.search(joined):
            continue
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
    """The day that `match` names, or the last one of the span that it names."""
    groups = {name.removeprefix("until_"): text for name, text in match.groupdict().items() if text}
    day = _day_of(groups)
    if "count" not in groups:
        return day
    start = issued_on if "issue" in groups else day
    return _last_day(start, groups["count"], groups["unit"]) if start else None


def _day_of(groups: dict[str, str]) -> dt.date | None:
    if "year" not in groups:
        return None
    return parse_date(f"{groups['year']}年{groups['month']}月{groups['day']}日")


def _last_day(start: dt.date, count: str, unit: str) -> dt.date:
    """The day before the anniversary: from 2024-03-04, 5 years → 2029-03-03."""
    number = int(count) if count.isdecimal() else _CHINESE_COUNTS[count]
    months = start.month - 1 + number * (12 if unit == "年" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    last_of_month = calendar.monthrange(year, month)[1]
    if start.day > last_of_month:
        return dt.date(year, month, last_of_month)
    return dt.date(year, month, start.day) - dt.timedelta(days=1)
