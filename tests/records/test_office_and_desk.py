"""What the office settles, and what each person finds on their desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from records.domain.disclosure import Disclosure
from records.domain.errors import DecisionRefused, UnknownUnit
from records.domain.legal_clock import CountedFrom
from records.domain.reading import Attribute
from records.domain.review import Verdict
from tests.records.office_kit import (
    ARTICLE_15,
    ARTICLE_27,
    CLERK,
    DEPUTY,
    OFFICE,
    STANDIN,
    UNIT,
    UNIT_HEAD,
    Office,
    blocking,
    reading_of,
)


def test_a_step_that_nobody_may_decide_shows_in_the_overview(office: Office) -> None:
    office.submit(by=UNIT_HEAD)  # no delegation holds on this day
    assert office.overview.documents()[0].why == "等待科室负责人审查，但无人可审，请指定受托人"


def test_an_undetermined_document_waits_for_the_office(office: Office) -> None:
    document_id = office.extract(disclosure=None)
    assert office.intake.submit(document_id) is None
    assert [item.document.id for item in office.desk.open_documents().undetermined()] == [document_id]
    office.review.decide_attribute(
        document_id, by=OFFICE, disclosure=Disclosure.ON_REQUEST, legal_basis=ARTICLE_27, reason="内容特定"
    )
    assert office.intake.submit(document_id) == 1


def test_contradictory_sources_wait_for_the_office(office: Office) -> None:
    document_id = office.extract(conflicts=("disclosure",))
    assert office.intake.submit(document_id) is None
    decided = office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE)
    assert decided.conflicts == ()
    assert office.intake.submit(document_id) == 1


def test_what_is_withheld_without_its_ground_waits_for_the_office(office: Office) -> None:
    document_id = office.extract(disclosure="withheld", legal_basis=None, reason="内部")
    assert office.intake.submit(document_id) is None


@pytest.mark.parametrize(
    ("basis", "reason", "code"),
    [(None, "内容特定", "no_legal_basis"), (ARTICLE_27, " ", "no_reason")],
)
def test_the_office_too_gives_basis_and_reason(office: Office, basis: str | None, reason: str, code: str) -> None:
    document_id = office.extract(disclosure=None)
    with pytest.raises(DecisionRefused) as caught:
        office.review.decide_attribute(
            document_id, by=OFFICE, disclosure=Disclosure.ON_REQUEST, legal_basis=basis, reason=reason
        )
    assert caught.value.code == code


def test_a_unit_that_the_bureau_does_not_have_is_settled_by_the_office(office: Office) -> None:
    document_id = office.receive(unit="no-such-unit")
    office.intake.store_reading(document_id, reading_of())
    assert office.intake.submit(document_id) is None
    with pytest.raises(UnknownUnit):
        office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE, unit="none")
    office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE, unit=UNIT)
    assert office.intake.submit(document_id) == 1


def test_my_work_lists_what_waits_for_me_nearest_deadline_first(office: Office) -> None:
    office.clock.move_to(2026, 3, 10)
    second = office.submit("乙", findings=(blocking(),))
    office.clock.move_to(2026, 3, 9)
    first = office.submit("甲")
    office.clock.move_to(2026, 3, 10)
    mine = office.desk.open_documents().my_work(UNIT_HEAD)
    assert [(item.document.id, item.blocking_findings) for item in mine] == [(first, 0), (second, 1)]
    standin = [item.holder(STANDIN) for item in office.desk.open_documents().my_work(STANDIN)]
    assert [holder.acting_for for holder in standin if holder] == [UNIT_HEAD, UNIT_HEAD]
    assert office.desk.open_documents().my_work(DEPUTY) == []


def test_the_clock_is_counted_from_the_adoption_date_where_it_was_read(office: Office) -> None:
    dated = office.receive("有日期")
    reading = reading_of("有日期")
    attributes = {**reading.attributes, "adopted_on": Attribute("2026-02-26")}
    office.intake.store_reading(dated, replace(reading, attributes=attributes))
    office.intake.submit(dated)
    office.submit("没有日期")
    first, second = (item.clock for item in office.desk.open_documents().my_work(UNIT_HEAD))
    assert office.desk.dossier(dated).clock == first
    assert first
    assert second
    assert (first.formation.counted_from, first.plan.due) == (CountedFrom.ADOPTION, dt.date(2026, 3, 3))
    assert (second.formation.counted_from, second.plan.due) == (CountedFrom.RECEIPT, dt.date(2026, 3, 5))


def test_a_document_before_its_first_decision_has_a_clock_and_afterwards_none(office: Office) -> None:
    published = office.publish("已公开")
    returned = office.submit("退回")
    office.decide(returned, UNIT_HEAD, Verdict.RETURN, reason="请更正")
    withheld = office.submit("不予公开", disclosure="withheld", legal_basis=ARTICLE_15, reason="涉及个人隐私")
    office.approve_all(withheld)
    received = office.receive("还没有读")
    handed_in = office.desk.open_documents().listed(office.desk.handed_in(CLERK))
    listed = {item.document.id: item.clock for item in handed_in}
    running = {document_id: clock is not None for document_id, clock in listed.items()}
    assert running == {received: True, withheld: False, returned: True, published: False}
    assert {document_id: office.desk.dossier(document_id).clock for document_id in listed} == listed


def test_a_second_look_at_what_was_public_has_no_clock_and_stands_first(office: Office) -> None:
    again = office.publish("已公开")
    office.submit("新的")
    office.review.request_rereview(again, by=CLERK, reason_kind="other", reason="请核对", urgent=False)
    first = office.desk.open_documents().my_work(UNIT_HEAD)[0]
    assert (first.document.id, first.clock) == (again, None)
    assert office.desk.dossier(again).clock is None
    office.decide(again, UNIT_HEAD, Verdict.RETURN, reason="请更正")
    office.intake.submit(again, by=CLERK)
    assert office.desk.open_documents().my_work(UNIT_HEAD)[0].clock is None


def test_what_came_back_brings_the_decision_that_sent_it_back(office: Office) -> None:
    returned = office.submit("退回")
    decision = office.decide(returned, UNIT_HEAD, Verdict.RETURN, reason="请更正")
    (back,) = office.desk.open_documents().returned(lambda document: document.unit == UNIT)
    assert (back.document.id, back.decision) == (returned, decision)
    assert office.desk.open_documents().returned(lambda _: False) == []


def test_what_i_handed_in_comes_in_portions_newest_first(office: Office) -> None:
    handed_in = [office.submit(f"第{number}件") for number in range(3)]
    assert office.desk.count_handed_in(CLERK) == 3
    assert [document.id for document in office.desk.handed_in(CLERK, limit=2)] == [handed_in[2], handed_in[1]]
    assert [document.id for document in office.desk.handed_in(CLERK, skip=2)] == [handed_in[0]]


def test_the_bureau_is_asked_for_the_next_years_working_days(office: Office) -> None:
    assert office.desk.calendar_warning() is None
    office.clock.move_to(2026, 10, 8)
    assert "2027" in (office.desk.calendar_warning() or "")
