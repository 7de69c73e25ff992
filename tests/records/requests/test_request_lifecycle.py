"""What may happen to a request, and to none of its states anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.lifecycle import Role
from records.domain.requests.lifecycle import (
    OF_DISCLOSURE_ALONE,
    REQUEST_TRANSITIONS,
    RequestEvent,
    RequestState,
    RequestTransitionRefused,
    events_for,
    follow_request,
)
from records.domain.requests.lifecycle_table import request_lifecycle_markdown
from records.domain.requests.purpose import RequestPurpose

PAGE = Path(__file__).parents[3] / "docs" / "request-lifecycle.md"


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == request_lifecycle_markdown()


@given(
    st.sampled_from(RequestState),
    st.sampled_from(RequestEvent),
    st.sets(st.sampled_from(Role)),
    st.sampled_from(RequestPurpose),
)
def test_what_is_not_in_the_table_or_not_of_the_purpose_is_refused(
    state: RequestState, event: RequestEvent, held: set[Role], purpose: RequestPurpose
) -> None:
    step = REQUEST_TRANSITIONS.get((state, event))
    foreign = purpose is RequestPurpose.RECTIFICATION and event in OF_DISCLOSURE_ALONE
    if step is None or foreign or not step.roles & held:
        with pytest.raises(RequestTransitionRefused):
            follow_request(state, event, held, purpose)
        assert event not in events_for(state, held, purpose)
    else:
        to, role = follow_request(state, event, held, purpose)
        assert (to, role in step.roles) == (step.to, True)
        assert event in events_for(state, held, purpose)


@pytest.mark.parametrize("purpose", RequestPurpose)
def test_every_state_is_reached_and_leads_to_the_end(purpose: RequestPurpose) -> None:
    """A rectification never waits for a correction, an opinion or a fee."""
    leads: dict[RequestState, set[RequestState]] = {state: set() for state in RequestState}
    for (state, event), step in REQUEST_TRANSITIONS.items():
        if purpose is RequestPurpose.DISCLOSURE or event not in OF_DISCLOSURE_ALONE:
            leads[state].add(step.to)

    def reached(start: RequestState) -> set[RequestState]:
        found, open_ = {start}, [start]
        while open_:
            for after in leads[open_.pop()] - found:
                found.add(after)
                open_.append(after)
        return found

    foreign = {RequestState.CORRECTION, RequestState.CONSULTING, RequestState.AWAITING_FEE}
    expected = set(RequestState) - (foreign if purpose is RequestPurpose.RECTIFICATION else set())
    assert reached(RequestState.UNCONFIRMED) == expected
    assert all(RequestState.CLOSED in reached(state) for state in expected)


def test_nobody_but_a_level_approves_and_nothing_is_delivered_without_the_last() -> None:
    approving = (RequestEvent.STEP_APPROVED, RequestEvent.APPROVED, RequestEvent.RETURNED)
    for (state, event), step in REQUEST_TRANSITIONS.items():
        if event in approving:
            assert step.roles == {Role.REVIEWER}
        if event is RequestEvent.DELIVERED:
            assert state is RequestState.APPROVED
        if step.to is RequestState.APPROVED:
            assert event is RequestEvent.APPROVED
