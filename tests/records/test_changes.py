"""变更 (article 26): what was published and changes has both clocks again, from the change until the public has it."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.document import DocumentId
from records.domain.legal_clock import CountedFrom, LegalClock
from records.domain.monthly_report import Punctuality
from records.domain.months import Month
from records.domain.reminders import Duty, Occasion
from records.domain.review import Verdict
from records.services.reminding import RemindingService
from records.services.reporting import ReportingService
from tests.records.lists.list_kit import hand_in, power, published
from tests.records.office_kit import ARTICLE_15, DEPUTY, DUTY, HEAD, OFFICE, UNIT_HEAD, WORKING_DAYS, Office, reading_of

JUNE = Month(2026, 6)


def clock_of(office: Office, document_id: DocumentId) -> LegalClock | None:
    return office.desk.dossier(document_id).clock


def look_again(office: Office, document_id: DocumentId, kind: str = "wrong_content") -> None:
    office.review.request_rereview(document_id, by=OFFICE, reason_kind=kind, reason="第二段有误", urgent=False)


def change(office: Office, document_id: DocumentId, content: str = "通知（更正）") -> None:
    office.intake.store_reading(document_id, reading_of(content))


def publish(office: Office, document_id: DocumentId) -> None:
    office.approve_all(document_id)
    office.publishing.publish(document_id)


@pytest.fixture
def corrected(office: Office) -> DocumentId:
    """Published in March; on Monday, 1 June, somebody asks to look again, and on 2 June it is corrected."""
    document_id = office.publish()
    office.clock.move_to(2026, 6, 1)
    look_again(office, document_id)
    office.clock.move_to(2026, 6, 2)
    change(office, document_id)
    return document_id


def test_a_correction_begins_both_clocks_on_the_day_of_the_change(office: Office, corrected: DocumentId) -> None:
    clock = clock_of(office, corrected)
    assert clock is not None
    assert (clock.formation.day, clock.formation.counted_from) == (dt.date(2026, 6, 2), CountedFrom.CHANGE)
    assert clock.plan.due == dt.date(2026, 6, 5)
    assert clock.statutory.due == WORKING_DAYS.due(dt.date(2026, 6, 2), 20)


def test_the_clocks_end_when_the_public_has_the_change(office: Office, corrected: DocumentId) -> None:
    publish(office, corrected)
    assert clock_of(office, corrected) is None


def test_a_second_look_that_changes_nothing_has_no_clock(office: Office) -> None:
    document_id = office.publish()
    look_again(office, document_id)
    assert clock_of(office, document_id) is None


def test_what_was_changed_back_has_no_clock(office: Office, corrected: DocumentId) -> None:
    change(office, corrected, "通知")
    assert clock_of(office, corrected) is None


def test_a_later_edit_gives_no_more_time(office: Office, corrected: DocumentId) -> None:
    office.clock.move_to(2026, 6, 4)
    change(office, corrected, "通知（再更正）")
    clock = clock_of(office, corrected)
    assert clock is not None
    assert clock.formation.day == dt.date(2026, 6, 2)


def test_what_was_returned_edited_and_left_lying_counts_from_its_return(office: Office) -> None:
    document_id = office.publish()
    office.clock.move_to(2026, 6, 1)
    look_again(office, document_id)
    office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="请改第二段")
    office.clock.move_to(2026, 6, 3)
    change(office, document_id)
    clock = clock_of(office, document_id)
    assert clock is not None
    assert clock.formation.day == dt.date(2026, 6, 1)


def test_what_was_taken_off_and_comes_back_changed_has_its_clock(office: Office) -> None:
    document_id = office.publish()
    office.clock.move_to(2026, 6, 1)
    office.publishing.withdraw(document_id, by=DUTY, reason="内容有误")
    look_again(office, document_id)
    change(office, document_id)
    clock = clock_of(office, document_id)
    assert clock is not None
    assert clock.formation.counted_from is CountedFrom.CHANGE


def test_a_new_version_of_a_list_is_a_change(office: Office) -> None:
    document_id = published(office, "powers", power(1))
    office.clock.move_to(2026, 6, 1)
    hand_in(office, "powers", power(1), power(2))
    clock = clock_of(office, document_id)
    assert clock is not None
    assert (clock.formation.day, clock.formation.counted_from) == (dt.date(2026, 6, 1), CountedFrom.CHANGE)


def test_a_change_that_is_not_to_be_disclosed_after_all_ends_the_clock(office: Office, corrected: DocumentId) -> None:
    office.decide(corrected, UNIT_HEAD, Verdict.WITHHOLD, legal_basis=ARTICLE_15, reason="涉及第三方")
    assert clock_of(office, corrected) is not None
    for person in (DEPUTY, HEAD):
        office.decide(corrected, person)
    assert clock_of(office, corrected) is None


def test_people_are_reminded_of_a_change_and_the_head_hears_when_the_law_is_broken(
    office: Office, corrected: DocumentId
) -> None:
    reminding = RemindingService(office.records, office.clock, office.bureau, WORKING_DAYS)

    def told() -> dict[str, tuple[Occasion, bool]]:
        return {each.stage: (each.occasion, HEAD in each.people) for each in reminding.due()}

    office.clock.move_to(2026, 6, 5)
    assert told()[Duty.PLAN] == (Occasion.DUE, False)
    office.clock.moment = dt.datetime(2026, 7, 2, 1, tzinfo=dt.UTC)
    assert told()[Duty.STATUTORY] == (Occasion.OVERDUE, True)


def test_the_month_tells_each_change_with_how_late_the_public_got_it(office: Office, corrected: DocumentId) -> None:
    reporting = ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)
    (waiting,) = reporting.monthly(JUNE).total.changes
    assert (waiting.formation.day, waiting.published_on) == (dt.date(2026, 6, 2), None)
    office.clock.move_to(2026, 6, 9)
    publish(office, corrected)
    (told,) = reporting.monthly(JUNE).total.changes
    assert (told.published_on, told.punctuality) == (dt.date(2026, 6, 9), Punctuality.AFTER_PLAN)
    assert told.plan.days_left == -2
    office.clock.move_to(2026, 7, 1)
    assert reporting.monthly(Month(2026, 7)).total.changes == ()


def test_back_to_what_it_said_first_is_a_change_of_its_own(office: Office, corrected: DocumentId) -> None:
    publish(office, corrected)
    office.clock.move_to(2026, 6, 10)
    look_again(office, corrected)
    change(office, corrected, "通知")
    office.clock.move_to(2026, 6, 11)
    publish(office, corrected)
    reporting = ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)
    days = [(each.formation.day.day, each.published_on) for each in reporting.monthly(JUNE).total.changes]
    assert days == [(2, dt.date(2026, 6, 2)), (10, dt.date(2026, 6, 11))]


def test_whoever_has_to_review_a_change_sees_its_clock_on_their_list(office: Office, corrected: DocumentId) -> None:
    (item,) = office.desk.open_documents().my_work(UNIT_HEAD)
    assert item.document.id == corrected
    assert item.clock is not None
    assert item.clock.formation.counted_from is CountedFrom.CHANGE
