"""Consultations on their way to the public, and what the public sees of their drafts and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bundles import consultations as public
from bundles.format import BundleMeta
from bundles.reader import BundleReader, Published
from bundles.writer import BundleWriter
from records.domain.consultations.consultation import ConsultationState, PublicConsultation
from records.domain.document import DocumentId


@dataclass(frozen=True, slots=True)
class ConsultationBoard:
    """Implements `records.services.consultations.telling.NoticeBoard`."""

    writer: BundleWriter
    bureau: str

    def show(self, consultations: Sequence[PublicConsultation]) -> None:
        shown = tuple(entry for one in consultations if (entry := public_consultation(one)) is not None)
        self.writer.write_consultations(self.bureau, public.Consultations(consultation=shown))


@dataclass(frozen=True, slots=True)
class DraftsInBundles:
    """Implements `records.domain.consultations.ports.PublishedDrafts`: asks the bundles, as the portal does."""

    reader: BundleReader
    bureau: str

    def draft_title(self, document_id: DocumentId) -> str | None:
        meta = self._shown(document_id)
        column = self.reader.columns(self.bureau).find(meta.attributes.column) if meta else None
        return meta.attributes.title if meta and column and column.collects_comments else None

    def is_adoption_report(self, document_id: DocumentId) -> bool:
        meta = self._shown(document_id)
        column = self.reader.columns(self.bureau).find(meta.attributes.column) if meta else None
        return bool(column and column.reports_adoption)

    def _shown(self, document_id: DocumentId) -> BundleMeta | None:
        found = self.reader.current(self.bureau, document_id)
        return found.meta if isinstance(found, Published) and not found.meta.listed_only else None


def public_consultation(consultation: PublicConsultation) -> public.PublicConsultation | None:
    """What the public may read of it; nothing before the last level has agreed."""
    notice, approved_at = consultation.notice, consultation.approved_at
    if approved_at is None:
        return None
    return public.PublicConsultation(
        id=consultation.id,
        draft_id=consultation.draft_id,
        title=notice.title,
        basis=notice.basis,
        explanation=notice.explanation,
        short_reason=notice.short_reason,
        phone=notice.phone,
        email=notice.email,
        address=notice.address,
        opens_on=notice.opens_on,
        closes_on=consultation.closes_on,
        approved_at=approved_at,
        is_cancelled=consultation.state is ConsultationState.CANCELLED,
        report_id=consultation.report_id,
        decision_id=consultation.decision_id,
    )
