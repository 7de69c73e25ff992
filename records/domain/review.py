"""A round of confidentiality review (保密审查): its decisions, and the proposal they carry upward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

from records.domain.bureau import CHAIN, CHAINS, Chain
from records.domain.canonical import Json
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import DecisionRefused
from records.domain.refusals import Refusal

Door = Literal["desk", "airflow"]
FindingId = str


class Verdict(StrEnum):
    """同意 · 退回 · 改为不予公开 · 改为依申请公开 · 报请确定 (article 17)."""

    APPROVE = "approve"
    RETURN = "return"
    WITHHOLD = "withhold"
    ON_REQUEST = "on_request"
    REFER = "refer"


#: The verdicts that make the proposal stricter, and what they make of it.
AMENDMENTS: Mapping[Verdict, Disclosure] = {
    Verdict.WITHHOLD: Disclosure.WITHHELD,
    Verdict.ON_REQUEST: Disclosure.ON_REQUEST,
}


class Outcome(StrEnum):
    """How a round ended. `VOID`: the content changed, the document was sealed or withdrawn; nothing was decided."""

    CLEARED = "cleared"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"
    RETURNED = "returned"
    REFERRED = "referred"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the round will decide if everyone above agrees. It can only become stricter."""

    disclosure: Disclosure
    legal_basis: str | None = None
    reason: str | None = None
    listable: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `initial` is the document's own proposal; `reason_kind` is set for a re-review only.

    `chain` is fixed when it opens. `referral_answer` is what the competent authority answered, if the round ended by a
    referral.
    """

    bureau: str
    document_id: DocumentId
    number: int
    unit: str
    content_hash: str
    initial: Proposal
    opened_at: dt.datetime
    chain: Chain = CHAIN
    submitted_by: PersonId | None = None
    reason_kind: str | None = None
    reason: str | None = None
    outcome: Outcome | None = None
    closed_at: dt.datetime | None = None
    referral_answer: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """A decision that someone wants to make. `content_hash` is that of the content they were shown.

    `legal_basis` is read for withhold and on_request. `listable` None leaves the proposal's. `dismissals` gives, per
    `Finding.id`, why it may stand. `airflow_ref` is dag/run/task, for the record.
    """

    document_id: DocumentId
    round: int
    step: int
    content_hash: str
    verdict: Verdict
    person: PersonId
    reason: str | None = None
    legal_basis: str | None = None
    listable: bool | None = None
    dismissals: Mapping[FindingId, str] = field(default_factory=dict)
    door: Door = "desk"
    airflow_ref: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A decision on record. `step` is 1-based; `acting_for` names the principal of a delegate."""

    id: str
    bureau: str
    document_id: DocumentId
    round: int
    step: int
    content_hash: str
    verdict: Verdict
    person: PersonId
    acting_for: PersonId | None
    reason: str | None
    legal_basis: str | None
    listable: bool | None
    dismissals: Mapping[FindingId, str]
    door: Door
    airflow_ref: str | None
    decided_at: dt.datetime

    def repeats(self, request: DecisionRequest) -> bool:
        """Whether `request` says again what is on record here."""
        asked = (request.round, request.step, request.content_hash, request.verdict, request.person)
        return asked == (self.round, self.step, self.content_hash, self.verdict, self.person)


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """A step that somebody was asked to decide, with the hash fixed when asked."""

    bureau: str
    document_id: DocumentId
    round: int
    step: int
    content_hash: str
    asked_at: dt.datetime
    airflow_ref: str | None = None


def proposal_of(document: Document) -> Proposal:
    """The document's own proposal, with which a round begins; the document must be determined."""
    if document.disclosure is None:
        raise DecisionRefused(Refusal.NOT_IN_REVIEW)
    return Proposal(document.disclosure, document.legal_basis, document.reason)


def testimony(decision: ReviewDecision) -> Json:
    """All that a decision says, for the keyed digest by which the audit chain vouches for its row."""
    values = asdict(decision)
    return values | {"decided_at": _instant(decision.decided_at)}


def opening(round_: Round) -> Json:
    """What a round began with, for the keyed digest by which the audit chain vouches for its row."""
    begun = replace(round_, outcome=None, closed_at=None, referral_answer=None)
    values: dict[str, Any] = asdict(begun)
    return values | {"chain": list(begun.chain), "opened_at": _instant(begun.opened_at)}


def carried(initial: Proposal, decisions: Sequence[ReviewDecision]) -> Proposal:
    """The proposal as it stands after these decisions, given in the order of their steps."""
    proposal = initial
    for decision in decisions:
        proposal = _after(proposal, decision)
    return proposal


def _instant(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _after(proposal: Proposal, decision: ReviewDecision) -> Proposal:
    listable = proposal.listable if decision.listable is None else decision.listable
    amended = AMENDMENTS.get(decision.verdict)
    if amended is None:
        return replace(proposal, listable=listable)
    return Proposal(amended, decision.legal_basis, decision.reason, bool(decision.listable))


def outcome_of(verdict: Verdict, *, is_last: bool, proposal: Proposal) -> Outcome | None:
    """How this decision ends the round, or None if the document goes on to the next level.

    `proposal` is the one after the decision; `is_last` says that no level is above.
    """
    if verdict is Verdict.RETURN:
        return Outcome.RETURNED
    if verdict is Verdict.REFER:
        return Outcome.REFERRED
    if not is_last:
        return None
    match proposal.disclosure:
        case Disclosure.PROACTIVE:
            return Outcome.CLEARED
        case Disclosure.ON_REQUEST:
            return Outcome.ON_REQUEST
        case Disclosure.WITHHELD:
            return Outcome.WITHHELD


def excluded(document: Document, round_: Round, decisions: Sequence[ReviewDecision]) -> Mapping[PersonId, Refusal]:
    """Who may not decide in this round any more, and why (four eyes)."""
    handed_in = {person: Refusal.HANDED_IN for person in (document.handed_in_by, round_.submitted_by) if person}
    return {decision.person: Refusal.SECOND_LEVEL for decision in decisions} | handed_in


def require_chain(document: Document, round_: Round | None, decisions: Sequence[ReviewDecision]) -> Proposal:
    """The proposal that a complete chain agreed to, for exactly the document's current content.

    `decisions` are those of `round_` in the order of their steps.

    Raises:
        DecisionRefused: `not_cleared`, if one level is missing, was decided twice by one person, by who handed the
            document in, or on another content.
    """
    if round_ is None or not _is_complete(document, round_, decisions):
        raise DecisionRefused(Refusal.NOT_CLEARED)
    return carried(round_.initial, decisions)


def require_cleared(document: Document, round_: Round | None, decisions: Sequence[ReviewDecision]) -> None:
    """Let pass only what every level approved for proactive disclosure, as it is now (先审查、后公开).

    Raises:
        DecisionRefused: `not_cleared`.
    """
    proposal = require_chain(document, round_, decisions)
    approved = all(decision.verdict is Verdict.APPROVE for decision in decisions)
    if not approved or proposal.disclosure is not Disclosure.PROACTIVE:
        raise DecisionRefused(Refusal.NOT_CLEARED)


def _is_complete(document: Document, round_: Round, decisions: Sequence[ReviewDecision]) -> bool:
    people = {decision.person for decision in decisions}
    passing = {Verdict.APPROVE, *AMENDMENTS}
    return (
        round_.number == document.round
        and round_.chain in CHAINS
        and [decision.step for decision in decisions] == list(range(1, len(round_.chain) + 1))
        and all(decision.content_hash == document.content_hash for decision in decisions)
        and all(decision.verdict in passing for decision in decisions)
        and len(people) == len(round_.chain)
        and not people & {document.handed_in_by, round_.submitted_by}
    )
