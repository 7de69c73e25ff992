"""What the end of a review round does to the document and to its page; always in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from records.domain.bureau import SHANGHAI
from records.domain.document import Document
from records.domain.lifecycle import Event, Role, follow
from records.domain.ports import UnitOfWork
from records.domain.publication import SUSPENDED_SENTENCE, WITHDRAWN_SENTENCE, PublicationStatus
from records.domain.review import Outcome, Proposal, ReviewDecision, Round, require_cleared
from records.services.public_status import current_page, restore, take_off

EVENT_OF: Mapping[Outcome, Event] = {
    Outcome.CLEARED: Event.CLEARED,
    Outcome.ON_REQUEST: Event.HELD_ON_REQUEST,
    Outcome.WITHHELD: Event.WITHHELD,
    Outcome.RETURNED: Event.RETURNED,
    Outcome.REFERRED: Event.REFERRED,
}


def end_round(
    work: UnitOfWork,
    document: Document,
    round_: Round,
    decisions: Sequence[ReviewDecision],
    outcome: Outcome,
    proposal: Proposal,
    reassess_days: int,
) -> Document:
    """Close the round with its outcome and store the document; `decisions` include the last one.

    What stays closed is looked at again after `reassess_days` (article 18).
    """
    now = decisions[-1].decided_at
    closed = replace(round_, outcome=outcome, closed_at=now)
    work.reviews.save(closed)
    moved = replace(document, state=follow(document.state, EVENT_OF[outcome], Role.REVIEWER))
    match outcome:
        case Outcome.CLEARED:
            return _restore_if_unchanged(work, _decided(moved, proposal), closed, decisions)
        case Outcome.ON_REQUEST | Outcome.WITHHELD:
            take_off(work, document.id, PublicationStatus.WITHDRAWN, reason=WITHDRAWN_SENTENCE, at=now)
            reassess_on = now.astimezone(SHANGHAI).date() + dt.timedelta(days=reassess_days)
            return work.documents.save(replace(_decided(moved, proposal), reassess_on=reassess_on))
        case Outcome.REFERRED:
            # What is doubtful is not public until the competent authority has answered (article 17).
            take_off(work, document.id, PublicationStatus.SUSPENDED, reason=SUSPENDED_SENTENCE, at=now)
            return work.documents.save(moved)
        case Outcome.RETURNED | Outcome.VOID:
            return work.documents.save(moved)


def _decided(document: Document, proposal: Proposal) -> Document:
    return replace(
        document,
        disclosure=proposal.disclosure,
        legal_basis=proposal.legal_basis,
        reason=proposal.reason,
        listable=proposal.listable,
        reassess_on=None,
    )


def _restore_if_unchanged(
    work: UnitOfWork, document: Document, round_: Round, decisions: Sequence[ReviewDecision]
) -> Document:
    """A re-review that approves the very page that was up puts it up again, in the same transaction."""
    page = current_page(work, document.id)
    if page is None or page.listed_only or page.content_hash != document.content_hash:
        return work.documents.save(document)
    require_cleared(document, round_, decisions)
    now = decisions[-1].decided_at
    restore(work, page, now)
    work.audit.append(
        f"document:{Event.PUBLISHED}",
        at=now,
        actor=Role.SYSTEM,
        role=Role.SYSTEM,
        subject_id=document.id,
        details={"version": page.version, "content_hash": page.content_hash},
    )
    return work.documents.save(replace(document, state=follow(document.state, Event.PUBLISHED, Role.SYSTEM)))
