"""Buckets of requests: how they fill, and that they stay few."""

from __future__ import annotations

from portal.rate_limits import MOST_ADDRESSES, Buckets, Limit

LIMIT = Limit("search", 3, 30)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_is_filled_again_within_its_window() -> None:
    clock = Clock()
    buckets = Buckets(clock)

    assert [buckets.take("a", LIMIT) for _ in range(4)] == [(True, 2, 10), (True, 1, 10), (True, 0, 10), (False, 0, 10)]
    clock.now = 10
    assert buckets.take("a", LIMIT)[0]
    assert not buckets.take("a", LIMIT)[0]
    clock.now = 1000
    assert buckets.take("a", LIMIT)[1] == 2


def test_the_address_that_was_quiet_longest_is_forgotten_first() -> None:
    buckets = Buckets(Clock())
    for number in range(MOST_ADDRESSES + 5):
        buckets.take(str(number), LIMIT)
        buckets.take("busy", LIMIT)

    assert len(buckets._left) == MOST_ADDRESSES
    assert not buckets.take("busy", LIMIT)[0]
