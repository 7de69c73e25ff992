"""What operators are told of the records, on both databases."""

from __future__ import annotations

import datetime as dt

from records.domain.ledger import Fate
from records.domain.lifecycle import State
from records.domain.outbox import Lane
from records.services.operating import OperatingService
from records.store.operations import SqlOperationFacts
from tests.records.office_kit import WORKING_DAYS, Office, reading_of


def operating(office: Office) -> OperatingService:
    return OperatingService(office.records, office.clock, office.bureau, WORKING_DAYS)


def test_an_empty_installation_has_nothing_to_tell(office: Office) -> None:
    now = operating(office).situation()
    assert (now.in_review, now.oldest_review, now.head.sequence, now.head_at) == (0, None, 0, None)
    assert set(now.documents.values()) == {0}
    assert operating(office).nights(14) == []


def test_what_waits_is_counted_with_the_time_since_when(office: Office) -> None:
    office.submit("甲")
    office.clock.move_to(2026, 3, 3)
    office.submit("乙")
    office.clock.move_to(2026, 3, 5)
    now = operating(office).situation()
    assert (now.in_review, now.oldest_review) == (2, dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC))
    assert now.overdue["unit_head"] == 2
    assert now.outbox[Lane.AIRFLOW].count == 2
    assert now.outbox[Lane.AIRFLOW].oldest == dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert now.outbox[Lane.PUBLIC].count == 0


def test_what_is_public_is_under_way_until_the_public_side_is_told(office: Office) -> None:
    document_id = office.publish()
    before = operating(office).situation()
    assert (before.live, before.searchable, before.under_way) == ({document_id}, {document_id}, {document_id})
    office.deliver()
    assert operating(office).situation().under_way == frozenset()


def test_quarantine_is_counted_by_fault(office: Office) -> None:
    for name, code in (("甲", "broken"), ("乙", "broken"), ("丙", "encrypted")):
        office.intake.quarantine(office.receive(name), code=code, message="不能读取。")
    now = operating(office).situation()
    assert now.quarantined == {"broken": 2, "encrypted": 1}
    assert now.documents[State.QUARANTINED] == 3


def test_a_night_has_its_files_by_fate_and_its_speed_without_the_pauses(office: Office) -> None:
    start = dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC)  # 01:00 on the third in Shanghai
    for number, minute in enumerate((0, 1, 2, 240)):
        office.clock.moment = start + dt.timedelta(minutes=minute)
        document_id = office.receive(f"第{number}件")
        if number == 2:
            office.intake.quarantine(document_id, code="broken", message="不能读取。")
        else:
            office.intake.store_reading(document_id, reading_of(f"第{number}件"))
    (night,) = operating(office).nights(14)
    assert night.day == dt.date(2026, 3, 3)
    assert night.files == {Fate.DOCUMENT: 3, Fate.QUARANTINED: 1, Fate.DUPLICATE: 0, Fate.WAITING: 0}
    assert (night.read, night.busy_s, night.per_hour) == (4, 120, 120)


def test_only_the_asked_days_are_told_of(office: Office) -> None:
    office.extract("甲")
    office.clock.move_to(2026, 3, 20)
    office.extract("乙")
    assert [night.day.day for night in operating(office).nights(14)] == [20]
    assert [night.day.day for night in operating(office).nights(30)] == [20, 2]


def test_moments_are_found_however_long_the_chain_is(office: Office, monkeypatch) -> None:
    monkeypatch.setattr("records.store.operations._CHUNK", 2)
    office.publish()
    with office.records(read_only=True) as work:
        assert isinstance(work.operations, SqlOperationFacts)
        found = work.operations.moments(
            dt.datetime(2026, 3, 1, tzinfo=dt.UTC), ("document:published", "document:received")
        )
    assert [action for _, action in found] == ["document:published", "document:received"]
