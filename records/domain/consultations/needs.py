"""Which decisions need a consultation, and what such a decision lacks before it may be approved.

By the bureau's plan, 三（一）: draft and basis are published, and the opinions with what became of them are told to the
public before the decision is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.domain.consultations.consultation import ConsultationState, Phase, PublicConsultation
from records.domain.document import Document, DocumentId, PersonId
from records.domain.refusals import Refusal

#: What a dispatch sheet says yes to, under this name: 公开征求意见.
SHEET_FIELD = "consultation"


@dataclass(frozen=True, slots=True)
class NeedRuling:
    """Somebody's word that a document needs a consultation, or needs none after all, with the reason."""

    bureau: str
    document_id: DocumentId
    is_needed: bool
    reason: str
    ruled_by: PersonId
    ruled_at: dt.datetime


def needs_consultation(
    sheet: Mapping[str, Any] | None, ruling: NeedRuling | None, linked: Sequence[PublicConsultation]
) -> bool:
    """Whether the public has to be asked first.

    A consultation that is linked always counts, a cancelled one too: the office takes the link back. Without one a
    ruling at the desk overrides the dispatch sheet.
    """
    if linked:
        return True
    if ruling is not None:
        return ruling.is_needed
    return bool((sheet or {}).get(SHEET_FIELD))


def consultation_lack(
    document: Document,
    ruling: NeedRuling | None,
    linked: Sequence[PublicConsultation],
    live: Collection[DocumentId],
    today: dt.date,
) -> Refusal | None:
    """What the document lacks of its consultation, None if it needs none or has all.

    `linked` are the consultations that name it as the decision; `live` holds those of their reports that the public
    sees now. A report that was taken off counts as none.
    """
    if not needs_consultation(document.sheet, ruling, linked):
        return None
    counting = [one for one in linked if one.state is not ConsultationState.CANCELLED]
    if not counting:
        return Refusal.NO_CONSULTATION
    if any(not one.is_running or one.phase(today) is not Phase.CLOSED for one in counting):
        return Refusal.CONSULTATION_RUNNING
    if any(one.report_id not in live for one in counting):
        return Refusal.NO_ADOPTION_REPORT
    return None
