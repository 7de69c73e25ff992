"""Requests come back from both databases as they were stored, and hold nothing that names anybody in the clear."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from records.domain.errors import Conflict, NotFound
from records.domain.requests.often import OftenOutcome, OftenRuling
from records.domain.requests.request import ConsultedKind, Opinion, RequestId
from tests.records.office_kit import CLERK, OFFICE, Office
from tests.records.requests.registry_kit import PERSONAL, Registry, a_form, open_registry


@pytest.fixture
def registry(office: Office) -> Registry:
    return open_registry(office)


def test_a_request_comes_back_as_it_was_stored_with_all_that_happened_to_it(registry: Registry) -> None:
    request_id, handling = registry.assigned(), registry.services.handling
    handling.consult(request_id, ConsultedKind.THIRD_PARTY, "示例公司", registry.today, by=CLERK)
    handling.note_opinion(request_id, 1, Opinion.OBJECTS, "商业秘密", registry.today, by=CLERK)
    handling.ask_extension(request_id, 5, "内容多", by=CLERK)
    stored = registry.request(request_id)
    with registry.office.records() as work:
        saved = work.requests.save(stored)
        work.commit()
    assert registry.request(request_id) == saved == replace(stored, version=stored.version + 1)


def test_of_two_who_change_the_same_version_one_wins(registry: Registry) -> None:
    stored = registry.request(registry.assigned())
    with registry.office.records() as work:
        work.requests.save(stored)
        work.commit()
    with pytest.raises(Conflict), registry.office.records() as work:
        work.requests.save(stored)
    with pytest.raises(NotFound), registry.office.records(read_only=True) as work:
        work.requests.get(RequestId("01JZX999999999999999999999"))


def test_letters_are_numbered_once_a_year_without_a_gap(registry: Registry) -> None:
    numbers = []
    for _ in range(2):
        request_id = registry.drafted()
        registry.approve(request_id)
        request = registry.request(request_id)
        numbers.append((request.letter_year, request.letter_serial))
    assert numbers == [(2026, 1), (2026, 2)]


def test_the_same_request_and_the_same_requester_are_found(registry: Registry) -> None:
    first, second = registry.entered(), registry.entered()
    other = registry.entered(description="另一件事")
    with registry.office.records(read_only=True) as work:
        same = [one.id for one in work.requests.same(registry.request(first).fingerprint)]
        places = [work.requests.nth_of_month(registry.request(each)) for each in (first, second, other)]
    assert sorted(same) == sorted([first, second])
    assert other not in same
    assert sorted(places) == [1, 2, 3]


def test_what_is_asked_for_repeatedly_is_found_and_the_last_ruling_stands(registry: Registry) -> None:
    first, second = registry.entered(), registry.entered()
    registry.entered(description="另一件事")
    key = registry.request(first).information_key
    with registry.office.records() as work:
        assert [one.id for one in work.requests.repeated_information(2)] == sorted([first, second])
        assert work.requests.repeated_information(3) == []
        for outcome in (OftenOutcome.UNDERWAY, OftenOutcome.DISCLOSED):
            now = registry.office.clock.now()
            work.requests.rule_often(OftenRuling(registry.office.bureau.id, key, outcome, "理由", OFFICE, now))
        work.commit()
    with registry.office.records(read_only=True) as work:
        assert {each: one.outcome for each, one in work.requests.often_rulings().items()} == {
            key: OftenOutcome.DISCLOSED
        }


def test_the_last_ones_that_were_closed_come_first(registry: Registry) -> None:
    closed = []
    for day in (3, 4, 5):
        registry.office.clock.move_to(2026, 3, day)
        closed.append(registry.entered(description=f"第{day}件"))
        registry.services.handling.withdraw(closed[-1], "电话", by=OFFICE)
    registry.entered()
    with registry.office.records(read_only=True) as work:
        assert [one.id for one in work.requests.recently_closed(2)] == closed[:0:-1]
    assert [one.id for one in registry.services.desk.closed_for(OFFICE)] == closed[::-1]


def test_nothing_in_the_database_names_the_requester(registry: Registry) -> None:
    registry.answered()
    registry.services.handling.withdraw(registry.entered(), "电话", by=OFFICE)
    registry.services.intake.take(
        "01JZX000000000000000000001", a_form(), sent_at=registry.office.clock.now(), status_key="0" * 64
    )
    with registry.office.records.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            rows = connection.execute(sa.text(f'SELECT * FROM "{table}"')).all()
            assert not [secret for secret in PERSONAL for row in rows if secret in repr(row)], table
