"""What the review desk shows: my work, one document's dossier, what I handed in, what the office has to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from records.domain.audit import AuditEntry
from records.domain.bureau import CHAIN, SHANGHAI, Assignee, Bureau
from records.domain.document import Document, DocumentId, PersonId
from records.domain.legal_clock import LegalClock
from records.domain.lifecycle import State
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.publication import Publication
from records.domain.reading import Reading
from records.domain.review import ReviewDecision, Round, Verdict
from records.domain.waiting import WaitingStep, waiting_step
from records.domain.workdays import WorkingDays
from records.services.clocks import ON_ITS_WAY, ClockFacts
from records.services.delegating import with_delegations
from records.services.rounds import current_wait


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a list. `clock` is None where none runs: published before, or decided otherwise."""

    document: Document
    clock: LegalClock | None

    @property
    def is_overdue(self) -> bool:
        return self.clock is not None and self.clock.is_overdue


@dataclass(frozen=True, slots=True)
class WorkItem(ListedDocument):
    """A document that waits for a decision, and the step that it waits at."""

    waiting: WaitingStep
    blocking_findings: int

    def holder(self, person: PersonId) -> Assignee | None:
        """This person, if they may decide now; they may be somebody's delegate."""
        return self.waiting.holder(person)


@dataclass(frozen=True, slots=True)
class ReturnedDocument(ListedDocument):
    """A document that came back. `decision` is the one that sent it back, None if its content changed instead."""

    decision: ReviewDecision | None


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

    def in_review(self) -> list[WorkItem]:
        """Everything that waits for anybody's decision, the nearest deadline first."""
        return self._waiting(lambda _: True)

    def my_work(self, person: PersonId) -> list[WorkItem]:
        """The documents that wait for this person's decision now, the nearest deadline first."""
        with self.open_work(read_only=True) as work:
            if not with_delegations(work, self.bureau).may_review(person):
                return []
        return self._waiting(lambda waiting: waiting.holder(person) is not None)

    def undetermined(self) -> list[ListedDocument]:
        """Documents that the office has to decide on before review can begin, the nearest deadline first."""
        with self.open_work(read_only=True) as work:
            found = [document for document in work.documents.in_states(State.EXTRACTED) if not document.is_determined]
            listed = self._listed(work, found, State.EXTRACTED)
        return sorted(listed, key=_deadline)

    def returned(self, concerns: Callable[[Document], bool]) -> list[ReturnedDocument]:
        """Of the documents that `concerns` picks, those that came back from a review, the nearest deadline first."""
        with self.open_work(read_only=True) as work:
            extracted = work.documents.in_states(State.EXTRACTED)
            back = [document for document in extracted if document.round and concerns(document)]
            decisions = work.reviews.latest_decisions(State.EXTRACTED)
            listed = self._listed(work, back, State.EXTRACTED)
        found = (
            ReturnedDocument(item.document, item.clock, _sent_back(decisions.get(item.document.id, ())))
            for item in listed
        )
        return sorted(found, key=_deadline)

    def handed_in(self, person: PersonId, *, skip: int = 0, limit: int | None = None) -> list[ListedDocument]:
        """What this person handed in, newest first."""
        with self.open_work(read_only=True) as work:
            return self._listed(work, work.documents.handed_in_by(person, skip=skip, limit=limit), *ON_ITS_WAY)

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

    def _waiting(self, concerns: Callable[[WaitingStep], bool]) -> list[WorkItem]:
        now = self.clock.now()
        with self.open_work(read_only=True) as work:
            bureau, documents = with_delegations(work, self.bureau), work.documents.in_states(State.IN_REVIEW)
            decisions = work.reviews.latest_decisions(State.IN_REVIEW)
            facts = ClockFacts.of(work, State.IN_REVIEW)
        items = []
        for document in documents:
            round_, made = facts.rounds[document.id], decisions.get(document.id, ())
            waiting = waiting_step(bureau, document, round_, made, now)
            if waiting and concerns(waiting):
                clock = facts.clock_of(document, self.bureau, self.calendar, now)
                items.append(WorkItem(document, clock, waiting, facts.summary(document.id).blocking_findings))
        return sorted(items, key=lambda item: (_deadline(item), item.waiting.since))

    def _listed(self, work: UnitOfWork, documents: Sequence[Document], *states: State) -> list[ListedDocument]:
        now, facts = self.clock.now(), ClockFacts.of(work, *states)
        return [
            ListedDocument(document, facts.clock_of(document, self.bureau, self.calendar, now))
            for document in documents
        ]


def _deadline(item: ListedDocument) -> dt.date:
    """By which day the list is sorted. What has no clock or an unknown day stands first: it was public or it alarms."""
    due = item.clock.plan.due if item.clock else None
    return due or dt.date.min


def _sent_back(decisions: Sequence[ReviewDecision]) -> ReviewDecision | None:
    last = decisions[-1] if decisions else None
    return last if last and last.verdict is Verdict.RETURN else None


def _earlier_content(current: str | None, rounds: Sequence[Round], versions: Sequence[Publication]) -> str | None:
    """The hash of what people saw before the current content: what was published last, else what was in review."""
    if current is None:
        return None
    seen = (*(version.content_hash for version in versions[-1:]), *(round_.content_hash for round_ in reversed(rounds)))
    return next((digest for digest in seen if digest != current), None)
