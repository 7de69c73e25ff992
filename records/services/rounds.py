"""A document's running review round: opening it, voiding it, where it waits; in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.domain.bureau import Bureau, Chain
from records.domain.document import Document, PersonId
from records.domain.lifecycle import Role
from records.domain.lists.route import chain_of
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.ports import UnitOfWork
from records.domain.review import Outcome, Round, opening, proposal_of
from records.domain.waiting import WaitingStep, waiting_step
from records.services.delegating import with_delegations
from records.services.vouching import ROUND_OPENED


def open_round(
    work: UnitOfWork,
    bureau: Bureau,
    document: Document,
    now: dt.datetime,
    *,
    submitted_by: PersonId | None = None,
    reason_kind: str | None = None,
    reason: str | None = None,
) -> Document:
    """Store a determined document, moved to IN_REVIEW by the caller, with a new round and its message to Airflow.

    The audit chain vouches for what the round began with: nobody can take a level out of it afterwards.
    """
    opened = work.documents.save(replace(document, round=document.round + 1))
    round_ = Round(
        bureau=opened.bureau,
        document_id=opened.id,
        number=opened.round,
        unit=opened.unit or "",
        content_hash=opened.content_hash or "",
        initial=proposal_of(opened),
        opened_at=now,
        chain=required_chain(work, bureau, opened),
        submitted_by=submitted_by,
        reason_kind=reason_kind,
        reason=reason,
    )
    work.reviews.open(round_)
    work.audit.append(
        ROUND_OPENED,
        at=now,
        actor=Role.SYSTEM,
        role=Role.SYSTEM,
        subject_id=opened.id,
        details={"round": round_.number, "levels": list(round_.chain), "content_hash": round_.content_hash},
        private=opening(round_),
    )
    work.outbox.add(OutboxMessage(OutboxKind.OPEN_REVIEW, opened.id, round=opened.round), now)
    return opened


def required_chain(work: UnitOfWork, bureau: Bureau, document: Document) -> Chain:
    """The levels that a round about the document's current content has to have, by the bureau's order of today."""
    reading = work.readings.get(document.id, document.content_hash or "")
    return chain_of(bureau, document.unit or "", reading)


def void_round(work: UnitOfWork, document: Document, now: dt.datetime) -> None:
    """End the running round, if there is one, without a decision, and wake the task that waits for one."""
    round_ = work.reviews.round(document.id, document.round)
    if round_ is None or round_.outcome is not None:
        return
    work.reviews.save(replace(round_, outcome=Outcome.VOID, closed_at=now))
    step = len(work.reviews.decisions(document.id, round_.number)) + 1
    work.outbox.add(OutboxMessage(OutboxKind.WAKE_REVIEW, document.id, round=round_.number, step=step), now)


def current_wait(work: UnitOfWork, bureau: Bureau, document: Document, now: dt.datetime) -> WaitingStep | None:
    """The step that the document waits at and who may decide there now; None if it is not in review."""
    round_ = work.reviews.round(document.id, document.round)
    if round_ is None:
        return None
    bureau = with_delegations(work, bureau)
    return waiting_step(bureau, document, round_, work.reviews.decisions(document.id, round_.number), now)
