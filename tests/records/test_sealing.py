"""A classification mark stops everything: what stays is the event, the id, and a box that only the officer opens."""

from __future__ import annotations

import sqlite3

import pytest
from nacl.exceptions import CryptoError

from records.domain.errors import NotAllowed, NotFound, TransitionRefused
from records.domain.lifecycle import State
from records.services.sealing import NotTheSealedFile
from records.store.seals import new_key_pair, open_box
from tests.records.office_kit import CLERK, HEAD, SECRECY, UNIT_HEAD, NotedPublic, NotedRuns, Office, reading_of

_SECRET = "示例密件甲乙丙"


def test_nothing_of_a_sealed_file_is_left_but_its_event(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.intake.seal(document_id)
    assert office.document(document_id).state is State.SEALED
    assert office.actions(document_id) == ["document:received", "document:mark_found"]
    assert not office.originals.has(office.document(document_id).original_sha256)
    assert _database_text(office).count(_SECRET) == 0
    assert all(_SECRET.encode() not in path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    assert not [path for path in office.folder.rglob("*") if _SECRET in path.name]


def test_the_officer_opens_the_box_and_nobody_else(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.sealing.seal(document_id)
    box = (office.vault.root / f"{document_id}.sealed").read_bytes()
    opened = open_box(box, office.keys.private)
    assert (opened.file_name, opened.data) == (f"{_SECRET}.txt", _SECRET.encode())
    with pytest.raises(CryptoError):
        open_box(box, new_key_pair().private)


def test_the_ledger_names_a_sealed_file_by_its_id_only(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.intake.seal(document_id)
    assert [*office.intake.ledger("run-1").lines()][1] == f"{document_id}：公文 {document_id}"
    assert office.intake.ledger("run-1").adds_up


def test_a_copy_of_a_sealed_file_leaves_neither_name_nor_plaintext(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.sealing.seal(document_id)
    copy = office.arrive(f"{_SECRET}（副本）.txt")
    sha256 = office.originals.put_bytes(_SECRET.encode())
    registered = office.intake.register(
        copy.id,
        sha256=sha256,
        size_bytes=1,
        media_type="text/plain",
        file_name="副本.txt",
        unit=None,
        handed_in_by=None,
        sheet=None,
    )
    assert registered.duplicate_of == document_id
    office.deliver()
    assert not office.originals.has(sha256)
    assert _database_text(office).count(_SECRET) == 0


def test_sealing_during_review_ends_the_round_and_wakes_the_task(office: Office) -> None:
    document_id = office.submit(_SECRET)
    office.sealing.seal(document_id, by=UNIT_HEAD)
    runs = NotedRuns()
    office.deliver(runs)
    assert runs.told[-1] == ("wake", document_id, 1, 1)
    assert office.desk.dossier(document_id).reading is None


def test_sealing_takes_a_page_off_the_public_side(office: Office) -> None:
    document_id, public = office.publish(_SECRET), NotedPublic()
    office.deliver(public=public)
    office.sealing.seal(document_id, by=SECRECY)
    office.deliver(public=public)
    assert public.shown == {}
    assert public.tombstones == {document_id: "该公文已撤下。"}
    assert office.verifying.verify().problems == ()


def test_a_clerk_cannot_seal(office: Office) -> None:
    document_id = office.extract()
    with pytest.raises(TransitionRefused):
        office.sealing.seal(document_id, by=CLERK)
    assert office.document(document_id).state is State.EXTRACTED
    assert office.actions(document_id)[-1] == "document:refused"


def test_sealing_twice_is_sealing_once(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.sealing.seal(document_id)
    office.sealing.seal(document_id)
    assert office.actions(document_id).count("document:mark_found") == 1


def test_the_officer_removes_the_box_and_the_event_stays(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.sealing.seal(document_id)
    with pytest.raises(TransitionRefused):
        office.sealing.remove(document_id, by=CLERK)
    office.sealing.remove(document_id, by=SECRECY)
    assert not (office.vault.root / f"{document_id}.sealed").exists()
    assert office.document(document_id).state is State.SEALED


def test_a_false_alarm_is_handed_back_and_read_again(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.sealing.seal(document_id)
    facts = {"by": SECRECY, "reason": "文中引用，并非密级标志", "file_name": "通知.txt"}
    with pytest.raises(NotTheSealedFile):
        office.sealing.clear_of_mark(document_id, data=b"something else", **facts)
    office.sealing.clear_of_mark(document_id, data=_SECRET.encode(), **facts)
    office.deliver()  # the erasure that was still to be delivered must not take the file away again
    assert office.document(document_id).mark_ruled_out
    office.intake.store_reading(document_id, reading_of(_SECRET))
    assert office.intake.submit(document_id) is not None
    office.sealing.seal(document_id, by=UNIT_HEAD)  # somebody finds that it is one after all
    assert not office.document(document_id).mark_ruled_out
    assert office.verifying.verify().problems == ()


def test_only_the_officer_fetches_the_box_and_it_is_on_record(office: Office) -> None:
    document_id = office.receive(_SECRET)
    office.sealing.seal(document_id)
    with pytest.raises(NotAllowed):
        office.sealing.fetch_box(document_id, by=HEAD)
    box = open_box(office.sealing.fetch_box(document_id, by=SECRECY), office.keys.private)
    assert box.data == _SECRET.encode()
    assert office.actions(document_id)[-2:] == ["document:refused", "document:box_fetched"]
    office.sealing.remove(document_id, by=SECRECY)
    with pytest.raises(NotFound):
        office.sealing.fetch_box(document_id, by=SECRECY)
    assert [one.has_box for one in office.sealing.sealed()] == [False]


def test_an_arrival_that_is_no_document_yet_cannot_be_sealed(office: Office) -> None:
    with pytest.raises(NotFound):
        office.intake.seal(office.arrive().id)


def _database_text(office: Office) -> str:
    """All that a thief of the database file could read in its rows."""
    with sqlite3.connect(office.folder / "records.db") as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text
