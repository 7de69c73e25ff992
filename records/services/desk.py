"""What the review desk shows: my work, one document's dossier, what I handed in, what the office has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records.domain.audit import AuditEntry
from records.domain.bureau import CHAIN, SHANGHAI, Bureau
from records.domain.document import Document, DocumentId, PersonId
from records.domain.legal_clock import LegalClock
from records.domain.ports import Clock, OpenWork
from records.domain.publication import Publication
from records.domain.reading import Reading
from records.domain.review import ReviewDecision, Round
from records.domain.waiting import WaitingStep
from records.domain.workdays import WorkingDays
from records.services.clocks import ClockFacts
from records.services.delegating import with_delegations
from records.services.open_documents import OpenDocuments
from records.services.rounds import current_wait


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on record about one document. `reading` is None before reading and after sealing.

    `history` are its audit entries, oldest first; `versions` its publications. `previous` is the content that was last
    published or in review before the current one, None if there is none. `reviewers` hold one of its levels today.
    `clock` is None where none runs, as in lists.
    """

    document: Document
    reading: Reading | None
    rounds: tuple[Round, ...]
    decisions: tuple[ReviewDecision, ...]
    history: tuple[AuditEntry, ...]
    versions: tuple[Publication, ...]
    waiting: WaitingStep | None
    previous: Reading | None = None
    reviewers: frozenset[PersonId] = frozenset()
    clock: LegalClock | None = None


@dataclass(frozen=True, slots=True)
class DeskService:
    """All lists load summaries, never a text: a thousand documents are a few queries."""

    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    calendar: WorkingDays

    def open_documents(self) -> OpenDocuments:
        """What has not come to a decision: everybody's work."""
        with self.open_work(read_only=True) as work:
            return OpenDocuments.load(work, self.bureau, self.calendar, self.clock.now())

    def handed_in(self, person: PersonId, *, skip: int = 0, limit: int | None = None) -> list[Document]:
        """What this person handed in, newest first."""
        with self.open_work(read_only=True) as work:
            return work.documents.handed_in_by(person, skip=skip, limit=limit)

    def count_handed_in(self, person: PersonId) -> int:
        with self.open_work(read_only=True) as work:
            return work.documents.count_handed_in_by(person)

    def calendar_warning(self) -> str | None:
        """One sentence if the bureau has to add a year of working days, or to mend its file of them."""
        return self.calendar.warning(self.clock.now().astimezone(SHANGHAI).date())

    def dossier(self, document_id: DocumentId) -> Dossier:
        """All about one document, read in one transaction.

        Raises:
            NotFound: this bureau has no such document.
        """
        with self.open_work(read_only=True) as work:
            document = work.documents.get(document_id)
            digest = document.content_hash
            rounds = tuple(work.reviews.rounds(document_id))
            versions = tuple(work.publications.versions(document_id))
            reading = work.readings.get(document_id, digest) if digest else None
            earlier = _earlier_content(digest, rounds, versions)
            bureau, now = with_delegations(work, self.bureau), self.clock.now()
            levels = rounds[-1].chain if rounds else CHAIN
            holders = (holder for level in levels for holder in bureau.holders(document.unit or "", level, now))
            return Dossier(
                document=document,
                reading=reading,
                rounds=rounds,
                decisions=tuple(work.reviews.decisions(document_id)),
                history=tuple(work.audit.entries(document_id)),
                versions=versions,
                waiting=current_wait(work, self.bureau, document, now),
                previous=work.readings.get(document_id, earlier) if earlier else None,
                reviewers=frozenset(holder.person.id for holder in holders),
                clock=ClockFacts.of_one(document_id, reading, rounds, versions).clock_of(
                    document, self.bureau, self.calendar, now
                ),
            )


def _earlier_content(current: str | None, rounds: Sequence[Round], versions: Sequence[Publication]) -> str | None:
    """The hash of what people saw before the current content: what was published last, else what was in review."""
    if current is None:
        return None
    seen = (*(version.content_hash for version in versions[-1:]), *(round_.content_hash for round_ in reversed(rounds)))
    return next((digest for digest in seen if digest != current), None)
