"""Who approves the answer to a request, level by level."""

from __future__ import annotations

import datetime as dt

from records.domain.bureau import Assignee, Bureau
from records.domain.canonical import sha256_of
from records.domain.document import PersonId
from records.domain.level_approval import ApprovalRefused, WaitingApproval, waiting_level
from records.domain.requests.answers import DraftedAnswer
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.request import DisclosureRequest


def waiting_approval(bureau: Bureau, request: DisclosureRequest, now: dt.datetime) -> WaitingApproval | None:
    """Where the answer waits, or None if it is not in approval. `bureau` knows the delegations of the desk."""
    if request.state is not RequestState.IN_APPROVAL or request.answer is None:
        return None
    given = [one.person for one in request.standing_approvals]
    return waiting_level(bureau, request.unit or "", request.answer.drafted_by, given, now)


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
            "organ": drafted.organ,
        }
    )
