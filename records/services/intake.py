"""From the inbox to a document ready for review: arrivals, registration, reading, quarantine, submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.content_hash import content_hash
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import NotFound
from records.domain.ledger import Arrival, ArrivalFacts, Fate, Registered, RunLedger
from records.domain.lifecycle import Event, Role, State, follow, role_for
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.reading import Reading
from records.services.arrivals import find_arrival, note_arrival, note_duplicate
from records.services.identity import new_id
from records.services.refusing import refusals_noted
from records.services.rounds import open_round, void_round
from records.services.sealing import SealingService

#: What `conflicts` holds when the sheet names a unit that the bureau does not have: the office decides.
UNIT_CONFLICT = "unit"


@dataclass(frozen=True, slots=True)
class IntakeService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    sealing: SealingService

    def note_arrivals(self, run_key: str, listed: Sequence[ArrivalFacts]) -> list[Arrival]:
        """Put every listed file on record, in the order given; repeating it changes nothing.

        A file already on record (same path, size and time of change) keeps its arrival: one that a killed run left
        unfinished goes on, a settled one comes back with its fate, and only has to leave the inbox.
        """
        with self.open_work() as work:
            arrivals = [note_arrival(work, self.bureau.id, facts, self.clock.now()) for facts in listed]
            for arrival in arrivals:
                work.arrivals.note_seen(run_key, arrival.id)
            work.commit()
        return arrivals

    def register(
        self,
        arrival_id: str,
        *,
        sha256: str,
        size_bytes: int,
        media_type: str,
        file_name: str,
        unit: str | None,
        handed_in_by: PersonId | None,
        sheet: Mapping[str, Any] | None,
    ) -> Registered:
        """Make the arrival a document, or a duplicate of the first one with the same bytes; repeatable.

        The original must be in the store already. A unit that the bureau does not have becomes a conflict for the
        office to settle.
        """
        now = self.clock.now()
        known_unit = unit if self.bureau.has_unit(unit) else None
        candidate = Document(
            bureau=self.bureau.id,
            id=DocumentId(new_id(now)),
            original_sha256=sha256,
            size_bytes=size_bytes,
            media_type=media_type,
            file_name=file_name,
            unit=known_unit,
            handed_in_by=handed_in_by,
            state=State.RECEIVED,
            received_at=now,
            sheet=dict(sheet) if sheet is not None else None,
            conflicts=(UNIT_CONFLICT,) if unit != known_unit else (),
        )
        with self.open_work() as work:
            registered = self._settle(work, find_arrival(work, arrival_id), candidate)
            work.commit()
        return registered

    def quarantine(self, arrival_id: str, *, code: str, message: str) -> None:
        """Set a file aside that cannot be taken or read; repeatable.

        `arrival_id` may be the id of a registered document as well. `code` is stable; `message` is one Chinese
        sentence without any text of the file.

        Raises:
            NotFound: there is no such arrival or document.
            TransitionRefused: the document was read already.
        """
        with self.open_work() as work:
            arrival = find_arrival(work, arrival_id)
            is_same = (arrival.fate, arrival.code, arrival.message) == (Fate.QUARANTINED, code, message)
            if is_same or (arrival.is_settled and arrival.fate is not Fate.DOCUMENT):
                return
            if arrival.document_id:
                document = work.documents.get(arrival.document_id)
                state = follow(document.state, Event.QUARANTINED, Role.SYSTEM)
                work.documents.save(replace(document, state=state, fault_code=code, fault_message=message))
            work.arrivals.save(replace(arrival, fate=Fate.QUARANTINED, code=code, message=message))
            subject = arrival.document_id or arrival.id
            self._audit(work, "document:quarantined", subject, details={"code": code})
            work.commit()

    def retry(self, document_id: DocumentId, *, by: PersonId | None = None) -> Document:
        """Take a document out of quarantine to be read again: the reader or its settings have changed.

        Raises:
            TransitionRefused: it is not in quarantine, or the person is neither a clerk of its unit nor the office
                nor an operator.
        """
        with refusals_noted(self.open_work, self.clock, "retry", document_id, by), self.open_work() as work:
            document = work.documents.get(document_id)
            role = self._role(document, Event.RETRIED, by)
            state = follow(document.state, Event.RETRIED, role)
            retried = work.documents.save(replace(document, state=state, fault_code=None, fault_message=None))
            for arrival in work.arrivals.of_document(document_id):
                if arrival.fate is Fate.QUARANTINED:
                    work.arrivals.save(replace(arrival, fate=Fate.DOCUMENT, code=None, message=None))
            self._audit(work, "document:retried", document_id, by=by, role=role)
            work.commit()
        return retried

    def store_reading(self, document_id: DocumentId, reading: Reading) -> Document:
        """Keep what was read and the content hash that approvals will be bound to; repeatable.

        A document that was read before and reads differently now has changed content: earlier approvals are void and,
        in review, a new round begins at step 1.

        Raises:
            TransitionRefused: the document is past review, sealed or in quarantine.
        """
        with self.open_work() as work:
            document = work.documents.get(document_id)
            digest = content_hash(document.original_sha256, reading)
            if document.content_hash == digest:
                return document
            event = Event.EXTRACTED if document.state is State.RECEIVED else Event.CONTENT_CHANGED
            state = follow(document.state, event, Role.SYSTEM)
            work.readings.put(document_id, digest, reading)
            changed = replace(_with_reading(document, reading), state=state, content_hash=digest)
            if state is State.IN_REVIEW:
                void_round(work, document, self.clock.now())
                stored = open_round(work, self.bureau, changed, self.clock.now())
            else:
                stored = work.documents.save(changed)
            details = {"content_hash": digest, "findings": [finding.id for finding in reading.findings]}
            self._audit(work, f"document:{event}", document_id, details=details)
            work.commit()
        return stored

    def seal(self, arrival_id: str, *, by: PersonId | None = None) -> None:
        """Seal a registered file that bears a classification mark; takes the arrival's or the document's id."""
        with self.open_work(read_only=True) as work:
            document_id = find_arrival(work, arrival_id).document_id
        if document_id is None:
            raise NotFound(f"到件 {arrival_id} 尚未登记为公文。")
        self.sealing.seal(document_id, by=by)

    def submit(self, document_id: DocumentId, *, by: PersonId | None = None) -> int | None:
        """Begin a review round and return its number, or None if the office has to decide first; repeatable.

        Raises:
            TransitionRefused: the document is in no state for it, or the person is no clerk of its unit nor the office.
        """
        with refusals_noted(self.open_work, self.clock, "submit", document_id, by), self.open_work() as work:
            document = work.documents.get(document_id)
            if document.state is State.IN_REVIEW:
                return document.round
            state = self._follow(document, Event.SUBMITTED, by)
            if not document.is_determined:
                return None
            opened = open_round(work, self.bureau, replace(document, state=state), self.clock.now(), submitted_by=by)
            details = {"round": opened.round, "content_hash": opened.content_hash}
            self._audit(work, "document:submitted", document_id, by=by, details=details)
            work.commit()
        return opened.round

    def unread(self) -> list[Document]:
        """Registered documents still to be read, oldest first: also those that a killed run left."""
        with self.open_work(read_only=True) as work:
            return work.documents.in_states(State.RECEIVED)

    def unsubmitted(self) -> list[Document]:
        """Read and determined documents that never were in review, oldest first; returned ones wait for their clerk."""
        with self.open_work(read_only=True) as work:
            extracted = work.documents.in_states(State.EXTRACTED)
        return [document for document in extracted if document.is_determined and document.round == 0]

    def ledger(self, run_key: str) -> RunLedger:
        """What became of every file that this run saw, as of now."""
        with self.open_work(read_only=True) as work:
            return RunLedger(run_key, work.arrivals.count_seen(run_key), tuple(work.arrivals.seen_by(run_key)))

    def seen_among(self, run_key: str, ids: Sequence[str]) -> Mapping[str, Arrival]:
        """Those of these ids that are arrivals which this run saw; whatever else it saw is not loaded."""
        with self.open_work(read_only=True) as work:
            return {arrival.id: arrival for arrival in work.arrivals.seen_among(run_key, ids)}

    def _settle(self, work: UnitOfWork, arrival: Arrival, candidate: Document) -> Registered:
        if arrival.fate is not Fate.WAITING and arrival.document_id:
            duplicate = arrival.fate is Fate.DUPLICATE
            return Registered(arrival.document_id, arrival.document_id if duplicate else None)
        first = work.documents.with_original(candidate.original_sha256)
        by = candidate.handed_in_by
        if first is not None:
            note_duplicate(work, arrival, first, candidate.received_at)
            self._audit(work, "document:duplicate", first.id, by=by)
            return Registered(first.id, duplicate_of=first.id)
        work.documents.add(candidate)
        settled = replace(arrival, fate=Fate.DOCUMENT, document_id=candidate.id, code=None, message=None)
        work.arrivals.save(settled)
        self._audit(work, "document:received", candidate.id, by=by, details={"sha256": candidate.original_sha256})
        return Registered(candidate.id)

    def _follow(self, document: Document, event: Event, by: PersonId | None) -> State:
        return follow(document.state, event, self._role(document, event, by))

    def _role(self, document: Document, event: Event, by: PersonId | None) -> Role:
        held = {Role.SYSTEM} if by is None else self.bureau.roles_of(by, document.unit)
        return role_for(document.state, event, held)

    def _audit(
        self,
        work: UnitOfWork,
        action: str,
        subject_id: str,
        *,
        by: PersonId | None = None,
        role: Role | None = None,
        details: Mapping[str, Json] | None = None,
    ) -> None:
        work.audit.append(
            action,
            at=self.clock.now(),
            actor=by or Role.SYSTEM,
            role=role or (Role.CLERK if by else Role.SYSTEM),
            subject_id=subject_id,
            details=details,
        )


def _with_reading(document: Document, reading: Reading) -> Document:
    """The document under its read title; what the office or an earlier review decided is kept."""
    titled = replace(document, title=reading.text_of("title"), document_number=reading.text_of("document_number"))
    if document.state is not State.RECEIVED:
        return titled
    disclosure = reading.text_of("disclosure")
    return replace(
        titled,
        disclosure=Disclosure(disclosure) if disclosure else None,
        legal_basis=reading.text_of("legal_basis"),
        reason=reading.text_of("reason"),
        conflicts=tuple(dict.fromkeys((*document.conflicts, *reading.conflicts))),
    )
