"""A second look at a document (重新审查); always in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.document import Document, PersonId
from records.domain.lifecycle import Event, State, follow, role_for
from records.domain.ports import UnitOfWork
from records.domain.publication import SUSPENDED_SENTENCE, PublicationStatus, is_public
from records.services.public_status import current_page, take_off
from records.services.rounds import open_round


@dataclass(frozen=True, slots=True)
class RereviewCause:
    """Why a document is looked at again. `reason_kind` is a code; `reason` is free text of the desk."""

    reason_kind: str
    reason: str
    urgent: bool


def suspend(work: UnitOfWork, bureau: Bureau, document: Document, by: PersonId, now: dt.datetime) -> Document:
    """Take the document's live page off until its review ends; without a live page, nothing happens.

    Raises:
        TransitionRefused: the person may not suspend it.
    """
    page = current_page(work, document.id)
    if page is None or not is_public(page):
        return document
    role = role_for(document.state, Event.SUSPENDED, bureau.roles_of(by, document.unit))
    take_off(work, document.id, PublicationStatus.SUSPENDED, reason=SUSPENDED_SENTENCE, at=now)
    work.audit.append("document:suspended", at=now, actor=by, role=role, subject_id=document.id)
    return work.documents.save(replace(document, state=follow(document.state, Event.SUSPENDED, role)))


def reopen(
    work: UnitOfWork, bureau: Bureau, document: Document, by: PersonId, cause: RereviewCause, now: dt.datetime
) -> Document:
    """See `ReviewService.request_rereview`."""
    if cause.urgent:
        document = suspend(work, bureau, document, by, now)
    if document.state is State.IN_REVIEW:
        return document
    role = role_for(document.state, Event.REREVIEW_REQUESTED, bureau.roles_of(by, document.unit))
    moved = replace(document, state=follow(document.state, Event.REREVIEW_REQUESTED, role))
    opened = open_round(work, moved, now, reason_kind=cause.reason_kind, reason=cause.reason)
    work.audit.append(
        "document:rereview_requested",
        at=now,
        actor=by,
        role=role,
        subject_id=document.id,
        details={"round": opened.round, "reason_kind": cause.reason_kind, "urgent": cause.urgent},
        private=cause.reason,
    )
    return opened
