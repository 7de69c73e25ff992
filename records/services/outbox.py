"""Delivering what changes have to be told to Airflow and to the public side."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from records.domain.document import DocumentId
from records.domain.errors import BureauError, NotFound, Unavailable
from records.domain.lifecycle import Role, State
from records.domain.outbox import Lane, OutboxKind, OutboxRow
from records.domain.ports import Clock, OpenWork, Originals, PublicSide, ReviewRuns
from records.domain.publication import REMOVED_SENTENCE, Lack, Publication, corrections, is_public

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A row that stays for the next delivery. `code` is the error's code, or its class if it is none of ours."""

    sequence: int
    kind: OutboxKind
    document_id: DocumentId
    code: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """`left` counts all rows that are still to be delivered, the failed ones and those waiting behind them."""

    delivered: int
    failed: tuple[FailedDelivery, ...]
    left: int


@dataclass(frozen=True, slots=True)
class OutboxService:
    open_work: OpenWork
    clock: Clock
    originals: Originals

    def deliver(
        self, *, runs: ReviewRuns, public: PublicSide, limit: int = 500, document_id: DocumentId | None = None
    ) -> Delivered:
        """Deliver at most `limit` rows, oldest first, each marked in its own transaction; or those of one document.

        A row is marked after it was delivered, so a killed process delivers it again: both sides take a repetition.
        Order is kept per document and lane. An Unavailable neighbour closes its lane for this call; any other error
        holds up only the rows behind it of the same document.
        """
        with self.open_work(read_only=True) as work:
            pending = work.outbox.pending()
        rows = [row for row in pending if document_id in (None, row.message.document_id)]
        closed: set[Lane] = set()
        blocked: set[tuple[DocumentId, Lane]] = set()
        failed: list[FailedDelivery] = []
        delivered = 0
        for row in rows:
            lane = row.message.kind.lane
            place = (row.message.document_id, lane)
            if delivered == limit:
                break
            if lane in closed or place in blocked:
                continue
            try:
                lacks = self._hand_over(row, runs, public)
            except Unavailable as error:
                closed.add(lane)
                failed.append(self._note_failure(row, error))
            except Exception as error:  # noqa: BLE001 - one bad row must not hold up the tombstones behind it
                blocked.add(place)
                failed.append(self._note_failure(row, error))
            else:
                self._mark_delivered(row, lacks)
                delivered += 1
        return Delivered(delivered, tuple(failed), len(rows) - delivered)

    def _hand_over(self, row: OutboxRow, runs: ReviewRuns, public: PublicSide) -> tuple[Lack, ...]:
        """Hand it over; what the page that it brought goes without."""
        message = row.message
        match message.kind:
            case OutboxKind.OPEN_REVIEW:
                runs.open(message.document_id, message.round or 0)
            case OutboxKind.WAKE_REVIEW:
                runs.wake(message.document_id, message.round or 0, message.step or 0)
            case OutboxKind.PUBLISH | OutboxKind.TOMBSTONE:
                return self._align(message.document_id, public)
            case OutboxKind.ERASE_ORIGINAL:
                self._erase(message.document_id)
        return ()

    def _align(self, document_id: DocumentId, public: PublicSide) -> tuple[Lack, ...]:
        """Bring the public side to what records say now, not to what they said when the row was written.

        Two processes may deliver at once. Whoever finds that the records changed meanwhile delivers again, so a slow
        publication can never be the last word over a tombstone.
        """
        as_of = self.clock.now()
        told = self._latest(document_id)
        while True:
            lacks: tuple[Lack, ...] = ()
            if is_public(told):
                lacks = self._publish(told, public, as_of)
            else:
                public.tombstone(told, reason=told.ended_reason or REMOVED_SENTENCE, at=told.ended_at or as_of)
            as_of = self.clock.now()
            current = self._latest(document_id)
            if current == told:
                return lacks
            told = current

    def _latest(self, document_id: DocumentId) -> Publication:
        with self.open_work(read_only=True) as work:
            latest = work.publications.latest(document_id)
        if latest is None:
            raise NotFound(f"公文 {document_id} 没有公开记录。")
        return latest

    def _publish(self, publication: Publication, public: PublicSide, as_of: dt.datetime) -> tuple[Lack, ...]:
        with self.open_work(read_only=True) as work:
            document = work.documents.get(publication.document_id)
            reading = work.readings.get(publication.document_id, publication.content_hash)
            corrected = corrections(work.publications.versions(publication.document_id))
        original = self.originals.local_path(document.original_sha256)
        return public.publish(publication, document, reading, original, as_of=as_of, corrections=corrected)

    def _erase(self, document_id: DocumentId) -> None:
        with self.open_work(read_only=True) as work:
            document = work.documents.get(document_id)
            earlier = [version.original_sha256 for version in work.lists.of_document(document_id)]
        if document.state is State.SEALED:  # a false alarm may have been handed back meanwhile
            for sha256 in {document.original_sha256, *earlier}:
                self.originals.erase(sha256)
            self.open_work.forget_erased()

    def _mark_delivered(self, row: OutboxRow, lacks: tuple[Lack, ...]) -> None:
        now = self.clock.now()
        with self.open_work() as work:
            work.outbox.mark_delivered(row.sequence, now)
            for lack in lacks:
                work.audit.append(
                    f"document:published_without_{lack.kind}",
                    at=now,
                    actor=Role.SYSTEM,
                    role=Role.SYSTEM,
                    subject_id=row.message.document_id,
                    details={"code": lack.code},
                )
            work.commit()

    def _note_failure(self, row: OutboxRow, error: Exception) -> FailedDelivery:
        code = error.code if isinstance(error, BureauError) else type(error).__name__
        message = row.message
        log.warning("Outbox row %d (%s of %s) stays: %s", row.sequence, message.kind, message.document_id, code)
        with self.open_work() as work:
            work.outbox.mark_failed(row.sequence, code)
            work.commit()
        return FailedDelivery(row.sequence, message.kind, message.document_id, code)
