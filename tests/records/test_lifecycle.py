"""The one table: what it allows, what nothing can get around, and its page in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.errors import TransitionRefused
from records.domain.lifecycle import TRANSITIONS, Event, Role, State, follow, role_for
from records.domain.lifecycle_table import lifecycle_markdown

_PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"

_steps = st.lists(st.tuples(st.sampled_from(Event), st.sampled_from(Role)), max_size=40)


def test_the_page_in_the_documentation_is_current() -> None:
    assert _PAGE.read_text(encoding="utf-8") == lifecycle_markdown()


@given(_steps)
def test_no_sequence_of_events_publishes_without_a_reviewer_clearing_it_last(
    steps: list[tuple[Event, Role]],
) -> None:
    state, happened = State.RECEIVED, [(Event.EXTRACTED, Role.SYSTEM)]
    for event, role in steps:
        try:
            state = follow(state, event, role)
        except TransitionRefused:
            continue
        happened.append((event, role))
        if state is State.PUBLISHED:
            assert happened[-1] == (Event.PUBLISHED, Role.SYSTEM)
            assert happened[-2] == (Event.CLEARED, Role.REVIEWER) or happened[-2][0] is Event.SUSPENDED


@pytest.mark.parametrize("state", [state for state in State if state is not State.SEALED])
def test_a_classification_mark_seals_from_every_state(state: State) -> None:
    assert follow(state, Event.MARK_FOUND, Role.SYSTEM) is State.SEALED


@pytest.mark.parametrize("event", [event for event in Event if event not in {Event.REMOVED, Event.CLEARED_OF_MARK}])
@pytest.mark.parametrize("role", Role)
def test_nothing_but_the_confidentiality_officer_moves_what_is_sealed(event: Event, role: Role) -> None:
    with pytest.raises(TransitionRefused):
        follow(State.SEALED, event, role)


def test_every_state_can_be_reached_and_every_event_happens() -> None:
    assert {step.to for step in TRANSITIONS.values()} == set(State)
    assert {event for _, event in TRANSITIONS} == set(Event)


def test_every_state_but_the_replaced_one_can_be_left_otherwise_than_by_sealing() -> None:
    left = {
        state for (state, event), step in TRANSITIONS.items() if step.to is not state and event is not Event.MARK_FOUND
    }
    assert set(State) - left == {State.SUPERSEDED}


def test_a_refused_transition_names_state_event_and_role() -> None:
    with pytest.raises(TransitionRefused, match=r"received.*clerk.*published") as caught:
        follow(State.RECEIVED, Event.PUBLISHED, Role.CLERK)
    assert caught.value.code == "transition_refused"


def test_the_role_that_allows_an_event_is_found_among_those_held() -> None:
    held = {Role.CLERK, Role.OFFICE}
    assert role_for(State.EXTRACTED, Event.ATTRIBUTE_DECIDED, held) is Role.OFFICE
    with pytest.raises(TransitionRefused, match="无职责"):
        role_for(State.EXTRACTED, Event.ATTRIBUTE_DECIDED, ())
