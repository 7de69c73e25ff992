"""Sealing a file that bears a classification mark (密级): encrypt, erase, keep only the event."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import BadInput, NotAllowed
from records.domain.ledger import Fate
from records.domain.lifecycle import Event, Role, State, follow, role_for
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.ports import Clock, OpenWork, Originals, UnitOfWork, Vault
from records.domain.publication import REMOVED_SENTENCE, PublicationStatus
from records.services.public_status import take_off
from records.services.refusing import refusals_noted
from records.services.rounds import void_round


class NotTheSealedFile(BadInput):
    """What the officer hands back is another file than the one that was sealed."""

    code = "not_the_sealed_file"


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """All that is left of a sealed document; `has_box` until the officer has taken it away."""

    id: DocumentId
    received_at: dt.datetime
    has_box: bool


@dataclass(frozen=True, slots=True)
class SealingService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    originals: Originals
    vault: Vault

    def seal(self, document_id: DocumentId, *, by: PersonId | None = None) -> None:
        """Take the document off this system, whatever its state; repeating it is fine.

        The sealed copy is on disk before anything is erased, and the outbox erases the plaintext if we die in between.

        Raises:
            TransitionRefused: the person is neither a reviewer of this unit nor the confidentiality officer.
        """
        with self.open_work(read_only=True) as work:
            document = work.documents.get(document_id)
        if document.state is State.SEALED:
            return
        self.vault.put(document_id, document.file_name or "", self.originals.read(document.original_sha256))
        with self._noting("seal", document_id, by), self.open_work() as work:
            earlier = [version.original_sha256 for version in work.lists.of_document(document_id)]
            self._erase_rows(work, work.documents.get(document_id), by)
            work.commit()
        for sha256 in {document.original_sha256, *earlier}:
            self.originals.erase(sha256)
        self.open_work.forget_erased()

    def sealed(self) -> list[SealedDocument]:
        """Every sealed document, the oldest first."""
        with self.open_work(read_only=True) as work:
            documents = work.documents.in_states(State.SEALED)
        return [SealedDocument(one.id, one.received_at, self.vault.has(one.id)) for one in documents]

    def fetch_box(self, document_id: DocumentId, *, by: PersonId) -> bytes:
        """The box, for the officer to open elsewhere with their private key; that they fetched it is on record.

        Raises:
            NotAllowed: the person is not the officer.
            NotFound: there is no box.
        """
        with self._noting("fetch_box", document_id, by), self.open_work() as work:
            if Role.CONFIDENTIALITY_OFFICER not in self.bureau.roles_of(by, work.documents.get(document_id).unit):
                raise NotAllowed("封存的文件只有保密员可以取。")
            box = self.vault.read(document_id)
            work.audit.append(
                "document:box_fetched",
                at=self.clock.now(),
                actor=by,
                role=Role.CONFIDENTIALITY_OFFICER,
                subject_id=document_id,
            )
            work.commit()
        return box

    def remove(self, document_id: DocumentId, *, by: PersonId) -> None:
        """The confidentiality officer has taken the sealed file away: delete the sealed copy, keep the event.

        Raises:
            TransitionRefused: the document is not sealed, or the person is not the officer.
        """
        with self._noting("remove", document_id, by), self.open_work() as work:
            self._move(work, work.documents.get(document_id), Event.REMOVED, by)
            work.commit()
        self.vault.remove(document_id)

    def clear_of_mark(self, document_id: DocumentId, *, by: PersonId, reason: str, file_name: str, data: bytes) -> None:
        """A false alarm: the officer opened the box and hands name and bytes back; the document is read again.

        Its mark stops the reader no more; it is a finding that the reviewers have to dismiss.

        Raises:
            NotTheSealedFile: these are not the bytes that were sealed.
            TransitionRefused: the document is not sealed, or the person is not the officer.
        """
        with self._noting("clear_of_mark", document_id, by), self.open_work() as work:
            document = work.documents.get(document_id)
            if hashlib.sha256(data).hexdigest() != document.original_sha256:
                raise NotTheSealedFile("交回的文件不是封存时的那一份，没有作任何更改。")
            named = replace(document, file_name=file_name, mark_ruled_out=True)
            self._move(work, named, Event.CLEARED_OF_MARK, by, private=reason)
            self.originals.put_bytes(data)
            work.commit()
        self.vault.remove(document_id)

    def _erase_rows(self, work: UnitOfWork, document: Document, by: PersonId | None) -> None:
        now = self.clock.now()
        if document.state is State.IN_REVIEW:
            void_round(work, document, now)
        take_off(work, document.id, PublicationStatus.WITHDRAWN, reason=REMOVED_SENTENCE, at=now)
        work.readings.erase(document.id)
        work.lists.forget_series(document.id)
        for arrival in work.arrivals.of_document(document.id):
            nameless = replace(arrival, source_path=None, message=None)
            work.arrivals.save(nameless if arrival.fate is not Fate.WAITING else replace(nameless, fate=Fate.DOCUMENT))
        self._move(work, _nameless(document), Event.MARK_FOUND, by)
        work.outbox.add(OutboxMessage(OutboxKind.ERASE_ORIGINAL, document.id), now)

    def _move(
        self, work: UnitOfWork, document: Document, event: Event, by: PersonId | None, private: str | None = None
    ) -> None:
        held = frozenset({Role.SYSTEM}) if by is None else self.bureau.roles_of(by, document.unit)
        role = role_for(document.state, event, held)
        work.documents.save(replace(document, state=follow(document.state, event, role)))
        work.audit.append(
            f"document:{event}",
            at=self.clock.now(),
            actor=by or Role.SYSTEM,
            role=role,
            subject_id=document.id,
            private=private,
        )

    def _noting(self, act: str, document_id: DocumentId, by: PersonId | None) -> AbstractContextManager[None]:
        return refusals_noted(self.open_work, self.clock, act, document_id, by)


def _nameless(document: Document) -> Document:
    """What may stay in the row of a sealed document: ids, hashes, the unit."""
    return replace(
        document,
        file_name=None,
        sheet=None,
        title=None,
        document_number=None,
        disclosure=None,
        legal_basis=None,
        reason=None,
        conflicts=(),
        mark_ruled_out=False,
        fault_code=None,
        fault_message=None,
        content_hash=None,
    )
