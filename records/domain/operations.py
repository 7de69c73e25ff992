"""What operators want to know of the records: how the nights went, what waits, what is late. Counts and times alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

from records.domain.audit import AuditHead
from records.domain.bureau import SHANGHAI
from records.domain.document import DocumentId
from records.domain.ledger import Fate
from records.domain.lifecycle import State
from records.domain.outbox import Lane

#: Readings further apart than this are not of one stretch of work.
PAUSE: Final = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Night:
    """What came in on one day (Asia/Shanghai) and what became of it; mostly by the nightly run.

    `files` are counted by their fate today, `read` are documents that were read or set aside on that day.
    `busy_s` are the seconds in which that went on: from the first to the last, without the pauses.
    """

    day: dt.date
    files: Mapping[Fate, int]
    read: int
    published: int
    busy_s: float

    @property
    def per_hour(self) -> float | None:
        """Documents read in an hour of work; None where nothing can be said: fewer than two, or all at one moment."""
        return self.read * 3600 / self.busy_s if self.read > 1 and self.busy_s > 0 else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait on a lane, and since when the oldest does."""

    count: int = 0
    oldest: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """The records at one moment. `overdue` counts documents by the term that they missed (a stage or a clock).

    `uncountable` documents have a term in a year without arrangement. `live` are public, `searchable` are those of them
    that have a page and so belong into the index; of `under_way` the public side has not been told yet. `head_at` is
    when the chain's last entry was written.
    """

    at: dt.datetime
    documents: Mapping[State, int]
    in_review: int
    oldest_review: dt.datetime | None
    overdue: Mapping[str, int]
    uncountable: int
    outbox: Mapping[Lane, Waiting]
    live: frozenset[DocumentId] = field(repr=False)
    searchable: frozenset[DocumentId] = field(repr=False)
    under_way: frozenset[DocumentId] = field(repr=False)
    quarantined: Mapping[str, int]
    head: AuditHead
    head_at: dt.datetime | None


class OperationFacts(Protocol):
    """Times and counts out of the records, without names."""

    def arrivals(self, since: dt.datetime) -> list[tuple[dt.datetime, Fate]]:
        """When each file was first seen, and its fate."""

    def moments(self, since: dt.datetime, actions: Sequence[str]) -> list[tuple[dt.datetime, str]]:
        """Of the audit chain: when these actions were done, oldest first."""

    def last_entry_at(self) -> dt.datetime | None: ...
    def live(self) -> tuple[frozenset[DocumentId], frozenset[DocumentId]]:
        """The documents that are public, and those of them that have a page."""

    def quarantined(self) -> Mapping[str, int]:
        """Documents in quarantine by the code of their fault."""


def busy_seconds(moments: Sequence[dt.datetime]) -> float:
    """The time that work went on: between moments, oldest first, that are no further apart than PAUSE."""
    steps = (later - earlier for earlier, later in pairwise(moments))
    return sum(step.total_seconds() for step in steps if step <= PAUSE)


def day_of(moment: dt.datetime) -> dt.date:
    """The date in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()
