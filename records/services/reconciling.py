"""Repairs: telling the world again what records say. Each is on the audit chain with what it answered to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.document import DocumentId
from records.domain.errors import TransitionRefused
from records.domain.lifecycle import Role, State
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.ports import Clock, OpenWork, PublicSide, UnitOfWork
from records.domain.publication import REMOVED_SENTENCE, Publication, PublicationStatus, is_public
from records.services.public_status import take_off
from records.services.reopening import suspend

RECONCILED = "document:reconciled"


@dataclass(frozen=True, slots=True)
class ReconcileService:
    """Every method looks at the records again: what was found may have been put right meanwhile."""

    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def align(self, document_id: DocumentId, code: str, public: PublicSide, **details: Json) -> None:
        """Bring the public side to what records say. What nobody published goes at once, the rest by the outbox."""
        with self.open_work() as work:
            self._note(work, document_id, code, details)
            latest = work.publications.latest(document_id)
            if latest is not None:
                self._tell(work, latest)
                work.commit()
                return
            try:
                # Within the transaction, so that nobody publishes it between our look and our act.
                public.remove(document_id, reason=REMOVED_SENTENCE, at=self.clock.now())
            finally:
                work.commit()

    def replace(self, document_id: DocumentId, code: str, public: PublicSide, **details: Json) -> None:
        """Take off what is shown in the place of the public version, then have this one written anew."""
        public.remove(document_id, reason=REMOVED_SENTENCE, at=self.clock.now())
        self.align(document_id, code, public, **details)

    def suspend(self, document_id: DocumentId, code: str) -> None:
        """Take off a page for which there is no complete chain; it may come back by a re-review alone."""
        now = self.clock.now()
        with self.open_work() as work:
            try:
                suspend(work, self.bureau, work.documents.get(document_id), None, now)
            except TransitionRefused:
                # In this state no page should be there at all.
                take_off(work, document_id, PublicationStatus.WITHDRAWN, reason=REMOVED_SENTENCE, at=now)
            self._note(work, document_id, code)
            work.commit()

    def still_in_review(self, document_id: DocumentId, round_number: int) -> bool:
        """Whether this round waits for people now."""
        with self.open_work(read_only=True) as work:
            return _is_in_review(work, document_id, round_number)

    def open_run_again(self, document_id: DocumentId, round_number: int, code: str) -> None:
        """Have the review run of this round started anew, unless the round is over by now."""
        with self.open_work() as work:
            if _is_in_review(work, document_id, round_number):
                message = OutboxMessage(OutboxKind.OPEN_REVIEW, document_id, round=round_number)
                work.outbox.add(message, self.clock.now())
                self._note(work, document_id, code, {"round": round_number})
                work.commit()

    def note(self, document_id: DocumentId, code: str, **details: Json) -> None:
        """Put on record that something was repaired which records have no part in."""
        with self.open_work() as work:
            self._note(work, document_id, code, details)
            work.commit()

    def erase_again(self, document_id: DocumentId, code: str) -> None:
        """Have the plaintext of a sealed document erased."""
        with self.open_work() as work:
            if work.documents.get(document_id).state is State.SEALED:
                work.outbox.add(OutboxMessage(OutboxKind.ERASE_ORIGINAL, document_id), self.clock.now())
                self._note(work, document_id, code)
                work.commit()

    def note_leftovers(self, place: str, count: int) -> None:
        """Put on record that unfinished files of killed processes were removed from one of our stores."""
        with self.open_work() as work:
            work.audit.append(
                "store:leftovers_removed",
                at=self.clock.now(),
                actor=Role.SYSTEM,
                role=Role.SYSTEM,
                subject_id=self.bureau.id,
                details={"place": place, "count": count},
            )
            work.commit()

    def _tell(self, work: UnitOfWork, latest: Publication) -> None:
        kind = OutboxKind.PUBLISH if is_public(latest) else OutboxKind.TOMBSTONE
        work.outbox.add(OutboxMessage(kind, latest.document_id, version=latest.version), self.clock.now())

    def _note(
        self, work: UnitOfWork, document_id: DocumentId, code: str, details: Mapping[str, Json] | None = None
    ) -> None:
        work.audit.append(
            RECONCILED,
            at=self.clock.now(),
            actor=Role.SYSTEM,
            role=Role.SYSTEM,
            subject_id=document_id,
            details={"code": code, **(details or {})},
        )


def _is_in_review(work: UnitOfWork, document_id: DocumentId, round_number: int) -> bool:
    document = work.documents.get(document_id)
    return document.state is State.IN_REVIEW and document.round == round_number
