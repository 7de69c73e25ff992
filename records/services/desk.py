"""What the review desk shows: my work, one document's dossier, what I handed in, what the office has to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.domain.audit import AuditEntry
from records.domain.bureau import Bureau, StepRole
from records.domain.document import Document, DocumentId, PersonId
from records.domain.lifecycle import State
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.publication import Publication
from records.domain.reading import Reading
from records.domain.review import ReviewDecision, Round
from records.domain.waiting import WaitingStep
from records.services.rounds import current_wait


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A document that waits for this person. `acting_for` names the principal if they act as a delegate."""

    document_id: DocumentId
    title: str | None
    document_number: str | None
    unit: str | None
    round: int
    step: int
    role: StepRole
    since: dt.datetime
    acting_for: PersonId | None
    blocking_findings: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on record about one document. `reading` is None before reading and after sealing.

    `history` are its audit entries, oldest first; `versions` its publications.
    """

    document: Document
    reading: Reading | None
    rounds: tuple[Round, ...]
    decisions: tuple[ReviewDecision, ...]
    history: tuple[AuditEntry, ...]
    versions: tuple[Publication, ...]
    waiting: WaitingStep | None


@dataclass(frozen=True, slots=True)
class DeskService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def my_work(self, person: PersonId) -> list[WorkItem]:
        """The documents that wait for this person's decision now, the longest waiting first."""
        with self.open_work(read_only=True) as work:
            in_review = work.documents.in_states(State.IN_REVIEW)
            items = [self._work_item(work, document, person) for document in in_review]
        return sorted((item for item in items if item), key=lambda item: item.since)

    def dossier(self, document_id: DocumentId) -> Dossier:
        """All about one document, read in one transaction.

        Raises:
            NotFound: this bureau has no such document.
        """
        with self.open_work(read_only=True) as work:
            document = work.documents.get(document_id)
            digest = document.content_hash
            return Dossier(
                document=document,
                reading=work.readings.get(document_id, digest) if digest else None,
                rounds=tuple(work.reviews.rounds(document_id)),
                decisions=tuple(work.reviews.decisions(document_id)),
                history=tuple(work.audit.entries(document_id)),
                versions=tuple(work.publications.versions(document_id)),
                waiting=current_wait(work, self.bureau, document, self.clock.now()),
            )

    def handed_in(self, person: PersonId) -> list[Document]:
        """What this person handed in, newest first."""
        with self.open_work(read_only=True) as work:
            return work.documents.handed_in_by(person)

    def undetermined(self) -> list[Document]:
        """Documents that the office has to decide on before review can begin, oldest first."""
        with self.open_work(read_only=True) as work:
            extracted = work.documents.in_states(State.EXTRACTED)
        return [document for document in extracted if not document.is_determined]

    def returned(self, unit: str) -> list[Document]:
        """Documents of this unit that a reviewer sent back or that changed since, oldest first."""
        with self.open_work(read_only=True) as work:
            extracted = work.documents.in_states(State.EXTRACTED)
        return [document for document in extracted if document.round and document.unit == unit]

    def _work_item(self, work: UnitOfWork, document: Document, person: PersonId) -> WorkItem | None:
        waiting = current_wait(work, self.bureau, document, self.clock.now())
        holder = waiting.holder(person) if waiting else None
        if waiting is None or holder is None:
            return None
        reading = work.readings.get(document.id, waiting.content_hash)
        return WorkItem(
            document_id=document.id,
            title=document.title,
            document_number=document.document_number,
            unit=document.unit,
            round=waiting.round,
            step=waiting.step,
            role=waiting.role,
            since=waiting.since,
            acting_for=holder.acting_for,
            blocking_findings=len(reading.blocking),
        )
