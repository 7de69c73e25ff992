"""Who approves the answer to a request: the unit's head, the deputy in charge, the principal leader, one after another.

The same levels as of the confidentiality review, and the same separation of duties: nobody approves what they drafted,
and nobody at two levels.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.domain.bureau import CHAIN, Assignee, Bureau, StepRole
from records.domain.canonical import sha256_of
from records.domain.document import PersonId
from records.domain.errors import Refused
from records.domain.requests.answers import DraftedAnswer
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.request import DisclosureRequest


class ApprovalRefused(Refused):
    """This person may not approve the answer now, or the answer is another one by now."""

    code = "approval_refused"
    advice = "请刷新后查看这件申请。"


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """The level that an answer waits at; `step` is 1-based. `holders` is empty if everybody is barred."""

    step: int
    level: StepRole
    is_last: bool
    holders: tuple[Assignee, ...]

    def holder(self, person: PersonId) -> Assignee | None:
        return next((holder for holder in self.holders if holder.person.id == person), None)


def waiting_approval(bureau: Bureau, request: DisclosureRequest, now: dt.datetime) -> WaitingApproval | None:
    """Where the answer waits, or None if it is not in approval. `bureau` knows the delegations of the desk."""
    if request.state is not RequestState.IN_APPROVAL or request.answer is None:
        return None
    given = request.standing_approvals
    level = CHAIN[len(given)]
    barred = {request.answer.drafted_by} | {one.person for one in given}
    holders = bureau.holders(request.unit or "", level, now)
    free = tuple(holder for holder in holders if holder.person.id not in barred)
    return WaitingApproval(len(given) + 1, level, len(given) + 1 == len(CHAIN), free)


def require_holder(
    waiting: WaitingApproval | None, request: DisclosureRequest, person: PersonId, seen: str
) -> Assignee:
    """Who decides now, acting for whom; `seen` is the hash of the answer that they saw.

    Raises:
        ApprovalRefused: nothing waits, it is somebody else's turn, or the answer has changed since.
    """
    holder = waiting.holder(person) if waiting else None
    if holder is None:
        raise ApprovalRefused("这份答复现在不由您审批：没有轮到这一级，或者您是拟稿人、已在另一级审批过。")
    if request.answer is None or request.answer.hash != seen:
        raise ApprovalRefused("答复内容已经变化，请查看新的内容后再审批。")
    return holder


def answer_hash(request_id: str, drafted: DraftedAnswer) -> str:
    """What approvals are of: everything that the requester will read."""
    return sha256_of(
        {
            "request": request_id,
            "kind": drafted.kind,
            "ground": drafted.ground,
            "supplied_as": drafted.supplied_as,
            "text": drafted.text,
            "form_reason": drafted.form_reason,
            "override_reason": drafted.override_reason,
        }
    )
