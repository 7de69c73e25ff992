"""Making one decision exist, inside the caller's transaction: check, write, act, audit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.domain.bureau import Assignee, Bureau
from records.domain.document import Document, DocumentId
from records.domain.errors import Conflict, DecisionRefused, NotFound
from records.domain.lifecycle import Event, Role, follow
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.ports import UnitOfWork
from records.domain.refusals import Refusal
from records.domain.requests.request import day_of
from records.domain.review import DecisionRequest, ReviewDecision, Round, carried, outcome_of, testimony
from records.domain.review_rules import Case, require_allowed, require_open
from records.domain.waiting import waiting_step
from records.services.consultations.stopping import lack_of
from records.services.delegating import with_delegations
from records.services.identity import new_id
from records.services.outcomes import EVENT_OF, end_round


def decide(work: UnitOfWork, bureau: Bureau, request: DecisionRequest, now: dt.datetime) -> ReviewDecision:
    """The decision on record after this request: a new one, or the same one again.

    Raises:
        DecisionRefused: a rule forbids it.
        Conflict: another decision is on record for this step.
    """
    document = work.documents.get(request.document_id)
    existing = find_decision(work, request.document_id, request.round, request.step)
    if existing is not None:
        if existing.repeats(request):
            return existing
        raise Conflict("这一级审查已有意见，不能再提不同意见。")
    require_open(document, request.round)
    case = _case(work, bureau, document, request, now)
    decision = _decision(bureau, request, require_allowed(case), now)
    work.reviews.add_decision(decision)
    _act(work, bureau, case, decision)
    return decision


def find_decision(work: UnitOfWork, document_id: DocumentId, round_number: int, step: int) -> ReviewDecision | None:
    decisions = work.reviews.decisions(document_id, round_number)
    return next((decision for decision in decisions if decision.step == step), None)


def find_round(work: UnitOfWork, document_id: DocumentId, number: int) -> Round:
    """The round of this number.

    Raises:
        NotFound: there is none.
    """
    round_ = work.reviews.round(document_id, number)
    if round_ is None:
        raise NotFound(f"公文 {document_id} 没有第 {number} 轮审查。")
    return round_


def _case(work: UnitOfWork, bureau: Bureau, document: Document, request: DecisionRequest, now: dt.datetime) -> Case:
    round_ = find_round(work, document.id, document.round)
    decisions = work.reviews.decisions(document.id, document.round)
    waiting = waiting_step(with_delegations(work, bureau), document, round_, decisions, now)
    if waiting is None:
        raise DecisionRefused(Refusal.NOT_IN_REVIEW)
    return Case(
        bureau=bureau,
        document=document,
        reading=work.readings.get(document.id, round_.content_hash),
        round=round_,
        decisions=decisions,
        waiting=waiting,
        viewed=work.reviews.has_viewed(document.id, request.person, request.content_hash),
        request=request,
        consultation_lack=lack_of(work, document, day_of(now)),
    )


def _decision(bureau: Bureau, request: DecisionRequest, holder: Assignee, now: dt.datetime) -> ReviewDecision:
    return ReviewDecision(
        id=new_id(now),
        bureau=bureau.id,
        document_id=request.document_id,
        round=request.round,
        step=request.step,
        content_hash=request.content_hash,
        verdict=request.verdict,
        person=request.person,
        acting_for=holder.acting_for,
        reason=request.reason,
        legal_basis=request.legal_basis,
        listable=request.listable,
        dismissals=dict(request.dismissals),
        door=request.door,
        airflow_ref=request.airflow_ref,
        decided_at=now,
    )


def _act(work: UnitOfWork, bureau: Bureau, case: Case, decision: ReviewDecision) -> None:
    decisions = [*case.decisions, decision]
    proposal = carried(case.round.initial, decisions)
    outcome = outcome_of(decision.verdict, is_last=case.waiting.is_last, proposal=proposal)
    event = EVENT_OF[outcome] if outcome else Event.STEP_APPROVED
    _audit(work, event, decision)
    if outcome is None:
        work.documents.save(replace(case.document, state=follow(case.document.state, event, Role.REVIEWER)))
    else:
        end_round(work, case.document, case.round, decisions, outcome, proposal, bureau.reassess_days)
    if decision.door == "desk":  # through Airflow's door the waiting task has its answer already
        message = OutboxMessage(OutboxKind.WAKE_REVIEW, decision.document_id, round=decision.round, step=decision.step)
        work.outbox.add(message, decision.decided_at)


def _audit(work: UnitOfWork, event: Event, decision: ReviewDecision) -> None:
    work.audit.append(
        f"document:{event}",
        at=decision.decided_at,
        actor=decision.person,
        role=Role.REVIEWER,
        subject_id=decision.document_id,
        details={
            "decision": decision.id,
            "round": decision.round,
            "step": decision.step,
            "verdict": decision.verdict,
            "content_hash": decision.content_hash,
            "acting_for": decision.acting_for,
            "door": decision.door,
        },
        private=testimony(decision),
    )
