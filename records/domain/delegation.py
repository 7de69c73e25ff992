"""A delegation (委托) that a reviewer made: who stands in for them, on which days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.domain.bureau import Bureau, Delegation
from records.domain.document import PersonId
from records.domain.errors import BadInput, NotAllowed

#: A delegation is for an absence, not for good; who leaves for longer is replaced in bureau.toml.
LONGEST_DAYS = 366


class DelegationInvalid(BadInput):
    """A delegation that says nothing: days in the wrong order, or a person who cannot be meant."""

    code = "delegation_invalid"


@dataclass(frozen=True, slots=True)
class DelegationOnRecord:
    """One that was made at the desk. `ended_at` is set once the principal has taken it back."""

    bureau: str
    id: str
    terms: Delegation
    made_at: dt.datetime
    ended_at: dt.datetime | None = None

    @property
    def stands(self) -> bool:
        return self.ended_at is None


def require_principal(bureau: Bureau, person: PersonId) -> None:
    """Let pass who holds a level themselves: nobody hands on what they were handed.

    Raises:
        NotAllowed: this person holds none.
    """
    if not bureau.holds_level(person):
        raise NotAllowed("只有各级审查人员可以委托他人代为审查；受托人不能再委托。")


def require_valid(bureau: Bureau, terms: Delegation, today: dt.date) -> None:
    """Let pass dated terms between two different people of the bureau; the past cannot be delegated.

    Raises:
        DelegationInvalid: with what is wrong.
    """
    if bureau.person(terms.delegate) is None or terms.delegate == terms.principal:
        raise DelegationInvalid("请在通讯录中选择另一位人员作为受托人。")
    if terms.start < today:
        raise DelegationInvalid("委托不能从今天以前开始。")
    if terms.until < terms.start:
        raise DelegationInvalid("委托的截止日期早于开始日期。")
    if (terms.until - terms.start).days >= LONGEST_DAYS:
        raise DelegationInvalid("委托最长一年；长期不在岗的，请修改通讯录。")
