"""Changing what is before the public: the row and its message to the public side, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.domain.document import DocumentId
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.ports import UnitOfWork
from records.domain.publication import HAS_A_PAGE, Publication, PublicationStatus


def current_page(work: UnitOfWork, document_id: DocumentId) -> Publication | None:
    """The document's latest publication if it is live or suspended."""
    latest = work.publications.latest(document_id)
    return latest if latest and latest.status in HAS_A_PAGE else None


def take_off(
    work: UnitOfWork, document_id: DocumentId, status: PublicationStatus, *, reason: str, at: dt.datetime
) -> bool:
    """Suspend or withdraw the document's page, if it has one; `reason` is written for the public.

    False if there is no page, or it has this status already.
    """
    page = current_page(work, document_id)
    if page is None or page.status is status:
        return False
    work.publications.save(replace(page, status=status, ended_at=at, ended_reason=reason))
    work.outbox.add(OutboxMessage(OutboxKind.TOMBSTONE, document_id, version=page.version), at)
    return True


def show(work: UnitOfWork, publication: Publication, at: dt.datetime) -> None:
    """Tell the public side of a publication that is live now."""
    work.outbox.add(OutboxMessage(OutboxKind.PUBLISH, publication.document_id, version=publication.version), at)


def restore(work: UnitOfWork, page: Publication, at: dt.datetime) -> None:
    """Put the same version before the public again."""
    work.publications.save(replace(page, status=PublicationStatus.LIVE, ended_at=None, ended_reason=None))
    show(work, page, at)
