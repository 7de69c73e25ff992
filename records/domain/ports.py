"""What the records ask of the world. Adapters implement these; the tests hold them to contracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from records.domain.audit import AuditEntry, AuditHead
from records.domain.canonical import Json
from records.domain.consultations.ports import Comments, Consultations
from records.domain.delegation import DelegationOnRecord
from records.domain.document import Document, DocumentId, PersonId
from records.domain.error_report import ErrorReport
from records.domain.ledger import Arrival, ArrivalFacts
from records.domain.lifecycle import State
from records.domain.lists.version import Lists
from records.domain.operations import OperationFacts
from records.domain.outbox import OutboxMessage, OutboxRow
from records.domain.publication import Correction, Lack, Publication
from records.domain.reading import Reading, ReadingSummary
from records.domain.reminder_ports import Reminders
from records.domain.report_ports import ReportFacts
from records.domain.requests.ports import Requests
from records.domain.review import ReviewDecision, ReviewRequest, Round
from records.domain.subscriptions.ports import Subscriptions


class Clock(Protocol):
    def now(self) -> dt.datetime:
        """Aware, UTC."""


class Documents(Protocol):
    def get(self, document_id: DocumentId) -> Document:
        """Raise NotFound if this bureau has none."""

    def with_original(self, sha256: str) -> Document | None: ...
    def add(self, document: Document) -> None: ...
    def save(self, document: Document) -> Document:
        """Store and return it with the next version; raise Conflict if the stored version isn't `document.version`."""

    def in_states(self, *states: State, limit: int | None = None) -> list[Document]:
        """Oldest first."""

    def to_publish(self) -> list[DocumentId]:
        """What is cleared, then what is on request, may be listed and has no page; the oldest first."""

    def to_reassess(self, until: dt.date) -> list[Document]:
        """What is not disclosed and is to be looked at again by this day, the nearest day first."""

    def first_received_at(self) -> dt.datetime | None: ...
    def handed_in_by(self, person: PersonId, *, skip: int = 0, limit: int | None = None) -> list[Document]:
        """Newest first."""

    def count_handed_in_by(self, person: PersonId) -> int: ...
    def with_text(self, text: str, *, limit: int) -> list[Document]:
        """Those whose title, number or id holds `text`, capitals or not, the newest first."""

    def all(self) -> list[Document]: ...
    def count_by_state(self) -> Mapping[State, int]: ...


class Readings(Protocol):
    def get(self, document_id: DocumentId, content_hash: str) -> Reading: ...
    def put(self, document_id: DocumentId, content_hash: str, reading: Reading) -> None: ...
    def erase(self, document_id: DocumentId) -> None: ...
    def summaries(self, *states: State) -> Mapping[DocumentId, ReadingSummary]:
        """Of the current content of every document in these states that was read; without loading a text."""


class Arrivals(Protocol):
    def get(self, arrival_id: str) -> Arrival | None: ...
    def of_document(self, document_id: DocumentId) -> list[Arrival]: ...
    def with_facts(self, facts: ArrivalFacts) -> Arrival | None: ...
    def add(self, arrival: Arrival) -> None: ...
    def save(self, arrival: Arrival) -> None: ...
    def note_seen(self, run_key: str, arrival_id: str) -> None: ...
    def seen_by(self, run_key: str) -> list[Arrival]: ...
    def seen_among(self, run_key: str, ids: Sequence[str]) -> list[Arrival]:
        """Those of these ids that are arrivals which this run saw."""

    def count_seen(self, run_key: str) -> int: ...


class Reviews(Protocol):
    def round(self, document_id: DocumentId, number: int) -> Round | None: ...
    def rounds(self, document_id: DocumentId) -> list[Round]: ...
    def open(self, round_: Round) -> None: ...
    def save(self, round_: Round) -> None:
        """Store how the round ended; nothing else of it changes."""

    def request(self, document_id: DocumentId, round_number: int, step: int) -> ReviewRequest | None: ...
    def put_request(self, request: ReviewRequest) -> None: ...
    def decisions(self, document_id: DocumentId, round_number: int | None = None) -> list[ReviewDecision]:
        """In the order of rounds and steps."""

    def all_rounds(self, *states: State) -> Mapping[DocumentId, Sequence[Round]]:
        """The rounds of every document in these states that was in review, in their order."""

    def latest_decisions(self, *states: State) -> Mapping[DocumentId, list[ReviewDecision]]:
        """The decisions of those rounds, in the order of steps; nothing for a round without one."""

    def add_decision(self, decision: ReviewDecision) -> None: ...
    def note_view(self, document_id: DocumentId, person: PersonId, content_hash: str, at: dt.datetime) -> bool:
        """False if this person's view of this content is on record already."""

    def has_viewed(self, document_id: DocumentId, person: PersonId, content_hash: str) -> bool: ...


class Publications(Protocol):
    def latest(self, document_id: DocumentId) -> Publication | None: ...
    def versions(self, document_id: DocumentId) -> list[Publication]: ...
    def all_versions(self, *states: State) -> Mapping[DocumentId, Sequence[Publication]]:
        """The versions, in their order, of the documents in these states of which any was published."""

    def all(self) -> list[Publication]: ...
    def add(self, publication: Publication) -> None: ...
    def save(self, publication: Publication) -> None: ...
    def index_number(self, document_id: DocumentId, index_code: str, year: int) -> str:
        """The document's 索引号: the one it has, or the next of the year, given once and never again."""


class Delegations(Protocol):
    def get(self, delegation_id: str) -> DelegationOnRecord:
        """Raise NotFound."""

    def standing(self) -> list[DelegationOnRecord]:
        """Those that nobody took back, past ones among them, by their first day."""

    def add(self, made: DelegationOnRecord) -> None: ...
    def end(self, ended: DelegationOnRecord) -> None: ...


class ErrorReports(Protocol):
    def get(self, report_id: str) -> ErrorReport | None: ...
    def unsettled(self) -> list[ErrorReport]:
        """Oldest first."""

    def add(self, report: ErrorReport) -> None: ...
    def settle(self, settled: ErrorReport) -> None:
        """Store its outcome, by whom and when; nothing else of it changes."""


class Outbox(Protocol):
    def add(self, message: OutboxMessage, at: dt.datetime) -> None: ...
    def pending(self, limit: int | None = None) -> list[OutboxRow]:
        """Undelivered rows, oldest first."""

    def mark_delivered(self, sequence: int, at: dt.datetime) -> None: ...
    def mark_failed(self, sequence: int, code: str) -> None: ...


class AuditTrail(Protocol):
    def append(
        self,
        action: str,
        *,
        at: dt.datetime,
        actor: str,
        role: str,
        subject_id: str,
        details: Mapping[str, Json] | None = None,
        private: Json = None,
    ) -> AuditEntry:
        """Add an entry to the chain; `private` enters as a keyed digest only."""

    def entries(self, subject_id: str | None = None) -> Iterator[AuditEntry]:
        """All entries of the bureau in order, or those of one subject.

        Raise AuditEntryUnreadable where a stored entry is none.
        """

    def head(self) -> AuditHead: ...
    def digest(self, private: Json) -> str: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without commit() rolls back.

    Of one bureau, one writing unit of work is open at a time: the others wait at `with`.
    """

    @property
    def documents(self) -> Documents: ...
    @property
    def readings(self) -> Readings: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def delegations(self) -> Delegations: ...
    @property
    def publications(self) -> Publications: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def error_reports(self) -> ErrorReports: ...
    @property
    def report_facts(self) -> ReportFacts: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def operations(self) -> OperationFacts: ...
    @property
    def consultations(self) -> Consultations: ...
    @property
    def comments(self) -> Comments: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> AuditTrail: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None: ...


class OpenWork(Protocol):
    def __call__(self, *, read_only: bool = False) -> UnitOfWork: ...
    def forget_erased(self) -> None:
        """After sealing: leave no erased row readable in the database's own files, as far as it lets us."""


class Originals(Protocol):
    """The files as they came, under their SHA-256, unchanged."""

    def read(self, sha256: str) -> bytes:
        """Raise OriginalMissing, or OriginalChanged if the bytes no longer have this hash."""

    def local_path(self, sha256: str) -> Path:
        """A readable file with these bytes, verified."""

    def has(self, sha256: str) -> bool: ...
    def put_bytes(self, data: bytes) -> str:
        """Store these bytes and return their SHA-256; storing them again changes nothing."""

    def layout_path(self, sha256: str) -> Path | None:
        """The PDF as which this system printed the file; None as long as it was not."""

    def keep_layout(self, sha256: str, layout: Path) -> Path:
        """Keep such a PDF beside the file, for as long as the file is here, and say where; again replaces it.

        Raise OriginalMissing if the file is gone, and leave nothing.
        """

    def erase(self, sha256: str) -> None:
        """Remove for sealing, with its layout; fine if it is gone already."""


class Vault(Protocol):
    """Where sealed files lie: only the confidentiality officer's private key opens them."""

    def put(self, document_id: DocumentId, file_name: str, data: bytes) -> None: ...
    def has(self, document_id: DocumentId) -> bool: ...
    def read(self, document_id: DocumentId) -> bytes:
        """The box as it lies there, encrypted; raise NotFound if it was taken away."""

    def remove(self, document_id: DocumentId) -> None:
        """The officer has taken the file off the system; fine if it is gone already."""


class ReviewRuns(Protocol):
    """Airflow, as records see it."""

    def open(self, document_id: DocumentId, round: int) -> None:  # noqa: A002 - the name of the seam
        """Start the run of this round; fine if it was started already."""

    def wake(self, document_id: DocumentId, round: int, step: int) -> None:  # noqa: A002 - the name of the seam
        """Let the waiting task look at the records; fine if nothing waits."""


class PublicSide(Protocol):
    """Bundles and index, as records see them. Every act may be repeated.

    `as_of` is a time before the records were asked whether this is public: a tombstone after it wins.
    `corrections` are the earlier versions that were corrected: their addresses say so, and lead here.
    `publish` gives what could not be made to download; it is published without.
    """

    def publish(
        self,
        publication: Publication,
        document: Document,
        reading: Reading,
        original: Path,
        *,
        as_of: dt.datetime,
        corrections: Sequence[Correction],
    ) -> tuple[Lack, ...]: ...
    def tombstone(self, publication: Publication, *, reason: str, at: dt.datetime) -> None: ...
    def remove(self, document_id: DocumentId, *, reason: str, at: dt.datetime) -> None:
        """Take off whatever lies there under this id, published by records or not."""
