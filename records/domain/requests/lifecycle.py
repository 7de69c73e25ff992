"""The life of a request (依申请公开申请): which state may follow which, and by whose hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from records.domain.errors import Refused
from records.domain.lifecycle import Role
from records.domain.requests.purpose import RequestPurpose


class RequestState(StrEnum):
    """待确认 · 已登记 · 待补正 · 承办 · 征求意见 · 待缴费 · 审批 · 待送达 · 已答复 · 办结."""

    UNCONFIRMED = "unconfirmed"
    REGISTERED = "registered"
    CORRECTION = "correction"
    ASSIGNED = "assigned"
    CONSULTING = "consulting"
    AWAITING_FEE = "awaiting_fee"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    ANSWERED = "answered"
    CLOSED = "closed"


class RequestEvent(StrEnum):
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"
    REASONS_ASKED = "reasons_asked"
    TERM_DELAYED = "term_delayed"
    CONSULTED = "consulted"
    OPINION_NOTED = "opinion_noted"
    LAST_OPINION_NOTED = "last_opinion_noted"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    DRAFTED = "drafted"
    STEP_APPROVED = "step_approved"
    RETURNED = "returned"
    APPROVED = "approved"
    DELIVERED = "delivered"
    ARCHIVED = "archived"
    ERASED = "erased"


class RequestTransitionRefused(Refused):
    """This event may not happen to a request in this state, or not by this person."""

    code = "request_transition_refused"
    advice = "请刷新后查看这件申请现在的状态；规则见 docs/request-lifecycle.md。"

    def __init__(self, state: RequestState, event: RequestEvent) -> None:
        super().__init__("这件申请现在的状态不能办理这一事项，或者这一事项不由您办理。")
        self.state = state
        self.event = event


@dataclass(frozen=True, slots=True)
class RequestStep:
    """Where an event leads, and in which roles it may be caused."""

    to: RequestState
    roles: frozenset[Role]


def _by(to: RequestState, *roles: Role) -> RequestStep:
    return RequestStep(to, frozenset(roles))


_S, _E = RequestState, RequestEvent
#: Who handles a request: the office always, a clerk what is assigned to their unit.
_HANDLERS = (Role.OFFICE, Role.CLERK)
#: Where a unit works on a request and has not handed in its answer.
_IN_HAND = (_S.ASSIGNED, _S.CONSULTING)

#: The whole rule. What is not in this table is forbidden. docs/request-lifecycle.md is generated from it.
REQUEST_TRANSITIONS: Mapping[tuple[RequestState, RequestEvent], RequestStep] = MappingProxyType(
    {
        (_S.UNCONFIRMED, _E.CONFIRMED): _by(_S.REGISTERED, Role.OFFICE),
        (_S.UNCONFIRMED, _E.SET_ASIDE): _by(_S.CLOSED, Role.OFFICE),
        (_S.REGISTERED, _E.CORRECTION_ASKED): _by(_S.CORRECTION, Role.OFFICE),
        (_S.ASSIGNED, _E.CORRECTION_ASKED): _by(_S.CORRECTION, Role.OFFICE),
        (_S.CORRECTION, _E.CORRECTED): _by(_S.REGISTERED, Role.OFFICE),
        (_S.CORRECTION, _E.ABANDONED): _by(_S.CLOSED, Role.OFFICE),
        (_S.REGISTERED, _E.ASSIGNED): _by(_S.ASSIGNED, Role.OFFICE),
        (_S.ASSIGNED, _E.ASSIGNED): _by(_S.ASSIGNED, Role.OFFICE),
        (_S.REGISTERED, _E.REASONS_ASKED): _by(_S.REGISTERED, Role.OFFICE),
        (_S.ASSIGNED, _E.REASONS_ASKED): _by(_S.ASSIGNED, Role.OFFICE),
        (_S.ASSIGNED, _E.TERM_DELAYED): _by(_S.ASSIGNED, Role.OFFICE),
        (_S.ASSIGNED, _E.CONSULTED): _by(_S.CONSULTING, *_HANDLERS),
        (_S.CONSULTING, _E.CONSULTED): _by(_S.CONSULTING, *_HANDLERS),
        (_S.CONSULTING, _E.OPINION_NOTED): _by(_S.CONSULTING, *_HANDLERS),
        (_S.CONSULTING, _E.LAST_OPINION_NOTED): _by(_S.ASSIGNED, *_HANDLERS),
        **{(state, _E.EXTENSION_ASKED): _by(state, *_HANDLERS) for state in (*_IN_HAND, _S.IN_APPROVAL)},
        **{(state, _E.EXTENDED): _by(state, Role.OFFICE) for state in (*_IN_HAND, _S.IN_APPROVAL)},
        **{(state, _E.EXTENSION_REFUSED): _by(state, Role.OFFICE) for state in (*_IN_HAND, _S.IN_APPROVAL)},
        (_S.ASSIGNED, _E.FEE_NOTIFIED): _by(_S.AWAITING_FEE, Role.OFFICE),
        (_S.AWAITING_FEE, _E.FEE_PAID): _by(_S.ASSIGNED, Role.OFFICE),
        (_S.AWAITING_FEE, _E.ABANDONED): _by(_S.CLOSED, Role.OFFICE),
        (_S.ASSIGNED, _E.DRAFTED): _by(_S.IN_APPROVAL, *_HANDLERS),
        (_S.IN_APPROVAL, _E.STEP_APPROVED): _by(_S.IN_APPROVAL, Role.REVIEWER),
        (_S.IN_APPROVAL, _E.RETURNED): _by(_S.ASSIGNED, Role.REVIEWER),
        (_S.IN_APPROVAL, _E.APPROVED): _by(_S.APPROVED, Role.REVIEWER),
        (_S.APPROVED, _E.DELIVERED): _by(_S.ANSWERED, *_HANDLERS),
        (_S.ANSWERED, _E.ARCHIVED): _by(_S.CLOSED, Role.OFFICE),
        (_S.CLOSED, _E.ERASED): _by(_S.CLOSED, Role.SYSTEM),
        # Whoever asked may take it back as long as no answer has reached them.
        **{(state, _E.WITHDRAWN): _by(_S.CLOSED, Role.OFFICE) for state in _S if state not in (_S.ANSWERED, _S.CLOSED)},
    }
)

#: What articles 30–35 and 42 say of requests for information, and article 41 does not say of rectification.
OF_DISCLOSURE_ALONE: Final = frozenset(
    {
        _E.CORRECTION_ASKED,
        _E.CORRECTED,
        _E.ABANDONED,
        _E.REASONS_ASKED,
        _E.TERM_DELAYED,
        _E.CONSULTED,
        _E.OPINION_NOTED,
        _E.LAST_OPINION_NOTED,
        _E.EXTENSION_ASKED,
        _E.EXTENDED,
        _E.EXTENSION_REFUSED,
        _E.FEE_NOTIFIED,
        _E.FEE_PAID,
    }
)


def follow_request(
    state: RequestState, event: RequestEvent, held: Iterable[Role], purpose: RequestPurpose
) -> tuple[RequestState, Role]:
    """The state that `event` leads to, and the role among those `held` under which it is caused.

    Raises:
        RequestTransitionRefused: the event is not in the table for this state, does not belong to a request of this
            purpose, or none of the roles may cause it.
    """
    step = REQUEST_TRANSITIONS.get((state, event)) if _belongs(event, purpose) else None
    role = next((role for role in sorted(held) if step and role in step.roles), None)
    if step is None or role is None:
        raise RequestTransitionRefused(state, event)
    return step.to, role


def events_for(state: RequestState, held: Iterable[Role], purpose: RequestPurpose) -> frozenset[RequestEvent]:
    """What somebody in these roles may do with a request of this purpose in this state."""
    roles = frozenset(held)
    return frozenset(
        event
        for (from_, event), step in REQUEST_TRANSITIONS.items()
        if from_ is state and not roles.isdisjoint(step.roles) and _belongs(event, purpose)
    )


def _belongs(event: RequestEvent, purpose: RequestPurpose) -> bool:
    return purpose is RequestPurpose.DISCLOSURE or event not in OF_DISCLOSURE_ALONE
