"""For operators: how the last nights went, what waits and what is late. Reading, never writing."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from records.domain.bureau import SHANGHAI, Bureau
from records.domain.document import Document
from records.domain.ledger import Fate
from records.domain.lifecycle import State
from records.domain.operations import Night, Situation, Waiting, busy_seconds, day_of
from records.domain.outbox import Lane, OutboxRow
from records.domain.ports import Clock, OpenWork
from records.domain.terms import Pending, TermBook
from records.domain.workdays import WorkingDays
from records.services.delegating import with_delegations
from records.services.open_documents import OpenDocuments

_READ: Final = ("document:extracted", "document:quarantined")
_PUBLISHED: Final = "document:published"


@dataclass(frozen=True, slots=True)
class OperatingService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    calendar: WorkingDays

    def situation(self) -> Situation:
        """All counts of one moment, in a handful of queries."""
        now = self.clock.now()
        with self.open_work(read_only=True) as work:
            pending = OpenDocuments.load(work, self.bureau, self.calendar, now).pending
            book = TermBook(with_delegations(work, self.bureau), self.calendar, now)
            counted = work.documents.count_by_state()
            live, searchable = work.operations.live()
            told = work.outbox.pending()
            reviews = [one.waiting.since for one in pending if one.waiting is not None]
            return Situation(
                at=now,
                documents={state: counted.get(state, 0) for state in State},
                in_review=len(reviews),
                oldest_review=min(reviews, default=None),
                overdue=_overdue(book, pending),
                uncountable=sum(any(term.limit.missing_year for term in book.terms_of(one)) for one in pending),
                outbox=_by_lane(told),
                live=live,
                searchable=searchable,
                under_way=frozenset(row.message.document_id for row in told if row.message.kind.lane is Lane.PUBLIC),
                quarantined=work.operations.quarantined(),
                head=work.audit.head(),
                head_at=work.operations.last_entry_at(),
            )

    def nights(self, days: int) -> list[Night]:
        """The last days on which a file came in or a document was read or published, today's first."""
        first = day_of(self.clock.now()) - dt.timedelta(days=days - 1)
        since = dt.datetime.combine(first, dt.time(), SHANGHAI)
        with self.open_work(read_only=True) as work:
            arrived = work.operations.arrivals(since)
            moments = work.operations.moments(since, (*_READ, _PUBLISHED))
        files: dict[dt.date, Counter[Fate]] = defaultdict(Counter)
        read: dict[dt.date, list[dt.datetime]] = defaultdict(list)
        published: Counter[dt.date] = Counter()
        for at, fate in arrived:
            files[day_of(at)][fate] += 1
        for at, action in moments:
            if action in _READ:
                read[day_of(at)].append(at)
            else:
                published[day_of(at)] += 1
        days_seen = sorted({*files, *read, *published}, reverse=True)
        return [
            Night(
                day=day,
                files={fate: files[day][fate] for fate in Fate},
                read=len(read[day]),
                published=published[day],
                busy_s=busy_seconds(read[day]),
            )
            for day in days_seen
        ]

    def quarantined(self) -> list[Document]:
        """Documents that could not be read, oldest first."""
        with self.open_work(read_only=True) as work:
            return work.documents.in_states(State.QUARANTINED)


def _overdue(book: TermBook, pending: tuple[Pending, ...]) -> Counter[str]:
    return Counter(str(term.stage) for one in pending for term in book.terms_of(one) if term.limit.is_overdue)


def _by_lane(rows: list[OutboxRow]) -> dict[Lane, Waiting]:
    waiting = {lane: [row.written_at for row in rows if row.message.kind.lane is lane] for lane in Lane}
    return {lane: Waiting(len(times), min(times, default=None)) for lane, times in waiting.items()}
