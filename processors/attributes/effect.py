"""The day from which a document has effect (施行日期), if it says so itself."""

from __future__ import annotations

import datetime as dt
import re

from processors.attributes.dates import DATE, date_of
from processors.attributes.paper import Found, Paper

_ISSUE = r"(?P<issue>印发|发布|公布|发文|下发|签发|印送)之日"
_TAKES_EFFECT = r"(?:开始|正式)?(?:施行|实施|执行|生效|试行|启用)"
# Matches 自2024年3月4日起施行, 从2024年3月4日起执行, 2024年3月4日起正式实施, 自印发之日起施行.
# Must not match 《示例条例》自2020年1月1日起施行, another's; 已于2020年1月1日起施行; 自公布之日起30日后施行, which
# people have to count.
_FROM = re.compile(
    rf"(?:(?<![》已])(?:自|从|于)|(?<![自从于\d]))(?:{DATE.pattern}|{_ISSUE})(?:零时)?(?:起|开始){_TAKES_EFFECT}"
)
# Who takes effect, right in front. Matches the end of 本办法, 现予公布, 本通知规定的标准. Must not match 该条例.
_OWN = re.compile(
    r"(?:本[\u4e00-\u9fff]{1,12}|[。;:,]|(?:公布|发布|印发)(?:给你们)?[,;]|》[,;])(?:[\u4e00-\u9fff]{0,2})$"
)
_OTHERS = re.compile(r"(?:该|原|旧|上述)[\u4e00-\u9fff]{1,12}$")
_LABEL = re.compile(
    rf"(?:施行|实施|生效|执行)(?:日期|时间):?(?:{DATE.pattern}|(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}))"
)
# What every statement has: few lines need the rule itself.
_MAY_SAY = re.compile("[起始]")
_IN_FRONT = 24  # characters in front of a statement in which its subject stands


def find_effective_date(paper: Paper, issued_on: dt.date | None) -> Found[dt.date] | None:
    """The first day of effect. `issued_on` is what 自印发之日起 counts from (印发日期, else 成文日期).

    Of several statements the one that names the document itself (本办法自…起施行) is surer than one about what it
    sets (补贴标准自…起执行); of equals the last, where the closing article stands.
    """
    return _labelled(paper) or max(_stated(paper, issued_on), key=_weight, default=None)


def _weight(found: Found[dt.date]) -> tuple[float, int]:
    return (found.attribute.confidence, found.first)


def _labelled(paper: Paper) -> Found[dt.date] | None:
    """A line of a portal's table: 实施日期：2024-03-04."""
    for index, line in enumerate(paper.lines):
        match = _LABEL.fullmatch(line.plain)
        day = _day_of(match) if match else None
        if day is not None:
            return paper.found(day, index, index, "effective_label", 0.9)
    return None


def _day_of(match: re.Match[str]) -> dt.date | None:
    if match["iso"] is None:
        return date_of(match)
    year, month, day = (int(part) for part in re.split(r"[-/.]", match["iso"]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _stated(paper: Paper, issued_on: dt.date | None) -> list[Found[dt.date]]:
    statements = []
    for index, line in enumerate(paper.lines):
        if not _MAY_SAY.search(line.plain) and not _MAY_SAY.search(_below(paper, index)):
            continue
        above = paper.lines[index - 1].plain if index else ""
        below = _below(paper, index)
        for match in _FROM.finditer(line.plain + below):
            if match.start() >= len(line.plain):
                break
            day = issued_on if match["issue"] else date_of(match)
            certainty = _certainty((above + line.plain)[: len(above) + match.start()])
            if day is not None and certainty:
                last = index + 1 if match.end() > len(line.plain) else index
                statements.append(paper.found(day, index, last, "effective_from", certainty))
    return statements


def _below(paper: Paper, index: int) -> str:
    return paper.lines[index + 1].plain if index + 1 < len(paper.lines) else ""


def _certainty(in_front: str) -> float:
    """How sure a statement is that follows these words; 0 for one about something else."""
    in_front = in_front[-_IN_FRONT:]
    if _OTHERS.search(in_front):
        return 0.0
    return 0.9 if not in_front or _OWN.search(in_front) else 0.6
