"""Telling Airflow and the public side: never lost, never out of order for one document, never the wrong last word."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from records.domain.document import Document, DocumentId
from records.domain.errors import Unavailable
from records.domain.outbox import OutboxKind
from records.domain.publication import Correction, Lack, Publication
from records.domain.reading import Reading
from tests.records.office_kit import DUTY, UNIT_HEAD, NotedPublic, NotedRuns, Office, open_office

_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class SilentRuns(NotedRuns):
    """Airflow is down."""

    def open(self, document_id: DocumentId, round: int) -> None:  # noqa: A002
        raise Unavailable("Airflow 没有响应。")

    def wake(self, document_id: DocumentId, round: int, step: int) -> None:  # noqa: A002
        raise Unavailable("Airflow 没有响应。")


@dataclass
class FaultyPublic(NotedPublic):
    """A public side that cannot take one of the documents."""

    faulty: DocumentId | None = None
    act: Callable[[], None] | None = None
    asked: list[DocumentId] = field(default_factory=list)

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
        self.asked.append(document.id)
        if document.id == self.faulty:
            raise ValueError
        if self.act is not None:
            act, self.act = self.act, None
            act()
        return NotedPublic.publish(self, publication, document, reading, original, as_of=as_of, corrections=corrections)


def test_airflow_being_down_keeps_its_rows_and_delays_no_page(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    first = office.outbox.deliver(runs=SilentRuns(), public=public)
    assert document_id in public.shown
    assert [failure.code for failure in first.failed] == ["unavailable"]
    assert (first.delivered, first.left) == (1, 4)
    runs = NotedRuns()
    second = office.outbox.deliver(runs=runs, public=public)
    assert (second.delivered, second.left) == (4, 0)
    assert [told[0] for told in runs.told] == ["open", "wake", "wake", "wake"]


def test_airflow_being_down_delays_no_tombstone(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    office.outbox.deliver(runs=SilentRuns(), public=public)
    office.publishing.withdraw(document_id, by=DUTY, reason="内容有误，已撤下。")
    office.outbox.deliver(runs=SilentRuns(), public=public)
    assert public.shown == {}


def test_a_page_that_cannot_be_made_holds_up_no_other(office: Office) -> None:
    faulty, sound = office.publish("甲"), office.publish("乙")
    public = FaultyPublic(faulty=faulty)
    report = office.outbox.deliver(runs=NotedRuns(), public=public)
    assert set(public.shown) == {sound}
    assert [(failure.kind, failure.document_id, failure.code) for failure in report.failed] == [
        (OutboxKind.PUBLISH, faulty, "ValueError")
    ]
    row = office.overview.undelivered()[0]
    assert (row.attempts, row.last_error) == (1, "ValueError")
    public.faulty = None
    assert office.outbox.deliver(runs=NotedRuns(), public=public).left == 0
    assert set(public.shown) == {faulty, sound}


def test_what_a_fault_holds_up_stays_in_order(office: Office) -> None:
    document_id = office.publish()
    public = FaultyPublic(faulty=document_id)
    office.outbox.deliver(runs=NotedRuns(), public=public)
    office.publishing.withdraw(document_id, by=DUTY, reason="内容有误，已撤下。")
    office.outbox.deliver(runs=NotedRuns(), public=public)
    assert public.asked == [document_id]  # withdrawn meanwhile: the page is not even made
    assert set(public.tombstones) == {document_id}


def test_a_withdrawal_while_the_page_is_being_made_has_the_last_word(office: Office) -> None:
    document_id = office.publish()
    public = FaultyPublic(act=lambda: office.publishing.withdraw(document_id, by=DUTY, reason="已撤下。"))
    office.outbox.deliver(runs=NotedRuns(), public=public)
    assert public.shown == {}
    assert public.tombstones == {document_id: "已撤下。"}


def test_a_limit_delivers_the_oldest_first(office: Office) -> None:
    office.submit("甲")
    office.submit("乙")
    runs = NotedRuns()
    report = office.outbox.deliver(runs=runs, public=NotedPublic(), limit=1)
    assert (report.delivered, report.left, len(runs.told)) == (1, 1, 1)


def test_the_desk_wakes_the_waiting_task_and_airflows_own_door_does_not(office: Office) -> None:
    at_desk, at_airflow = office.submit("甲"), office.submit("乙")
    office.decide(at_desk, UNIT_HEAD)
    office.decide(at_airflow, UNIT_HEAD, door="airflow", airflow_ref="review_document/run/ask")
    runs = NotedRuns()
    office.deliver(runs)
    assert [told for told in runs.told if told[0] == "wake"] == [("wake", at_desk, 1, 1)]


def test_a_process_killed_after_the_decision_loses_no_message(office: Office, sqlite_url: str, tmp_path: Path) -> None:
    document_id = office.submit()
    office.deliver()
    office.view(document_id, UNIT_HEAD)
    killed = _SPAWN.Process(target=_decide_and_die, args=(sqlite_url, tmp_path, document_id))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert office.review.decision_for(document_id, 1, 1) is not None
    runs = NotedRuns()
    office.deliver(runs)
    assert runs.told == [("wake", document_id, 1, 1)]


def test_a_process_killed_between_delivery_and_its_mark_delivers_again_and_publishes_once(
    office: Office, sqlite_url: str, tmp_path: Path
) -> None:
    document_id = office.publish()
    killed = _SPAWN.Process(target=_deliver_and_die, args=(sqlite_url, tmp_path))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert (tmp_path / "shown").read_text() == document_id
    assert document_id in office.deliver().shown
    assert len(office.desk.dossier(document_id).versions) == 1


def test_a_process_killed_inside_a_transaction_leaves_nothing_of_it(
    office: Office, sqlite_url: str, tmp_path: Path
) -> None:
    document_id = office.submit()
    office.view(document_id, UNIT_HEAD)
    before = office.document(document_id)
    killed = _SPAWN.Process(target=_die_before_commit, args=(sqlite_url, tmp_path, document_id))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert office.document(document_id) == before
    assert office.review.decision_for(document_id, 1, 1) is None
    assert office.verifying.verify().problems == ()


def _decide_and_die(url: str, folder: Path, document_id: DocumentId) -> None:
    office = open_office(folder, url)
    office.review.record(office.request(document_id, UNIT_HEAD))
    os.kill(os.getpid(), signal.SIGKILL)


def _die_before_commit(url: str, folder: Path, document_id: DocumentId) -> None:
    from records.services.deciding import decide

    office = open_office(folder, url)
    request = office.request(document_id, UNIT_HEAD)
    with office.records() as work:
        decide(work, office.bureau, request, office.clock.now())
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class DyingPublic:
    """Shows the page, then the process is killed."""

    folder: Path

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
        (self.folder / "shown").write_text(document.id)
        os.kill(os.getpid(), signal.SIGKILL)
        return ()

    def tombstone(self, publication: Publication, *, reason: str, at: dt.datetime) -> None:
        raise AssertionError(publication.document_id)


def _deliver_and_die(url: str, folder: Path) -> None:
    open_office(folder, url).outbox.deliver(runs=NotedRuns(), public=DyingPublic(folder))


def test_what_a_page_goes_without_is_on_record_and_the_page_is_there(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic(lacks=(Lack("pdf", "timed_out"),))
    office.outbox.deliver(runs=NotedRuns(), public=public)
    assert document_id in public.shown
    [entry] = [one for one in office.desk.dossier(document_id).history if one.action.startswith("document:published_w")]
    assert (entry.action, entry.details) == ("document:published_without_pdf", '{"code":"timed_out"}')
