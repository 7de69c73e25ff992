"""The documents that have not come to a decision, with what their terms are counted from; no text is loaded."""

from __future__ import annotations

import datetime as dt

from records.domain.bureau import Bureau
from records.domain.document import Document
from records.domain.lifecycle import Event, State
from records.domain.ports import UnitOfWork
from records.domain.review import Outcome, Round
from records.domain.terms import Pending
from records.domain.waiting import waiting_step
from records.domain.workdays import WorkingDays
from records.services.clocks import ON_ITS_WAY, ClockFacts

_ANSWERED = f"document:{Event.REFERRAL_ANSWERED}"


def pending_documents(work: UnitOfWork, bureau: Bureau, calendar: WorkingDays, now: dt.datetime) -> list[Pending]:
    """All of them, oldest first, in a few queries. `bureau` knows the delegations of the desk."""
    documents = work.documents.in_states(*ON_ITS_WAY)
    facts = ClockFacts.of(work, *ON_ITS_WAY)
    decisions = work.reviews.latest_decisions(State.IN_REVIEW)
    found = []
    for document in documents:
        round_ = facts.latest_round(document.id)
        made = decisions.get(document.id, ())
        waiting = waiting_step(bureau, document, round_, made, now) if round_ else None
        since = waiting.since if waiting else _since(work, document, round_)
        clock = facts.clock_of(document, bureau, calendar, now)
        found.append(Pending(document, waiting, since, clock, facts.summary(document.id).blocking_findings))
    return found


def _since(work: UnitOfWork, document: Document, round_: Round | None) -> dt.datetime:
    """When a document that is in no review came to whoever has it: it was received, its review ended, it was answered.

    A change of its content begins nothing anew: nobody gets more time by correcting.
    """
    if round_ is None or round_.closed_at is None:
        return document.received_at
    if round_.outcome is not Outcome.REFERRED:
        return round_.closed_at
    answers = (entry.at for entry in work.audit.entries(document.id) if entry.action == _ANSWERED)
    return max(answers, default=round_.closed_at)
