"""What the public side is told of consultations, and what the retention rule takes away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from records.domain.consultations.consultation import ConsultationState, PublicConsultation
from records.domain.lifecycle import Role
from records.services.consultations.book import ConsultationBook


class NoticeBoard(Protocol):
    """Where the public reads of consultations."""

    def show(self, consultations: Sequence[PublicConsultation]) -> None:
        """Exactly these, the newest first; showing the same again changes nothing."""


@dataclass(frozen=True, slots=True)
class ConsultationTelling:
    book: ConsultationBook

    def tell(self, board: NoticeBoard) -> int:
        """Show all that was ever approved, and nothing else; how many. May be killed and repeated."""
        states = (ConsultationState.RUNNING, ConsultationState.CANCELLED)
        with self.book.open_work(read_only=True) as work:
            shown = [one for one in work.consultations.in_states(states) if one.approved_at is not None]
        board.show(shown)
        return len(shown)

    def erase_expired(self) -> int:
        """Erase what was written and by whom in comments past the bureau's term of retention; how many.

        What staff made of them, counts and the audit chain stay. May be killed and repeated.
        """
        erased = 0
        with self.book.open_work(read_only=True) as work:
            expired = work.comments.closed_before(self._kept_since())
        for consultation_id in expired:
            with self.book.open_work() as work:
                count = work.comments.erase(consultation_id)
                details = {"comments": count}
                self.book.note(work, "erased", consultation_id, actor=Role.SYSTEM, role=Role.SYSTEM, details=details)
                work.commit()
            erased += count
        if expired:
            self.book.open_work.forget_erased()
        return erased

    def _kept_since(self) -> dt.date:
        """Comments on consultations that closed before this day are past the term."""
        years = self.book.bureau.consultation_rules.retention_years
        return self.book.today - dt.timedelta(days=366 * years)
