"""What too many requests, or too many pages, cost (国办函〔2020〕109号): each part at its own rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.requests.fees import fee_of_pages, fee_of_request


@pytest.mark.parametrize(("nth", "yuan"), [(1, 0), (10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300)])
def test_ten_requests_a_month_are_free_and_each_ten_beyond_thirty_cost_more(nth: int, yuan: int) -> None:
    assert fee_of_request(nth) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2_700), (201, 2_740)]
)
def test_thirty_pages_are_free_and_only_what_is_beyond_a_step_costs_more(pages: int, yuan: int) -> None:
    assert fee_of_pages(pages) == yuan


@given(st.integers(1, 10_000))
def test_more_never_costs_less(number: int) -> None:
    assert fee_of_request(number + 1) >= fee_of_request(number)
    assert fee_of_pages(number + 1) >= fee_of_pages(number)
