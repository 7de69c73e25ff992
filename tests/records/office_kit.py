"""A fictitious bureau with everything that records need, and short ways to walk a document through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from records.domain.bureau import Bureau, Delegation, Person, Unit
from records.domain.document import Document, DocumentId, PersonId
from records.domain.ledger import Arrival, ArrivalFacts
from records.domain.lifecycle import Role
from records.domain.publication import Correction, Lack, Publication
from records.domain.reading import Attribute, Evidence, Finding, Reading, ReadPage, Severity
from records.domain.review import DecisionRequest, ReviewDecision, Verdict
from records.domain.workdays import Arrangement, WorkingDays
from records.services.desk import DeskService
from records.services.intake import IntakeService
from records.services.outbox import OutboxService
from records.services.overview import OverviewService
from records.services.publish import PublishService
from records.services.review import ReviewService
from records.services.sealing import SealingService
from records.services.verify import VerifyService
from records.store.engine import create_engine
from records.store.originals import FolderOriginals
from records.store.seals import FolderVault, KeyPair, new_key_pair
from records.store.unit_of_work import SqlRecords

CLERK, UNIT_HEAD, DEPUTY, HEAD = PersonId("clerk"), PersonId("unit-head"), PersonId("deputy"), PersonId("head")
OFFICE, DUTY, SECRECY, STANDIN = PersonId("office"), PersonId("duty"), PersonId("secrecy"), PersonId("standin")
CHAIN_PEOPLE = (UNIT_HEAD, DEPUTY, HEAD)
UNIT = "employment"

ARTICLE_15 = "《中华人民共和国政府信息公开条例》第十五条"
ARTICLE_27 = "《中华人民共和国政府信息公开条例》第二十七条"

#: The year of the tests: plain weekends, but for the first week of October.
WORKING_DAYS = WorkingDays(
    (Arrangement(2026, frozenset(dt.date(2026, 10, day) for day in range(1, 8)), frozenset()),), "working-days.toml"
)


def _person(person_id: PersonId, *roles: Role, unit: str | None = UNIT) -> Person:
    return Person(person_id, f"示例{person_id}", f"user-{person_id}", unit, frozenset(roles))


BUREAU = Bureau(
    id="shili-hrss",
    name="示例区人力资源和社会保障局",
    index_code="SLQ-HRSS",
    head=HEAD,
    units=(Unit(UNIT, "就业科", UNIT_HEAD, DEPUTY), Unit("labour", "劳动关系科", PersonId("other-head"), DEPUTY)),
    people=(
        _person(CLERK, Role.CLERK),
        _person(UNIT_HEAD),
        _person(DEPUTY, unit=None),
        _person(HEAD, unit=None),
        _person(PersonId("other-head"), unit="labour"),
        _person(PersonId("other-clerk"), Role.CLERK, unit="labour"),
        _person(OFFICE, Role.OFFICE, unit=None),
        _person(DUTY, Role.DUTY_OFFICER, unit=None),
        _person(SECRECY, Role.CONFIDENTIALITY_OFFICER, unit=None),
        _person(STANDIN),
    ),
    delegations=(Delegation(UNIT_HEAD, STANDIN, dt.date(2026, 3, 10), dt.date(2026, 3, 12)),),
)


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    moment: dt.datetime = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.moment

    def move_to(self, year: int, month: int, day: int, hour: int = 1) -> None:
        self.moment = dt.datetime(year, month, day, hour, tzinfo=dt.UTC)


@dataclass
class NotedRuns:
    """Stands for Airflow: notes what it was told."""

    told: list[tuple[object, ...]] = field(default_factory=list)

    def open(self, document_id: DocumentId, round: int) -> None:  # noqa: A002
        self.told.append(("open", document_id, round))

    def wake(self, document_id: DocumentId, round: int, step: int) -> None:  # noqa: A002
        self.told.append(("wake", document_id, round, step))


@dataclass
class NotedPublic:
    """Stands for bundles and index: what a citizen would find now."""

    shown: dict[DocumentId, Publication] = field(default_factory=dict)
    tombstones: dict[DocumentId, str] = field(default_factory=dict)
    corrected: dict[DocumentId, tuple[int, ...]] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()

    def publish(
        self,
        publication: Publication,
        document: Document,
        reading: Reading,
        original: Path,
        *,
        as_of: dt.datetime,
        corrections: Sequence[Correction],
    ) -> tuple[Lack, ...]:
        assert original.is_file()
        self.tombstones.pop(document.id, None)
        self.shown[document.id] = publication
        self.corrected[document.id] = tuple(correction.version for correction in corrections)
        return self.lacks

    def tombstone(self, publication: Publication, *, reason: str, at: dt.datetime) -> None:
        self.remove(publication.document_id, reason=reason, at=at)

    def remove(self, document_id: DocumentId, *, reason: str, at: dt.datetime) -> None:
        self.shown.pop(document_id, None)
        self.tombstones[document_id] = reason


@dataclass(frozen=True)
class Office:
    """All services of one bureau, its stores and its clock."""

    records: SqlRecords
    clock: SetClock
    bureau: Bureau
    originals: FolderOriginals
    vault: FolderVault
    keys: KeyPair
    sealing: SealingService
    intake: IntakeService
    review: ReviewService
    publishing: PublishService
    outbox: OutboxService
    desk: DeskService
    overview: OverviewService
    verifying: VerifyService
    folder: Path

    def arrive(self, name: str = "通知.txt", *, run_key: str = "run-1", size_bytes: int = 1) -> Arrival:
        facts = ArrivalFacts(f"inbox/{name}", size_bytes, self.clock.now())
        return self.intake.note_arrivals(run_key, [facts])[0]

    def receive(
        self,
        content: str = "通知",
        *,
        by: PersonId | None = CLERK,
        unit: str | None = UNIT,
        run_key: str = "run-1",
    ) -> DocumentId:
        arrival = self.arrive(f"{content}.txt", run_key=run_key)
        sha256 = self.originals.put_bytes(content.encode())
        return self.intake.register(
            arrival.id,
            sha256=sha256,
            size_bytes=len(content.encode()),
            media_type="text/plain",
            file_name=f"{content}.txt",
            unit=unit,
            handed_in_by=by,
            sheet=None,
        ).document_id

    def extract(self, content: str = "通知", *, by: PersonId | None = CLERK, **reading_facts: object) -> DocumentId:
        document_id = self.receive(content, by=by)
        self.intake.store_reading(document_id, reading_of(content, **reading_facts))
        return document_id

    def submit(self, content: str = "通知", *, by: PersonId | None = CLERK, **reading_facts: object) -> DocumentId:
        """A document in review, round 1."""
        document_id = self.extract(content, by=by, **reading_facts)
        assert self.intake.submit(document_id) == 1
        return document_id

    def clear(self, content: str = "通知", **reading_facts: object) -> DocumentId:
        document_id = self.submit(content, **reading_facts)
        self.approve_all(document_id)
        return document_id

    def publish(self, content: str = "通知", **reading_facts: object) -> DocumentId:
        document_id = self.clear(content, **reading_facts)
        self.publishing.publish(document_id)
        return document_id

    def document(self, document_id: DocumentId) -> Document:
        with self.records(read_only=True) as work:
            return work.documents.get(document_id)

    def request(
        self, document_id: DocumentId, person: PersonId, verdict: Verdict = Verdict.APPROVE, **changes: object
    ) -> DecisionRequest:
        """What this person would decide about the current content at the waiting step."""
        document = self.document(document_id)
        waiting = self.review.waiting_step(document_id)
        facts: dict[str, object] = {
            "document_id": document_id,
            "round": document.round,
            "step": waiting.step if waiting else 1,
            "content_hash": document.content_hash,
            "verdict": verdict,
            "person": person,
        }
        return DecisionRequest(**(facts | changes))  # type: ignore[arg-type]

    def view(self, document_id: DocumentId, *people: PersonId) -> None:
        for person in people:
            self.review.note_view(document_id, person, self.document(document_id).content_hash or "")

    def decide(
        self, document_id: DocumentId, person: PersonId, verdict: Verdict = Verdict.APPROVE, **changes: object
    ) -> ReviewDecision:
        """View the content and decide at the waiting step."""
        self.view(document_id, person)
        return self.review.record(self.request(document_id, person, verdict, **changes))

    def approve_all(self, document_id: DocumentId) -> None:
        for person in CHAIN_PEOPLE:
            self.decide(document_id, person)

    def deliver(self, runs: NotedRuns | None = None, public: NotedPublic | None = None) -> NotedPublic:
        public = public or NotedPublic()
        self.outbox.deliver(runs=runs or NotedRuns(), public=public)
        return public

    def actions(self, document_id: str) -> list[str]:
        with self.records(read_only=True) as work:
            return [entry.action for entry in work.audit.entries(document_id)]


def open_office(folder: Path, url: str, *, bureau: Bureau = BUREAU, clock: SetClock | None = None) -> Office:
    """Wire every service to the migrated database at `url`; files go below `folder`."""
    clock = clock or SetClock()
    keys = new_key_pair()
    records = SqlRecords(create_engine(url), bureau.id, b"a key for tests only")
    originals = FolderOriginals(folder / "originals")
    vault = FolderVault(folder / "sealed", keys.public)
    sealing = SealingService(records, clock, bureau, originals, vault)
    return Office(
        records=records,
        clock=clock,
        bureau=bureau,
        originals=originals,
        vault=vault,
        keys=keys,
        sealing=sealing,
        intake=IntakeService(records, clock, bureau, sealing),
        review=ReviewService(records, clock, bureau),
        publishing=PublishService(records, clock, bureau),
        outbox=OutboxService(records, clock, originals),
        desk=DeskService(records, clock, bureau, WORKING_DAYS),
        overview=OverviewService(records, clock, bureau),
        verifying=VerifyService(records, originals),
        folder=folder,
    )


def reading_of(
    content: str = "通知",
    *,
    disclosure: str | None = "proactive",
    legal_basis: str | None = None,
    reason: str | None = None,
    findings: tuple[Finding, ...] = (),
    conflicts: tuple[str, ...] = (),
) -> Reading:
    evidence = Evidence(1, content, 0, len(content), "first-line")
    values = {"title": content, "disclosure": disclosure, "legal_basis": legal_basis, "reason": reason}
    return Reading(
        reader="plain/1",
        media_type="text/plain",
        pages=(ReadPage(1, f"{content}\n", "text"),),
        attributes={name: Attribute(value, evidence, 0.5) for name, value in values.items()}
        | {"issuing_organs": Attribute(("示例区人力资源和社会保障局",))},
        findings=findings,
        conflicts=conflicts,
    )


def blocking(page: int = 1, start: int = 0, end: int = 2) -> Finding:
    return Finding("resident_id", page, "通知", start, end, Severity.BLOCK)
