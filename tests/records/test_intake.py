"""The inbox: no file is lost, none becomes two documents, and the ledger of every run adds up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.errors import NotFound, TransitionRefused
from records.domain.ledger import Arrival, ArrivalFacts, Fate, RunLedger
from records.domain.lifecycle import State
from tests.records.office_kit import CLERK, UNIT, Office, reading_of

_TIME = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def test_noting_the_same_listing_twice_is_noting_it_once(office: Office) -> None:
    listed = [ArrivalFacts("inbox/甲.pdf", 10, _TIME), ArrivalFacts("inbox/乙.pdf", 20, _TIME, "仍在写入")]
    first = office.intake.note_arrivals("run-1", listed)
    assert office.intake.note_arrivals("run-1", listed) == first
    ledger = office.intake.ledger("run-1")
    assert (ledger.seen, ledger.count(Fate.WAITING)) == (2, 2)
    assert ledger.adds_up


def test_the_next_run_goes_on_with_what_a_killed_run_left(office: Office) -> None:
    facts = ArrivalFacts("inbox/甲.pdf", 10, _TIME)
    left = office.intake.note_arrivals("run-1", [facts])[0]
    assert office.intake.note_arrivals("run-2", [facts])[0].id == left.id
    assert office.intake.ledger("run-2").seen == 1


def test_a_file_that_was_still_being_written_may_be_complete_in_the_next_run(office: Office) -> None:
    office.intake.note_arrivals("run-1", [ArrivalFacts("inbox/甲.pdf", 10, _TIME, "仍在写入")])
    complete = office.intake.note_arrivals("run-2", [ArrivalFacts("inbox/甲.pdf", 10, _TIME)])[0]
    assert complete.message is None


def test_a_file_taken_but_not_removed_by_a_killed_run_comes_back_with_its_fate(office: Office) -> None:
    document_id = office.receive("甲")
    again = office.intake.note_arrivals("run-2", [ArrivalFacts("inbox/甲.txt", 1, office.clock.now())])[0]
    assert (again.fate, again.document_id) == (Fate.DOCUMENT, document_id)
    assert office.receive("甲") == document_id
    assert office.intake.ledger("run-2").adds_up


def test_the_same_bytes_under_another_name_are_a_duplicate_of_the_first(office: Office) -> None:
    first = office.receive("甲")
    copy = office.arrive("副本.txt")
    facts = {"size_bytes": 3, "media_type": "text/plain", "file_name": "副本.txt", "unit": UNIT}
    for _ in range(2):
        registered = office.intake.register(
            copy.id, sha256=office.originals.put_bytes("甲".encode()), handed_in_by=CLERK, sheet=None, **facts
        )
        assert registered.duplicate_of == first
    assert [*office.intake.ledger("run-1").lines()] == [
        "本次共 2 个文件：公文 1，重复 1，隔离 0，等待 0。",
        f"inbox/甲.txt：公文 {first}",
        f"inbox/副本.txt：与公文 {first} 重复",
    ]


def test_a_file_that_cannot_be_taken_is_quarantined_by_name_and_reason(office: Office) -> None:
    arrival = office.arrive("空.pdf")
    for _ in range(2):
        office.intake.quarantine(arrival.id, code="empty", message="文件是空的，请重新上传。")
    assert [*office.intake.ledger("run-1").lines()][1] == "inbox/空.pdf：隔离（empty）文件是空的，请重新上传。"


def test_a_registered_document_that_cannot_be_read_is_quarantined_and_may_be_retried(office: Office) -> None:
    document_id = office.receive()
    office.intake.quarantine(document_id, code="broken", message="文件已损坏。")
    document = office.document(document_id)
    assert (document.state, document.fault_code) == (State.QUARANTINED, "broken")
    assert office.intake.ledger("run-1").count(Fate.QUARANTINED) == 1
    office.intake.retry(document_id, by=CLERK)
    assert [document.id for document in office.intake.unread()] == [document_id]
    assert office.intake.ledger("run-1").count(Fate.DOCUMENT) == 1


def test_a_document_that_was_read_cannot_be_quarantined_any_more(office: Office) -> None:
    document_id = office.extract()
    with pytest.raises(TransitionRefused):
        office.intake.quarantine(document_id, code="broken", message="文件已损坏。")


def test_quarantining_a_duplicate_leaves_the_first_document_alone(office: Office) -> None:
    first = office.receive("甲")
    copy = office.arrive("副本.txt")
    sha256 = office.document(first).original_sha256
    facts = {"size_bytes": 3, "media_type": "text/plain", "file_name": "副本.txt", "unit": UNIT}
    office.intake.register(copy.id, sha256=sha256, handed_in_by=CLERK, sheet=None, **facts)
    office.intake.quarantine(copy.id, code="broken", message="文件已损坏。")
    assert office.document(first).state is State.RECEIVED


def test_a_file_set_aside_for_its_sheet_becomes_a_document_once_the_sheet_is_corrected(office: Office) -> None:
    arrival = office.arrive("甲.txt")
    office.intake.quarantine(arrival.id, code="sheet_invalid", message="拟文处理单第 1 行“公开属性”无法识别。")
    document_id = office.receive("甲")
    ledger = office.intake.ledger("run-1")
    assert (ledger.seen, ledger.count(Fate.DOCUMENT)) == (1, 1)
    assert office.document(document_id).state is State.RECEIVED


def test_what_never_arrived_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.intake.quarantine("01ARZ3NDEKTSV4RRFFQ69G5FAV", code="x", message="y")


def test_reading_again_with_the_same_result_changes_nothing(office: Office) -> None:
    document_id = office.submit()
    before = office.document(document_id)
    assert office.intake.store_reading(document_id, reading_of()) == before


def test_submitting_twice_opens_one_round(office: Office) -> None:
    document_id = office.submit()
    assert office.intake.submit(document_id) == 1
    assert len(office.desk.dossier(document_id).rounds) == 1


def test_read_documents_that_a_killed_run_did_not_submit_are_found(office: Office) -> None:
    ready, undetermined = office.extract("甲"), office.extract("乙", disclosure=None)
    assert [document.id for document in office.intake.unsubmitted()] == [ready]
    assert [item.document.id for item in office.desk.open_documents().undetermined()] == [undetermined]


def test_what_was_read_before_its_file_arrived_again_is_not_public_by_the_copy(office: Office) -> None:
    document_id = office.publish("甲")
    assert office.receive("甲") == document_id
    assert office.document(document_id).state is State.PUBLISHED


_fates = st.lists(st.sampled_from(Fate), max_size=30)


@given(_fates)
def test_a_ledger_adds_up_exactly_if_every_file_seen_has_one_fate(fates: list[Fate]) -> None:
    arrivals = tuple(
        Arrival("shili-hrss", str(number), f"inbox/{number}", 1, _TIME, _TIME, fate)
        for number, fate in enumerate(fates)
    )
    assert RunLedger("run", len(fates), arrivals).adds_up
    assert not RunLedger("run", len(fates) + 1, arrivals).adds_up
    assert len([*RunLedger("run", len(fates), arrivals).lines()]) == len(fates) + 1
