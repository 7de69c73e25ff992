"""What every store of records promises, held by SQLite and by a real PostgreSQL."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from records.domain.audit import GENESIS, first_bad_sequence
from records.domain.document import DocumentId
from records.domain.errors import Conflict, DecisionRefused, NotFound, StoreUnavailable
from records.domain.lifecycle import State
from records.domain.outbox import OutboxKind, OutboxMessage
from records.domain.review import Outcome, Verdict
from records.store.engine import create_engine
from records.store.unit_of_work import SqlRecords
from tests.records.office_kit import (
    ARTICLE_27,
    CHAIN_PEOPLE,
    UNIT_HEAD,
    NotedRuns,
    Office,
    blocking,
    open_office,
    reading_of,
)

_SPAWN = multiprocessing.get_context("spawn")


def test_leaving_without_commit_rolls_back(office: Office) -> None:
    document_id = office.receive()
    with office.records() as work:
        work.documents.save(replace(work.documents.get(document_id), title="不应留下"))
        work.audit.append("document:viewed", at=office.clock.now(), actor="x", role="system", subject_id=document_id)
    assert office.document(document_id).title is None
    assert office.actions(document_id) == ["document:received"]


def test_an_error_inside_rolls_back(office: Office) -> None:
    document_id = office.receive()
    with suppress(Interrupted), office.records() as work:
        work.documents.save(replace(work.documents.get(document_id), title="不应留下"))
        raise Interrupted
    assert office.document(document_id).title is None


class Interrupted(Exception):
    """Anything that goes wrong half way."""


def test_of_two_who_change_the_same_version_one_wins(office: Office) -> None:
    document_id = office.receive()
    seen = office.document(document_id)
    with office.records() as work:
        work.documents.save(replace(seen, title="先到"))
        work.commit()
    with pytest.raises(Conflict), office.records() as work:
        work.documents.save(replace(seen, title="后到"))
    assert office.document(document_id).title == "先到"


def test_a_document_comes_back_as_it_was_stored(office: Office) -> None:
    document_id = office.extract(conflicts=("disclosure",))
    stored = office.document(document_id)
    assert stored.received_at == office.clock.now()
    assert stored.conflicts == ("disclosure",)
    assert stored.state is State.EXTRACTED


def test_a_reading_comes_back_as_it_was_stored(office: Office) -> None:
    reading = reading_of(findings=(blocking(),), disclosure="on_request", legal_basis=ARTICLE_27, reason="内容特定")
    document_id = office.receive()
    office.intake.store_reading(document_id, reading)
    assert office.desk.dossier(document_id).reading == reading


def test_decisions_and_rounds_come_back_as_they_were_stored(office: Office) -> None:
    document_id = office.submit(findings=(blocking(),))
    decision = office.decide(document_id, UNIT_HEAD, dismissals={blocking().id: "为办事指南中的虚构示例"})
    dossier = office.desk.dossier(document_id)
    assert dossier.decisions == (decision,)
    office.decide(document_id, CHAIN_PEOPLE[1], Verdict.RETURN, reason="请更正")
    assert office.desk.dossier(document_id).rounds[0].outcome is Outcome.RETURNED


def test_another_bureau_sees_nothing_of_this_one(office: Office) -> None:
    document_id = office.publish()
    elsewhere = replace(office.records, bureau="other-bureau")
    with elsewhere(read_only=True) as work:
        with pytest.raises(NotFound):
            work.documents.get(document_id)
        assert work.documents.all() == []
        assert work.outbox.pending() == []
        assert list(work.audit.entries()) == []
        assert work.audit.head().hash == GENESIS


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'x'",
        "DELETE FROM audit_entries WHERE sequence = 1",
    ],
)
def test_the_audit_chain_cannot_be_changed_by_sql(office: Office, statement: str) -> None:
    office.receive()
    with pytest.raises(DatabaseError, match="append-only"), office.records.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_the_outbox_keeps_the_order_of_writing(office: Office) -> None:
    document_id = office.receive()
    kinds = [OutboxKind.PUBLISH, OutboxKind.TOMBSTONE, OutboxKind.PUBLISH]
    with office.records() as work:
        for kind in kinds:
            work.outbox.add(OutboxMessage(kind, document_id), office.clock.now())
        work.commit()
    with office.records(read_only=True) as work:
        assert [row.message.kind for row in work.outbox.pending()] == kinds


def test_an_index_number_is_given_once_and_counts_up_within_the_year(office: Office) -> None:
    first, second = office.receive("甲"), office.receive("乙")
    with office.records() as work:
        numbers = [
            work.publications.index_number(document_id, "SLQ", year)
            for document_id, year in ((first, 2026), (second, 2026), (first, 2027))
        ]
        work.commit()
    assert numbers == ["SLQ/2026-00001", "SLQ/2026-00002", "SLQ/2026-00001"]


def test_a_database_that_does_not_answer_is_unavailable(url: str, tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/no/such/folder/records.db" if url.startswith("sqlite") else f"{url}_missing"
    if url.startswith("postgresql"):
        nowhere = url.replace("?host=", "_missing?host=")
    records = SqlRecords(create_engine(nowhere), "shili-hrss", b"key")
    with pytest.raises(StoreUnavailable), records():
        pass


def test_processes_that_append_at_once_make_one_chain(office: Office, url: str, tmp_path: Path) -> None:
    document_id = office.submit()
    _all_at_once(_append_entries, [(url, tmp_path, document_id)] * 4)
    with office.records(read_only=True) as work:
        entries = list(work.audit.entries())
    assert first_bad_sequence(entries) is None
    assert sum(entry.action == "test:noted" for entry in entries) == 4 * _ENTRIES_EACH


def test_of_processes_that_decide_the_same_step_at_once_one_wins(office: Office, url: str, tmp_path: Path) -> None:
    document_id = office.submit()
    office.view(document_id, UNIT_HEAD)
    _all_at_once(_return_with, [(url, tmp_path, document_id, f"理由{number}") for number in range(4)])
    dossier = office.desk.dossier(document_id)
    assert len(dossier.decisions) == 1
    assert dossier.document.state is State.EXTRACTED
    assert office.verifying.verify().problems == ()


def test_processes_that_register_the_same_bytes_at_once_make_one_document(
    office: Office, url: str, tmp_path: Path
) -> None:
    _all_at_once(_register_copy, [(url, tmp_path, number) for number in range(4)])
    assert len(office.overview.documents()) == 1
    ledger = office.intake.ledger("run-1")
    assert ledger.seen == 4
    assert ledger.adds_up


def test_a_document_walks_the_whole_way(office: Office) -> None:
    document_id = office.publish(findings=())
    runs = NotedRuns()
    assert document_id in office.deliver(runs).shown
    assert office.overview.undelivered() == []
    assert office.verifying.verify().problems == ()


_ENTRIES_EACH = 10


def _all_at_once(act: Callable[..., None], arguments: list[tuple[Any, ...]]) -> None:
    processes = [_SPAWN.Process(target=act, args=given) for given in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)


def _append_entries(url: str, folder: Path, document_id: DocumentId) -> None:
    office = open_office(folder, url)
    for _ in range(_ENTRIES_EACH):
        with office.records() as work:
            work.audit.append("test:noted", at=office.clock.now(), actor="x", role="system", subject_id=document_id)
            work.commit()


def _return_with(url: str, folder: Path, document_id: DocumentId, reason: str) -> None:
    office = open_office(folder, url)
    request = office.request(document_id, UNIT_HEAD, Verdict.RETURN, step=1, round=1, reason=reason)
    try:
        office.review.record(request)
    except (Conflict, DecisionRefused):
        return


def _register_copy(url: str, folder: Path, number: int) -> None:
    office = open_office(folder, url)
    arrival = office.arrive(f"副本{number}.txt")
    office.intake.register(
        arrival.id,
        sha256=office.originals.put_bytes(b"same bytes"),
        size_bytes=10,
        media_type="text/plain",
        file_name=f"副本{number}.txt",
        unit=None,
        handed_in_by=None,
        sheet=None,
    )
