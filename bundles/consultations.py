"""Consultations (公开征求意见) as the public reads of them. `<bureau>/consultations.json`, replaced as a whole.

Notices that were approved, and what became of them. No comment, and nothing of who commented, is ever in it.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bundles.format import Ulid
from bundles.verification import Mark, mark_of

CONSULTATIONS_NAME = "consultations.json"

log = logging.getLogger(__name__)

#: 尚未开始 · 正在征求意见 · 已经结束 · 已经终止.
PublicPhase = Literal["upcoming", "open", "closed", "cancelled"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicConsultation(_Entry):
    """One consultation about the published draft `draft_id`.

    `opens_on` and `closes_on` are days in Asia/Shanghai, both within the period. `short_reason` says why the period is
    shorter than usual; an empty text was not said. `report_id` is the report on adoption, `decision_id` what was made
    of the draft; whether the public sees them is for their own bundles to say.
    """

    id: Ulid
    draft_id: Ulid
    title: str = Field(min_length=1)
    basis: str
    explanation: str
    short_reason: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    opens_on: dt.date
    closes_on: dt.date
    approved_at: AwareDatetime
    is_cancelled: bool = False
    report_id: Ulid | None = None
    decision_id: Ulid | None = None

    def phase(self, today: dt.date) -> PublicPhase:
        """Where it stands on a day in Asia/Shanghai."""
        if self.is_cancelled:
            return "cancelled"
        if today < self.opens_on:
            return "upcoming"
        return "open" if today <= self.closes_on else "closed"

    def concerns(self, document_id: str) -> bool:
        return document_id in (self.draft_id, self.report_id, self.decision_id)


class Consultations(_Entry):
    """All of one bureau, the newest first."""

    schema_version: Literal[1] = 1
    consultation: tuple[PublicConsultation, ...] = ()

    def find(self, consultation_id: str) -> PublicConsultation | None:
        return next((one for one in self.consultation if one.id == consultation_id), None)

    def of(self, document_id: str) -> tuple[PublicConsultation, ...]:
        """Those that name this document as draft, report or decision."""
        return tuple(one for one in self.consultation if one.concerns(document_id))


@dataclass(slots=True)
class ConsultationShelf:
    """Reads the file of one bureau; the same object as long as it stays the same. Safe to share between threads."""

    path: Path
    _known: tuple[Mark | None, Consultations] | None = field(default=None, repr=False)

    def read(self) -> Consultations:
        """What the inside wrote; nothing, if it wrote nothing that can be read."""
        known, mark = self._known, self._mark()
        if known is not None and known[0] == mark:
            return known[1]
        found = Consultations()
        try:
            found = Consultations.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            pass
        except (OSError, ValidationError):
            log.warning("%s cannot be used; no consultation is shown", CONSULTATIONS_NAME)
        self._known = (mark, found)
        return found

    def _mark(self) -> Mark | None:
        try:
            return mark_of(self.path.stat(follow_symlinks=False))
        except OSError:
            return None
