"""What stops a decision that the public has to be asked about; in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from records.domain.consultations.consultation import PublicConsultation
from records.domain.consultations.needs import consultation_lack
from records.domain.document import Document, DocumentId
from records.domain.errors import DecisionRefused
from records.domain.ports import UnitOfWork
from records.domain.publication import is_public
from records.domain.refusals import Refusal


def lack_of(work: UnitOfWork, document: Document, today: dt.date) -> Refusal | None:
    """What this document lacks of its consultation today; None if it needs none or has all."""
    ruling = work.consultations.ruling(document.id)
    linked = work.consultations.of_decision(document.id)
    return consultation_lack(document, ruling, linked, live_reports(work, linked), today)


def require_consulted(work: UnitOfWork, document: Document, today: dt.date) -> None:
    """Let pass what needs no consultation or has all of it.

    Raises:
        DecisionRefused: with what it lacks.
    """
    lack = lack_of(work, document, today)
    if lack is not None:
        raise DecisionRefused(lack)


def live_reports(work: UnitOfWork, consultations: Iterable[PublicConsultation]) -> frozenset[DocumentId]:
    """Those of the consultations' reports that have a page now."""
    reports = (one.report_id for one in consultations if one.report_id is not None)
    return frozenset(report for report in reports if has_page(work, report))


def has_page(work: UnitOfWork, document_id: DocumentId) -> bool:
    """Whether the public sees a page of this document now."""
    latest = work.publications.latest(document_id)
    return latest is not None and is_public(latest) and not latest.listed_only
