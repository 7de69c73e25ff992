"""What a decision must fulfil before it comes to exist, each rule with its refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.domain.bureau import Assignee, Bureau
from records.domain.disclosure import Disclosure, basis_suffices
from records.domain.document import Document
from records.domain.errors import DecisionRefused
from records.domain.lifecycle import State
from records.domain.reading import Reading
from records.domain.refusals import Refusal
from records.domain.review import (
    AMENDMENTS,
    DecisionRequest,
    FindingId,
    Proposal,
    ReviewDecision,
    Round,
    Verdict,
    excluded,
)
from records.domain.waiting import WaitingStep

_NEEDS_REASON = frozenset({Verdict.RETURN, Verdict.REFER, *AMENDMENTS})


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules look at: the document, its current round with its decisions, and what is asked for.

    `consultation_lack` is what a decision that the public has to be asked about lacks of it.
    """

    bureau: Bureau
    document: Document
    reading: Reading
    round: Round
    decisions: Sequence[ReviewDecision]
    waiting: WaitingStep
    viewed: bool
    request: DecisionRequest
    consultation_lack: Refusal | None = None


def require_open(document: Document, round_number: int) -> None:
    """Refuse a decision in a round that is not the current one of a document in review.

    Raises:
        DecisionRefused: `stale_round` or `not_in_review`.
    """
    if round_number != document.round:
        raise DecisionRefused(Refusal.STALE_ROUND)
    if document.state is not State.IN_REVIEW:
        raise DecisionRefused(Refusal.NOT_IN_REVIEW)


def require_allowed(case: Case) -> Assignee:
    """Let a decision pass that breaks no rule, and say in which capacity it is made.

    Raises:
        DecisionRefused: with the first rule it breaks: who, then on what, then what.
    """
    holder = _require_person(case)
    _require_seen(case)
    _require_grounds(case)
    if case.request.verdict is Verdict.APPROVE:
        _require_agreement(case)
    return holder


def open_findings(
    reading: Reading, decisions: Sequence[ReviewDecision], dismissals: Mapping[FindingId, str]
) -> tuple[FindingId, ...]:
    """The blocking findings that nobody has dismissed, neither earlier in this round nor now."""
    dismissed = set(dismissals).union(*(decision.dismissals for decision in decisions))
    return tuple(finding.id for finding in reading.blocking if finding.id not in dismissed)


def _require_person(case: Case) -> Assignee:
    request = case.request
    if case.bureau.person(request.person) is None:
        raise DecisionRefused(Refusal.UNKNOWN_PERSON)
    if request.step != case.waiting.step:
        raise DecisionRefused(Refusal.WRONG_STEP)
    refusal = excluded(case.document, case.round, case.decisions).get(request.person)
    if refusal is not None:
        raise DecisionRefused(refusal)
    holder = case.waiting.holder(request.person)
    if holder is None:
        raise DecisionRefused(Refusal.NOT_ASSIGNED)
    return holder


def _require_seen(case: Case) -> None:
    if case.request.content_hash != case.document.content_hash:
        raise DecisionRefused(Refusal.STALE_HASH)
    if case.request.verdict is Verdict.APPROVE and not case.viewed:
        raise DecisionRefused(Refusal.NOT_VIEWED)


def _require_grounds(case: Case) -> None:
    request = case.request
    if request.verdict in _NEEDS_REASON and not (request.reason or "").strip():
        raise DecisionRefused(Refusal.NO_REASON)
    amended = AMENDMENTS.get(request.verdict)
    if amended is not None:
        if amended.strictness <= case.waiting.proposal.disclosure.strictness:
            raise DecisionRefused(Refusal.NOT_STRICTER)
        if not basis_suffices(amended, request.legal_basis):
            raise DecisionRefused(Refusal.NO_LEGAL_BASIS)
    if request.listable and not _may_list(case.waiting.proposal, amended, request.step):
        raise DecisionRefused(Refusal.NOT_STRICTER)


def _may_list(proposal: Proposal, amended: Disclosure | None, step: int) -> bool:
    """Listing shows a title to the public: it may not appear above a level that agreed to less."""
    disclosure = amended or proposal.disclosure
    if disclosure is not Disclosure.ON_REQUEST:
        return False
    return proposal.listable or amended is not None or step == 1


def _require_agreement(case: Case) -> None:
    """An approval answers for what will be shown, so nothing that blocks may be left open."""
    if case.consultation_lack is not None:
        raise DecisionRefused(case.consultation_lack)
    dismissals = case.request.dismissals
    if set(dismissals) - {finding.id for finding in case.reading.findings}:
        raise DecisionRefused(Refusal.UNKNOWN_FINDING)
    if not all(reason.strip() for reason in dismissals.values()):
        raise DecisionRefused(Refusal.DISMISSAL_WITHOUT_REASON)
    # What stays closed shows no finding to anyone: the ID number may be the very reason to withhold.
    shown = case.waiting.proposal.disclosure is Disclosure.PROACTIVE
    if shown and open_findings(case.reading, case.decisions, dismissals):
        raise DecisionRefused(Refusal.OPEN_FINDINGS)
