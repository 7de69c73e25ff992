"""Which documents the clocks of active disclosure run for, and where they stand; in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.document import Document, DocumentId
from records.domain.legal_clock import LegalClock, disclosure_clock, formed
from records.domain.lifecycle import State
from records.domain.ports import UnitOfWork
from records.domain.publication import Publication
from records.domain.reading import Reading, ReadingSummary
from records.domain.review import Round
from records.domain.workdays import WorkingDays

#: Where the clocks of active disclosure run: on the way to the first decision about publication.
ON_ITS_WAY = (State.RECEIVED, State.EXTRACTED, State.IN_REVIEW, State.REFERRED, State.CLEARED, State.QUARANTINED)


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What clocks and lists need of some documents besides their rows."""

    summaries: Mapping[DocumentId, ReadingSummary]
    rounds: Mapping[DocumentId, Round]
    published: frozenset[DocumentId]

    @classmethod
    def of(cls, work: UnitOfWork, *states: State) -> ClockFacts:
        """Of all documents in these states; no text is loaded."""
        return cls(
            work.readings.summaries(*states),
            work.reviews.latest_rounds(*states),
            work.publications.ever_published(*states),
        )

    @classmethod
    def of_one(
        cls, document_id: DocumentId, reading: Reading | None, rounds: Sequence[Round], versions: Sequence[Publication]
    ) -> ClockFacts:
        """Of one document, from what is loaded already."""
        return cls(
            summaries={document_id: reading.summary} if reading else {},
            rounds={document_id: rounds[-1]} if rounds else {},
            published=frozenset({document_id} if versions else ()),
        )

    def summary(self, document_id: DocumentId) -> ReadingSummary:
        return self.summaries.get(document_id, ReadingSummary())

    def clock_of(
        self, document: Document, bureau: Bureau, calendar: WorkingDays, now: dt.datetime
    ) -> LegalClock | None:
        """Where both terms of this document stand; None where none runs: published before, or decided otherwise."""
        if document.state not in ON_ITS_WAY or self._was_decided(document.id):
            return None
        formation = formed(self.summary(document.id).adopted_on, document.received_at)
        return disclosure_clock(calendar, formation, now, plan_working_days=bureau.plan_working_days)

    def _was_decided(self, document_id: DocumentId) -> bool:
        """Whether its publication was decided once before: it was published, or is looked at again."""
        round_ = self.rounds.get(document_id)
        return document_id in self.published or (round_ is not None and round_.reason_kind is not None)
