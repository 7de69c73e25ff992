"""A reviewer says who stands in for them; what the delegate may do then, and what nobody may."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.delegation import DelegationInvalid
from records.domain.document import PersonId
from records.domain.errors import DecisionRefused, NotAllowed, NotFound
from records.services.delegating import DelegationService
from tests.records.office_kit import BUREAU, CLERK, DEPUTY, HEAD, STANDIN, UNIT_HEAD, Office

TODAY = dt.date(2026, 3, 2)
OTHER_HEAD = PersonId("other-head")


@pytest.fixture
def delegating(office: Office) -> DelegationService:
    return DelegationService(office.records, office.clock, BUREAU)


def _waits_for(office: Office, document_id: str) -> set[str]:
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    return {person.id for person in waiting.assignees}


def test_a_delegate_decides_for_the_principal_and_the_record_says_so(
    office: Office, delegating: DelegationService
) -> None:
    document_id = office.submit()
    delegating.make(UNIT_HEAD, delegate=OTHER_HEAD, start=TODAY, until=TODAY)
    assert _waits_for(office, document_id) == {UNIT_HEAD, OTHER_HEAD}
    assert [item.document.id for item in office.desk.open_documents().my_work(OTHER_HEAD)] == [document_id]
    decision = office.decide(document_id, OTHER_HEAD)
    assert (decision.person, decision.acting_for) == (OTHER_HEAD, UNIT_HEAD)


def test_it_holds_from_the_first_day_to_the_last(office: Office, delegating: DelegationService) -> None:
    document_id = office.submit()
    delegating.make(UNIT_HEAD, delegate=OTHER_HEAD, start=dt.date(2026, 3, 3), until=dt.date(2026, 3, 4))
    for day, holds in ((2, False), (3, True), (4, True), (5, False)):
        office.clock.move_to(2026, 3, day)
        assert (OTHER_HEAD in _waits_for(office, document_id)) is holds
        assert (OTHER_HEAD in office.desk.dossier(document_id).reviewers) is holds


def test_taking_it_back_ends_it_at_once_and_keeps_what_was_decided(
    office: Office, delegating: DelegationService
) -> None:
    first, second = office.submit("一"), office.submit("二")
    made = delegating.make(UNIT_HEAD, delegate=OTHER_HEAD, start=TODAY, until=TODAY)
    office.decide(first, OTHER_HEAD)
    delegating.end(made.id, by=UNIT_HEAD)
    delegating.end(made.id, by=UNIT_HEAD)
    with pytest.raises(DecisionRefused):
        office.decide(second, OTHER_HEAD)
    assert office.actions(made.id) == ["delegation:made", "delegation:ended"]
    for person in (DEPUTY, HEAD):
        office.decide(first, person)
    office.publishing.publish(first)
    assert office.verifying.verify().is_whole


def test_a_delegate_cannot_decide_at_two_levels_of_one_round(office: Office, delegating: DelegationService) -> None:
    document_id = office.submit()
    delegating.make(DEPUTY, delegate=UNIT_HEAD, start=TODAY, until=TODAY)
    office.decide(document_id, UNIT_HEAD)
    with pytest.raises(DecisionRefused):
        office.decide(document_id, UNIT_HEAD)


@pytest.mark.parametrize("person", [CLERK, STANDIN])
def test_who_holds_no_level_cannot_delegate_not_even_a_delegate(
    office: Office, delegating: DelegationService, person: PersonId
) -> None:
    office.clock.move_to(2026, 3, 10)  # STANDIN stands in for the unit's head on this day
    with pytest.raises(NotAllowed):
        delegating.make(person, delegate=OTHER_HEAD, start=dt.date(2026, 3, 10), until=dt.date(2026, 3, 10))
    with office.records(read_only=True) as work:
        assert work.delegations.standing() == []
        assert [entry.action for entry in work.audit.entries()] == ["document:refused"]


@pytest.mark.parametrize(
    ("delegate", "start", "until"),
    [
        (UNIT_HEAD, TODAY, TODAY),
        (PersonId("nobody"), TODAY, TODAY),
        (STANDIN, dt.date(2026, 3, 1), TODAY),
        (STANDIN, dt.date(2026, 3, 5), dt.date(2026, 3, 4)),
        (STANDIN, TODAY, dt.date(2027, 3, 3)),
    ],
)
def test_a_delegation_that_says_nothing_is_refused(
    delegating: DelegationService, delegate: PersonId, start: dt.date, until: dt.date
) -> None:
    with pytest.raises(DelegationInvalid):
        delegating.make(UNIT_HEAD, delegate=delegate, start=start, until=until)


def test_nobody_takes_back_what_somebody_else_gave(office: Office, delegating: DelegationService) -> None:
    made = delegating.make(UNIT_HEAD, delegate=OTHER_HEAD, start=TODAY, until=TODAY)
    with pytest.raises(NotAllowed):
        delegating.end(made.id, by=HEAD)
    with pytest.raises(NotFound):
        delegating.end("01JZZZZZZZZZZZZZZZZZZZZZZZ", by=UNIT_HEAD)
    assert [one.id for one in delegating.of(OTHER_HEAD)] == [made.id]


def test_everyone_sees_theirs_with_those_of_the_directory_until_they_are_over(
    office: Office, delegating: DelegationService
) -> None:
    made = delegating.make(UNIT_HEAD, delegate=OTHER_HEAD, start=TODAY, until=TODAY)
    assert [one.id for one in delegating.of(UNIT_HEAD)] == [made.id, None]
    office.clock.move_to(2026, 3, 3)
    assert [one.terms.delegate for one in delegating.of(UNIT_HEAD)] == [STANDIN]
    assert delegating.of(HEAD) == []
