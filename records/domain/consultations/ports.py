"""What consultations need from outside: their own part of the records, and what is published as a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from records.domain.consultations.comments import Comment, CommentCounts, CommentId
from records.domain.consultations.consultation import ConsultationId, ConsultationState, PublicConsultation
from records.domain.consultations.needs import NeedRuling
from records.domain.document import DocumentId


class Consultations(Protocol):
    def get(self, consultation_id: ConsultationId) -> PublicConsultation:
        """Raise NotFound if this bureau has none."""

    def add(self, consultation: PublicConsultation) -> None: ...
    def save(self, consultation: PublicConsultation) -> PublicConsultation:
        """Store and return it with the next version; raise Conflict if the stored one isn't `consultation.version`."""

    def in_states(self, states: Iterable[ConsultationState]) -> list[PublicConsultation]:
        """Newest first."""

    def of_decision(self, document_id: DocumentId) -> list[PublicConsultation]:
        """Those that name this document as the decision, oldest first."""

    def of_document(self, document_id: DocumentId) -> list[PublicConsultation]:
        """Those that have to do with it, as draft, report or decision, oldest first."""

    def ruling(self, document_id: DocumentId) -> NeedRuling | None: ...
    def rule(self, ruling: NeedRuling) -> None:
        """In the place of an earlier ruling on the same document."""


class Comments(Protocol):
    def get(self, comment_id: CommentId) -> Comment:
        """Raise NotFound if this bureau has none."""

    def has(self, comment_id: CommentId) -> bool: ...
    def add(self, comment: Comment) -> None: ...
    def save(self, comment: Comment) -> None: ...
    def of(self, consultation_id: ConsultationId) -> list[Comment]:
        """Oldest first."""

    def counts(self, consultation_id: ConsultationId) -> CommentCounts:
        """Without loading a comment."""

    def erase(self, consultation_id: ConsultationId) -> int:
        """Take away what says what was written and by whom; of how many."""

    def closed_before(self, day: dt.date) -> list[ConsultationId]:
        """Consultations whose period ended before that day and that still hold what can be erased."""


class PublishedDrafts(Protocol):
    """What the public sees, as far as a consultation asks."""

    def draft_title(self, document_id: DocumentId) -> str | None:
        """The title under which a draft is published in a column that asks for comments; None if it is not."""

    def is_adoption_report(self, document_id: DocumentId) -> bool:
        """Whether it is published in a column of reports on adoption."""
