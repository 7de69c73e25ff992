"""Buckets of requests: how they fill, and that they stay few."""

from __future__ import annotations

import pytest

from portal.rate_limits import MOST_ADDRESSES, PAGES, REQUESTS, Buckets, Limit, limit_for

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


def test_of_a_thousand_requests_a_minute_from_one_address_five_come_through_and_nobody_else_notices() -> None:
    """What is sent to the office, one every 60 ms; another address meanwhile."""
    clock = Clock()
    buckets = Buckets(clock)
    taken = 0
    for _ in range(1000):
        clock.now += 0.06
        taken += buckets.take("203.0.113.9", REQUESTS)[0]
    assert taken == 5
    assert buckets.take("198.51.100.9", REQUESTS)[0]


@pytest.mark.parametrize("path", ["/requests/new", "/requests/rectification"])
def test_a_request_and_a_rectification_are_under_one_limit(path: str) -> None:
    assert limit_for("POST", path) is REQUESTS
    assert limit_for("GET", path) is PAGES


def test_the_address_that_was_quiet_longest_is_forgotten_first() -> None:
    buckets = Buckets(Clock())
    for number in range(MOST_ADDRESSES + 5):
        buckets.take(str(number), LIMIT)
        buckets.take("busy", LIMIT)

    assert len(buckets._left) == MOST_ADDRESSES
    assert not buckets.take("busy", LIMIT)[0]
