from __future__ import annotations

import pytest

from gongkai.bench.scale.simulation import Costs, Servers, night_seconds, readers_for

#: A second to read, nothing else takes time.
READING = Costs(batch=10, read_s=1, open_s=0, schedule_s=0, slot_s=0)


@pytest.mark.parametrize(
    ("documents", "readers", "seconds"),
    [(0, 1, 0), (1, 1, 1), (40, 1, 40), (40, 2, 20), (40, 3, 20), (40, 4, 10), (40, 9, 10), (45, 2, 25)],
)
def test_batches_are_read_side_by_side_and_never_parted(documents: int, readers: int, seconds: float) -> None:
    assert night_seconds(documents, Servers(readers, 1, 1), READING) == seconds


def test_reviews_are_opened_one_after_the_other_when_all_is_read() -> None:
    costs = Costs(batch=10, read_s=1, open_s=0.5, schedule_s=0, slot_s=0)
    assert night_seconds(40, Servers(4, 1, 1), costs) == 10 + 20


def test_questions_wait_for_the_scheduler_and_then_for_a_slot() -> None:
    slow_slots = Costs(batch=10, read_s=0, open_s=0, schedule_s=1, slot_s=4)
    assert night_seconds(100, Servers(1, 1, 8), slow_slots) == 100 + 4, "eight slots keep up with one scheduler"
    assert night_seconds(100, Servers(1, 1, 2), slow_slots) == pytest.approx(100 * 4 / 2, abs=5)
    assert night_seconds(100, Servers(1, 4, 100), slow_slots) == 100 / 4 + 4


def test_as_many_readers_as_end_in_time_and_no_more() -> None:
    assert readers_for(3600, 1, 1, 1, READING) == 1
    assert readers_for(3610, 1, 1, 1, READING) == 2
    assert readers_for(36_000, 1, 1, 1, READING) == 10


def test_more_readers_do_not_help_where_something_else_is_too_slow() -> None:
    costs = Costs(batch=10, read_s=1, open_s=0.5, schedule_s=0, slot_s=0)
    assert readers_for(7_300, 1, 1, 1, costs) is None
