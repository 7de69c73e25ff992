"""Which documents the clocks of active disclosure run for, and where they stand; in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.changes import open_change
from records.domain.document import Document, DocumentId
from records.domain.legal_clock import Formation, LegalClock, changed, disclosure_clock, formed
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
    rounds: Mapping[DocumentId, Sequence[Round]]
    versions: Mapping[DocumentId, Sequence[Publication]]

    @classmethod
    def of(cls, work: UnitOfWork, *states: State) -> ClockFacts:
        """Of all documents in these states; no text is loaded."""
        return cls(
            work.readings.summaries(*states),
            work.reviews.all_rounds(*states),
            work.publications.all_versions(*states),
        )

    @classmethod
    def of_one(
        cls, document_id: DocumentId, reading: Reading | None, rounds: Sequence[Round], versions: Sequence[Publication]
    ) -> ClockFacts:
        """Of one document, from what is loaded already."""
        return cls(
            summaries={document_id: reading.summary} if reading else {},
            rounds={document_id: rounds},
            versions={document_id: versions},
        )

    def summary(self, document_id: DocumentId) -> ReadingSummary:
        return self.summaries.get(document_id, ReadingSummary())

    def clock_of(
        self, document: Document, bureau: Bureau, calendar: WorkingDays, now: dt.datetime
    ) -> LegalClock | None:
        """Where both terms of this document stand; None where none runs.

        They run until it is published or decided otherwise, and again from a change of what was published.
        """
        formation = self._formation(document) if document.state in ON_ITS_WAY else None
        if formation is None:
            return None
        return disclosure_clock(calendar, formation, now, plan_working_days=bureau.plan_working_days)

    def latest_round(self, document_id: DocumentId) -> Round | None:
        rounds = self.rounds.get(document_id)
        return rounds[-1] if rounds else None

    def _formation(self, document: Document) -> Formation | None:
        versions, latest = self.versions.get(document.id, ()), self.latest_round(document.id)
        if versions:
            change = open_change(document.content_hash, versions, self.rounds.get(document.id, ()))
            return changed(change.changed_at) if change else None
        if latest is not None and latest.reason_kind is not None:
            return None  # not published, and looked at again: it was decided once
        return formed(self.summary(document.id).adopted_on, document.received_at)
