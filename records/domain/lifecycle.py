"""The life of a document: which state may follow which, and by whose hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from records.domain.errors import TransitionRefused


class State(StrEnum):
    RECEIVED = "received"
    QUARANTINED = "quarantined"
    SEALED = "sealed"
    EXTRACTED = "extracted"
    IN_REVIEW = "in_review"
    REFERRED = "referred"
    CLEARED = "cleared"
    PUBLISHED = "published"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Event(StrEnum):
    QUARANTINED = "quarantined"
    RETRIED = "retried"
    EXTRACTED = "extracted"
    ATTRIBUTE_DECIDED = "attribute_decided"
    SUBMITTED = "submitted"
    CONTENT_CHANGED = "content_changed"
    STEP_APPROVED = "step_approved"
    RETURNED = "returned"
    REFERRED = "referred"
    REFERRAL_ANSWERED = "referral_answered"
    CLEARED = "cleared"
    HELD_ON_REQUEST = "held_on_request"
    WITHHELD = "withheld"
    PUBLISHED = "published"
    LISTED = "listed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REREVIEW_REQUESTED = "rereview_requested"
    MARK_FOUND = "mark_found"
    REMOVED = "removed"
    CLEARED_OF_MARK = "cleared_of_mark"


class Role(StrEnum):
    SYSTEM = "system"
    CLERK = "clerk"
    OFFICE = "office"
    REVIEWER = "reviewer"
    DUTY_OFFICER = "duty_officer"
    CONFIDENTIALITY_OFFICER = "confidentiality_officer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Step:
    to: State
    roles: frozenset[Role]


def _by(to: State, *roles: Role) -> Step:
    return Step(to, frozenset(roles))


#: Who may flag a published file, a clerk that of their own unit.
STAFF = (Role.CLERK, Role.OFFICE, Role.DUTY_OFFICER)
#: Who may change what will be published, by reading it again, correcting it or taking something out.
_EDITORS = (Role.SYSTEM, Role.CLERK, Role.OFFICE)

#: A page may be before the public while its document is here: during a re-review, after a return, before republication.
_MAY_HAVE_A_PAGE = (
    State.EXTRACTED,
    State.IN_REVIEW,
    State.REFERRED,
    State.CLEARED,
    State.PUBLISHED,
    State.ON_REQUEST,
    State.SUSPENDED,
)

#: The whole rule. What is not in this table is forbidden. docs/lifecycle.md is generated from it.
TRANSITIONS: Mapping[tuple[State, Event], Step] = MappingProxyType(
    {
        (State.RECEIVED, Event.EXTRACTED): _by(State.EXTRACTED, Role.SYSTEM),
        (State.RECEIVED, Event.QUARANTINED): _by(State.QUARANTINED, Role.SYSTEM),
        (State.QUARANTINED, Event.RETRIED): _by(State.RECEIVED, Role.CLERK, Role.OFFICE, Role.OPERATOR, Role.SYSTEM),
        (State.EXTRACTED, Event.CONTENT_CHANGED): _by(State.EXTRACTED, *_EDITORS),
        (State.EXTRACTED, Event.ATTRIBUTE_DECIDED): _by(State.EXTRACTED, Role.OFFICE),
        (State.EXTRACTED, Event.SUBMITTED): _by(State.IN_REVIEW, Role.SYSTEM, Role.CLERK, Role.OFFICE),
        (State.IN_REVIEW, Event.CONTENT_CHANGED): _by(State.IN_REVIEW, *_EDITORS, Role.REVIEWER),
        (State.IN_REVIEW, Event.STEP_APPROVED): _by(State.IN_REVIEW, Role.REVIEWER),
        (State.IN_REVIEW, Event.RETURNED): _by(State.EXTRACTED, Role.REVIEWER),
        (State.IN_REVIEW, Event.REFERRED): _by(State.REFERRED, Role.REVIEWER),
        (State.IN_REVIEW, Event.CLEARED): _by(State.CLEARED, Role.REVIEWER),
        (State.IN_REVIEW, Event.HELD_ON_REQUEST): _by(State.ON_REQUEST, Role.REVIEWER),
        (State.IN_REVIEW, Event.WITHHELD): _by(State.WITHHELD, Role.REVIEWER),
        (State.REFERRED, Event.REFERRAL_ANSWERED): _by(State.EXTRACTED, Role.OFFICE),
        (State.CLEARED, Event.PUBLISHED): _by(State.PUBLISHED, Role.SYSTEM),
        (State.CLEARED, Event.CONTENT_CHANGED): _by(State.EXTRACTED, Role.SYSTEM, Role.CLERK),
        (State.ON_REQUEST, Event.LISTED): _by(State.ON_REQUEST, Role.SYSTEM),
        (State.PUBLISHED, Event.SUPERSEDED): _by(State.SUPERSEDED, Role.SYSTEM),
        (State.SEALED, Event.REMOVED): _by(State.SEALED, Role.CONFIDENTIALITY_OFFICER),
        (State.SEALED, Event.CLEARED_OF_MARK): _by(State.RECEIVED, Role.CONFIDENTIALITY_OFFICER),
        **{
            (state, Event.REREVIEW_REQUESTED): _by(State.IN_REVIEW, *STAFF)
            for state in (State.ON_REQUEST, State.WITHHELD, State.WITHDRAWN)
        },
        # The system asks when a new rule finds something in what is public (gongkai rescreen).
        **{
            (state, Event.REREVIEW_REQUESTED): _by(State.IN_REVIEW, *STAFF, Role.SYSTEM)
            for state in (State.PUBLISHED, State.SUSPENDED)
        },
        # Off the public side at once, whatever the document is waiting for; only a published one changes its state.
        **{
            (state, Event.SUSPENDED): _by(State.SUSPENDED if state is State.PUBLISHED else state, *STAFF, Role.SYSTEM)
            for state in _MAY_HAVE_A_PAGE
            if state is not State.SUSPENDED
        },
        **{(state, Event.WITHDRAWN): _by(State.WITHDRAWN, Role.DUTY_OFFICER) for state in _MAY_HAVE_A_PAGE},
        # A classification mark stops everything, wherever the document is.
        **{
            (state, Event.MARK_FOUND): _by(State.SEALED, Role.SYSTEM, Role.REVIEWER, Role.CONFIDENTIALITY_OFFICER)
            for state in State
            if state is not State.SEALED
        },
    }
)


def follow(state: State, event: Event, role: Role) -> State:
    """Return the state that `event` leads to.

    Raises:
        TransitionRefused: the event is not in the table for this state, or not for this role.
    """
    step = TRANSITIONS.get((state, event))
    if step is None or role not in step.roles:
        raise TransitionRefused(state=state, event=event, role=role)
    return step.to


def role_for(state: State, event: Event, held: Iterable[Role]) -> Role:
    """The role among those `held` under which a person may cause `event`.

    Raises:
        TransitionRefused: none of them may.
    """
    roles = sorted(held)
    step = TRANSITIONS.get((state, event))
    if step is not None:
        for role in roles:
            if role in step.roles:
                return role
    raise TransitionRefused(state=state, event=event, role="/".join(roles) or "无职责")
