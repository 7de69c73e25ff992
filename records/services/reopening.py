"""A second look at a document (重新审查); always in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.document import Document, PersonId
from records.domain.errors import NotAllowed
from records.domain.lifecycle import STAFF, Event, Role, State, follow, role_for
from records.domain.ports import UnitOfWork
from records.domain.publication import SUSPENDED_SENTENCE, PublicationStatus, is_public
from records.services.public_status import current_page, take_off
from records.services.rounds import open_round


@dataclass(frozen=True, slots=True)
class RereviewCause:
    """Why a document is looked at again. `reason_kind` is a code; `reason` is free text, seen inside alone.

    `door` is where it was asked: desk, airflow, cli or rescreen. At the command line a person is named, not logged in.
    """

    reason_kind: str
    reason: str
    urgent: bool
    door: str = "desk"


def suspend(work: UnitOfWork, bureau: Bureau, document: Document, by: PersonId | None, now: dt.datetime) -> Document:
    """Take the document's live page off until its review ends; without a live page, nothing happens.

    `by` None is the system.

    Raises:
        TransitionRefused: the person may not suspend it.
    """
    page = current_page(work, document.id)
    if page is None or not is_public(page):
        return document
    role = role_for(document.state, Event.SUSPENDED, _roles(bureau, document, by))
    take_off(work, document.id, PublicationStatus.SUSPENDED, reason=SUSPENDED_SENTENCE, at=now)
    work.audit.append("document:suspended", at=now, actor=by or Role.SYSTEM, role=role, subject_id=document.id)
    return work.documents.save(replace(document, state=follow(document.state, Event.SUSPENDED, role)))


def reopen(
    work: UnitOfWork, bureau: Bureau, document: Document, by: PersonId | None, cause: RereviewCause, now: dt.datetime
) -> Document:
    """See `ReviewService.request_rereview`; `by` None is the system.

    Raises:
        NotAllowed: the person is none of the staff that may ask.
        TransitionRefused: there is nothing to look at again.
    """
    roles = _roles(bureau, document, by)
    if roles.isdisjoint((*STAFF, Role.SYSTEM)):
        raise NotAllowed("重新审查由本科室经办、办公室或者值班人员提请。")
    if cause.urgent:
        document = suspend(work, bureau, document, by, now)
    if document.state is State.IN_REVIEW:
        # The round that runs looks at it; that somebody asked, and why, is on record all the same.
        _audit(work, "document:rereview_joined", document, by, role=min(roles), cause=cause, now=now)
        return document
    role = role_for(document.state, Event.REREVIEW_REQUESTED, roles)
    moved = replace(document, state=follow(document.state, Event.REREVIEW_REQUESTED, role))
    opened = open_round(work, bureau, moved, now, reason_kind=cause.reason_kind, reason=cause.reason)
    _audit(work, f"document:{Event.REREVIEW_REQUESTED}", opened, by, role=role, cause=cause, now=now)
    return opened


def _roles(bureau: Bureau, document: Document, by: PersonId | None) -> frozenset[Role]:
    return frozenset({Role.SYSTEM}) if by is None else bureau.roles_of(by, document.unit)


def _audit(
    work: UnitOfWork,
    action: str,
    document: Document,
    by: PersonId | None,
    *,
    role: Role,
    cause: RereviewCause,
    now: dt.datetime,
) -> None:
    work.audit.append(
        action,
        at=now,
        actor=by or Role.SYSTEM,
        role=role,
        subject_id=document.id,
        details={
            "round": document.round,
            "reason_kind": cause.reason_kind,
            "urgent": cause.urgent,
            "door": cause.door,
        },
        private=cause.reason,
    )
