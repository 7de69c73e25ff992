"""All that can be done with consultations, around one book."""

from __future__ import annotations

from dataclasses import dataclass

from records.services.consultations.book import ConsultationBook
from records.services.consultations.desk import ConsultationDesk
from records.services.consultations.linking import ConsultationLinking
from records.services.consultations.moderating import ConsultationModerating
from records.services.consultations.preparing import ConsultationPreparing
from records.services.consultations.taking import CommentTaking
from records.services.consultations.telling import ConsultationTelling


@dataclass(frozen=True, slots=True)
class ConsultationServices:
    book: ConsultationBook

    @property
    def preparing(self) -> ConsultationPreparing:
        return ConsultationPreparing(self.book)

    @property
    def taking(self) -> CommentTaking:
        return CommentTaking(self.book)

    @property
    def moderating(self) -> ConsultationModerating:
        return ConsultationModerating(self.book)

    @property
    def linking(self) -> ConsultationLinking:
        return ConsultationLinking(self.book)

    @property
    def desk(self) -> ConsultationDesk:
        return ConsultationDesk(self.book)

    @property
    def telling(self) -> ConsultationTelling:
        return ConsultationTelling(self.book)
