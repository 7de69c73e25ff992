"""The documents that have not come to a decision, loaded once: what people's lists and reminders are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.bureau import SHANGHAI, Assignee, Bureau
from records.domain.document import Document, DocumentId, PersonId
from records.domain.legal_clock import LegalClock
from records.domain.lifecycle import State
from records.domain.ports import UnitOfWork
from records.domain.review import ReviewDecision, Verdict
from records.domain.terms import Pending
from records.domain.waiting import WaitingStep
from records.domain.workdays import WorkingDays
from records.services.delegating import with_delegations
from records.services.pending import pending_documents

#: How long before its day the office sees what has to be looked at again.
REASSESS_SEEN_AHEAD: Final = dt.timedelta(days=30)


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
class OpenDocuments:
    """One moment's view; every list has the nearest deadline first. `bureau` knows the delegations of the desk.

    `to_reassess` is what is not disclosed and has to be looked at again within a month, or had to be before.
    """

    bureau: Bureau
    pending: tuple[Pending, ...]
    sent_back: Mapping[DocumentId, Sequence[ReviewDecision]]
    to_reassess: tuple[Document, ...] = ()

    @classmethod
    def load(cls, work: UnitOfWork, bureau: Bureau, calendar: WorkingDays, now: dt.datetime) -> OpenDocuments:
        """A handful of queries, however many documents there are; no text is loaded."""
        bureau = with_delegations(work, bureau)
        pending = pending_documents(work, bureau, calendar, now)
        soon = now.astimezone(SHANGHAI).date() + REASSESS_SEEN_AHEAD
        closed = tuple(work.documents.to_reassess(soon))
        return cls(bureau, tuple(pending), work.reviews.latest_decisions(State.EXTRACTED), closed)

    def in_review(self) -> list[WorkItem]:
        """Everything that waits for anybody's decision."""
        found = (
            WorkItem(one.document, one.clock, one.waiting, one.blocking_findings)
            for one in self.pending
            if one.waiting is not None
        )
        return sorted(found, key=lambda item: (_deadline(item), item.waiting.since))

    def my_work(self, person: PersonId) -> list[WorkItem]:
        """The documents that wait for this person's decision now."""
        return [item for item in self.in_review() if item.holder(person) is not None]

    def undetermined(self) -> list[ListedDocument]:
        """Documents that the office has to decide on before review can begin."""
        found = (one for one in self.pending if one.document.state is State.EXTRACTED)
        listed = (ListedDocument(one.document, one.clock) for one in found if not one.document.is_determined)
        return sorted(listed, key=_deadline)

    def returned(self, concerns: Callable[[Document], bool]) -> list[ReturnedDocument]:
        """Of the documents that `concerns` picks, those that came back from a review."""
        back = (one for one in self.pending if one.document.state is State.EXTRACTED and one.document.round)
        found = (
            ReturnedDocument(one.document, one.clock, _sent_back(self.sent_back.get(one.document.id, ())))
            for one in back
            if concerns(one.document)
        )
        return sorted(found, key=_deadline)

    def listed(self, documents: Iterable[Document]) -> list[ListedDocument]:
        """These documents in their order; those that have come to a decision have no clock."""
        clocks = {one.document.id: one.clock for one in self.pending}
        return [ListedDocument(document, clocks.get(document.id)) for document in documents]


def _deadline(item: ListedDocument) -> dt.date:
    """By which day a list is sorted. What has no clock or an unknown day stands first: it was public or it alarms."""
    due = item.clock.plan.due if item.clock else None
    return due or dt.date.min


def _sent_back(decisions: Sequence[ReviewDecision]) -> ReviewDecision | None:
    last = decisions[-1] if decisions else None
    return last if last and last.verdict is Verdict.RETURN else None
