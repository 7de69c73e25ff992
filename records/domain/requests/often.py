"""What several people ask for is proposed for disclosure on the bureau's own initiative (article 44)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from records.domain.canonical import Json
from records.domain.document import PersonId
from records.domain.requests.content import normalised
from records.domain.requests.request import Closing, DisclosureRequest, day_of

#: How many different people have to ask for the same before it is proposed.
SEVERAL: Final = 3

# Matches 人社发〔2021〕5号 of 请公开示人社发[2021]05号: words may stand before a code, its last three characters count.
# Must not match 2021年5号窗口.
_NUMBER: Final = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,3})\s*[〔\[（(【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]）)】]\s*第?\s*0*(?P<serial>\d{1,5})\s*号"
)
# Matches 《示例区职业技能培训补贴办法》.
_TITLE: Final = re.compile(r"《([^《》]{4,80})》")


class OftenOutcome(StrEnum):
    """已经主动公开 · 正在办理主动公开 · 不宜主动公开."""

    DISCLOSED = "disclosed"
    UNDERWAY = "underway"
    UNSUITABLE = "unsuitable"


@dataclass(frozen=True, slots=True)
class OftenRuling:
    """What the office said to a proposal; what is asked for again by several people after it is proposed again."""

    bureau: str
    information_key: str
    outcome: OftenOutcome
    reason: str
    ruled_by: PersonId
    ruled_at: dt.datetime


@dataclass(frozen=True, slots=True)
class OftenAsked:
    """The same information, asked for by `people` different people; `requests` oldest first."""

    information_key: str
    people: int
    requests: tuple[DisclosureRequest, ...]


def information_of(description: str) -> Json:
    """What two requests for the same information have in common, whoever sent them and however they are worded.

    The document's number if the description names exactly one, else its title in 《》 if it names one, else the words.
    """
    numbers = {"".join(match.group("code", "year", "serial")) for match in _NUMBER.finditer(description)}
    titles = {normalised(match.group(1)) for match in _TITLE.finditer(description)}
    for named in (numbers, titles):
        if len(named) == 1:
            return ["information", *named]
    return ["information", normalised(description)]


def often_asked(requests: Iterable[DisclosureRequest], rulings: Mapping[str, OftenRuling]) -> tuple[OftenAsked, ...]:
    """What is to be proposed, what most people asked for first.

    A request that was taken back or could not be confirmed counts for nothing, nor does one from before a ruling.
    """
    counting = sorted(
        (one for one in requests if _counts(one, rulings.get(one.information_key))), key=lambda one: one.information_key
    )
    found = []
    for key, of_one in groupby(counting, key=lambda one: one.information_key):
        same = tuple(sorted(of_one, key=lambda one: one.id))
        people = len({one.requester_key for one in same})
        if people >= SEVERAL:
            found.append(OftenAsked(key, people, same))
    return tuple(sorted(found, key=lambda one: (-one.people, one.requests[0].id)))


def _counts(request: DisclosureRequest, ruling: OftenRuling | None) -> bool:
    if not request.information_key or request.closing in (Closing.WITHDRAWN, Closing.NOT_CONFIRMED):
        return False
    return ruling is None or request.arrived_on > day_of(ruling.ruled_at)
