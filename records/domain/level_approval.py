"""Approval level by level of what is no document: the unit's head, the deputy in charge, the principal leader.

The same levels as of the confidentiality review, and the same separation of duties: nobody approves what they wrote,
and nobody at two levels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from records.domain.bureau import CHAIN, Assignee, Bureau, StepRole
from records.domain.document import PersonId
from records.domain.errors import Refused


class ApprovalRefused(Refused):
    """This person may not approve it now, or it is another text by now."""

    code = "approval_refused"
    advice = "请刷新后查看。"


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """The level that something waits at; `step` is 1-based. `holders` is empty if everybody is barred."""

    step: int
    level: StepRole
    is_last: bool
    holders: tuple[Assignee, ...]

    def holder(self, person: PersonId) -> Assignee | None:
        return next((holder for holder in self.holders if holder.person.id == person), None)


def waiting_level(
    bureau: Bureau, unit: str, author: PersonId, approved_by: Sequence[PersonId], now: dt.datetime
) -> WaitingApproval:
    """The level after those of `approved_by`, fewer than there are levels. `bureau` knows the desk's delegations."""
    step = len(approved_by) + 1
    level = CHAIN[step - 1]
    barred = {author, *approved_by}
    free = tuple(holder for holder in bureau.holders(unit, level, now) if holder.person.id not in barred)
    return WaitingApproval(step, level, step == len(CHAIN), free)
