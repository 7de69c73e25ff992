"""报错: a citizen says what is wrong with a published page; staff look, and say what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from records.domain.document import DocumentId, PersonId


class ReportOutcome(StrEnum):
    """已更正 · 已提请重新审查 · 核对无误 · 与公文无关."""

    CORRECTED = "corrected"
    REREVIEW = "rereview"
    NO_ERROR = "no_error"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """`id` is the receipt that the citizen was shown; `version` (1-based) the one that was public. `text` is theirs.

    `outcome` is None as long as nobody has settled it.
    """

    bureau: str
    id: str
    document_id: DocumentId
    version: int
    fault: str
    text: str
    sent_at: dt.datetime
    taken_at: dt.datetime
    outcome: ReportOutcome | None = None
    settled_by: PersonId | None = None
    settled_at: dt.datetime | None = None
