"""The step that a document in review waits at, and who may decide there today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from records.domain.bureau import Assignee, Bureau, Person, StepRole
from records.domain.document import Document, DocumentId, PersonId
from records.domain.lifecycle import State
from records.domain.review import (
    Outcome,
    Proposal,
    ReviewDecision,
    ReviewRequest,
    Round,
    carried,
    excluded,
)


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """`step` is 1-based, `is_last` if no level is above it.

    `holders` are those who may decide now: principals first, then delegates. It is empty if everyone is barred (four
    eyes) and nobody stands in: the bureau has to name a delegate.
    """

    document_id: DocumentId
    round: int
    step: int
    role: StepRole
    is_last: bool
    holders: tuple[Assignee, ...]
    content_hash: str
    proposal: Proposal
    since: dt.datetime

    @property
    def assignees(self) -> tuple[Person, ...]:
        return tuple(holder.person for holder in self.holders)

    def holder(self, person: PersonId) -> Assignee | None:
        return next((holder for holder in self.holders if holder.person.id == person), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """The step waits for a person: whom to ask, about which hash."""

    request: ReviewRequest
    waiting: WaitingStep


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing to ask: this step is decided, or the round has ended (`outcome`), or both."""

    decision: ReviewDecision | None
    outcome: Outcome | None


def waiting_step(
    bureau: Bureau, document: Document, round_: Round, decisions: Sequence[ReviewDecision], now: dt.datetime
) -> WaitingStep | None:
    """Where the document waits, or None if it is not in review.

    `decisions` are those of `round_` in the order of their steps.
    """
    if document.state is not State.IN_REVIEW or round_.outcome is not None:
        return None
    step = len(decisions) + 1
    role = round_.chain[step - 1]
    barred = excluded(document, round_, decisions)
    return WaitingStep(
        document_id=document.id,
        round=round_.number,
        step=step,
        role=role,
        is_last=step == len(round_.chain),
        holders=tuple(holder for holder in bureau.holders(round_.unit, role, now) if holder.person.id not in barred),
        content_hash=round_.content_hash,
        proposal=carried(round_.initial, decisions),
        since=decisions[-1].decided_at if decisions else round_.opened_at,
    )
