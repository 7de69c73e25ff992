"""Whether a document is in force today (有效性), said plainly and only as far as it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bundles.article import chinese_date
from bundles.format import BundleMeta, PublicAttributes


class ValidityState(StrEnum):
    EFFECTIVE = "effective"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REPEALED = "repealed"


_WORDS = {
    ValidityState.EFFECTIVE: "现行有效",
    ValidityState.NOT_YET: "尚未施行",
    ValidityState.EXPIRED: "已失效",
    ValidityState.REPEALED: "已废止",
}


@dataclass(frozen=True, slots=True)
class Validity:
    """`detail` says since or until when, in brackets on the page; `by` are the documents that repeal this one."""

    state: ValidityState
    detail: str = ""
    by: tuple[BundleMeta, ...] = ()

    @property
    def words(self) -> str:
        return _WORDS[self.state]

    @property
    def has_ended(self) -> bool:
        return self.state in (ValidityState.EXPIRED, ValidityState.REPEALED)


def validity(
    facts: PublicAttributes, repealed_by: Sequence[BundleMeta], today: dt.date, *, is_rule: bool
) -> Validity | None:
    """What holds on `today` (a day in Shanghai); None if the document says nothing and is no rule that goes on.

    `is_rule`: it stands in a column whose documents hold until somebody ends them. A repeal takes effect on the day on
    which the repealing document does.
    """
    repealing = tuple(each for each in repealed_by if _takes_effect(each) <= today)
    if repealing:
        since = min(map(_takes_effect, repealing))
        return Validity(ValidityState.REPEALED, f"自{chinese_date(since)}起", repealing)
    if facts.expires_on is not None and facts.expires_on < today:
        return Validity(ValidityState.EXPIRED, f"有效期至{chinese_date(facts.expires_on)}")
    if facts.effective_on is not None and facts.effective_on > today:
        return Validity(ValidityState.NOT_YET, f"自{chinese_date(facts.effective_on)}起施行")
    if is_rule or facts.effective_on is not None or facts.expires_on is not None:
        return Validity(ValidityState.EFFECTIVE, _terms(facts, repealed_by), tuple(repealed_by))
    return None


def is_settled(facts: PublicAttributes, repealed_by: Sequence[BundleMeta], today: dt.date) -> bool:
    """Whether what is said of the validity stays true on all days to come."""
    starts = [facts.effective_on or dt.date.min, *map(_takes_effect, repealed_by)]
    return max(starts) <= today and (facts.expires_on is None or facts.expires_on < today)


def _takes_effect(meta: BundleMeta) -> dt.date:
    facts = meta.attributes
    return facts.effective_on or facts.adopted_on or dt.date.min


def _terms(facts: PublicAttributes, repealed_by: Sequence[BundleMeta]) -> str:
    terms = []
    if facts.effective_on is not None:
        terms.append(f"{chinese_date(facts.effective_on)}起施行")
    if facts.expires_on is not None:
        terms.append(f"有效期至{chinese_date(facts.expires_on)}")
    if repealed_by:
        terms.append(f"自{chinese_date(min(map(_takes_effect, repealed_by)))}起废止")
    return "，".join(terms)
