"""Terms of requests are spoken of like those of documents: to who has to act, then to who answers for them."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.digests import Digest
from records.domain.document import PersonId
from records.domain.reminders import Occasion
from records.domain.requests.request import ConsultedKind, RequestId
from records.domain.requests.terms import RequestDuty
from records.services.reminding import RemindingService
from tests.records.office_kit import CLERK, HEAD, OFFICE, UNIT_HEAD, WORKING_DAYS, Office
from tests.records.requests.registry_kit import NAME, Registry, a_form

Told = dict[RequestDuty, tuple[Occasion, tuple[PersonId, ...]]]


@pytest.fixture
def reminding(office: Office) -> RemindingService:
    return RemindingService(office.records, office.clock, office.bureau, WORKING_DAYS)


def told(reminding: RemindingService, request_id: RequestId) -> Told:
    return {each.stage: (each.occasion, each.people) for each in reminding.due() if each.subject_id == request_id}  # type: ignore[misc]


def test_an_online_request_waits_for_its_confirmation_on_the_day_it_came(
    registry: Registry, reminding: RemindingService
) -> None:
    now = registry.office.clock.now()
    registry.services.intake.take("01JZX000000000000000000001", a_form(), sent_at=now, status_key="a" * 64)
    request_id = RequestId("01JZX000000000000000000001")
    assert told(reminding, request_id) == {RequestDuty.CONFIRM: (Occasion.DUE, (OFFICE,))}
    registry.office.clock.move_to(2026, 3, 3)
    assert told(reminding, request_id) == {RequestDuty.CONFIRM: (Occasion.OVERDUE, (OFFICE,))}


def test_the_answer_is_asked_for_before_its_last_day_and_the_leader_hears_when_it_is_late(
    registry: Registry, reminding: RemindingService
) -> None:
    request_id = registry.assigned()
    registry.office.clock.move_to(2026, 3, 26)
    assert told(reminding, request_id) == {}
    registry.office.clock.move_to(2026, 3, 27)
    assert told(reminding, request_id) == {RequestDuty.REPLY: (Occasion.BEFORE, (CLERK, OFFICE, UNIT_HEAD))}
    registry.office.clock.move_to(2026, 3, 31)
    assert told(reminding, request_id) == {RequestDuty.REPLY: (Occasion.OVERDUE, (CLERK, OFFICE, UNIT_HEAD, HEAD))}


def test_while_it_is_approved_the_level_is_asked(registry: Registry, reminding: RemindingService) -> None:
    request_id = registry.drafted()
    registry.office.clock.move_to(2026, 3, 30)
    occasion, people = told(reminding, request_id)[RequestDuty.REPLY]
    assert (occasion, people[0]) == (Occasion.DUE, UNIT_HEAD)


def test_opinions_and_corrections_that_are_late_come_back_to_who_asked(
    registry: Registry, reminding: RemindingService
) -> None:
    handling, consulted, corrected = registry.services.handling, registry.assigned(), registry.entered()
    handling.consult(consulted, ConsultedKind.THIRD_PARTY, "示例公司", registry.today, by=CLERK)
    handling.ask_correction(corrected, "请写明年度", dt.date(2026, 3, 20), by=OFFICE)
    registry.office.clock.move_to(2026, 3, 24)
    assert told(reminding, consulted)[RequestDuty.OPINION] == (Occasion.OVERDUE, (CLERK, OFFICE, UNIT_HEAD))
    assert told(reminding, corrected) == {RequestDuty.CORRECTION: (Occasion.OVERDUE, (OFFICE,))}


def test_an_unknown_year_is_told_to_the_office(registry: Registry, reminding: RemindingService) -> None:
    registry.office.clock.move_to(2026, 12, 21)
    request_id = registry.assigned()
    assert told(reminding, request_id) == {RequestDuty.REPLY: (Occasion.UNDETERMINED, (OFFICE,))}


def test_an_answered_request_is_spoken_of_no_more(registry: Registry, reminding: RemindingService) -> None:
    request_id = registry.answered()
    registry.office.clock.move_to(2026, 4, 30)
    assert told(reminding, request_id) == {}


def test_what_was_said_is_on_record_once_a_day_and_names_nobody(
    registry: Registry, reminding: RemindingService
) -> None:
    request_id = registry.assigned()
    registry.office.clock.move_to(2026, 3, 30)
    first, again = reminding.remind([]), reminding.remind([])
    assert (first.requests, first.documents, first.noted) == (1, 0, 1)
    assert again.noted == 0
    assert registry.office.actions(request_id).count("request:reminded") == 1
    digest = Digest("x", CLERK, registry.today, tuple(reminding.due()))
    assert digest.to_do == (request_id,)
    assert NAME not in repr(digest)
    reminding.trust_clock()
