"""What people of the bureau do with a request, who may, and what is on record of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from records.domain.document import PersonId
from records.domain.errors import Broken, NotAllowed, NotFound
from records.domain.level_approval import ApprovalRefused
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.answers import AnswerIncomplete
from records.domain.requests.lifecycle import RequestEvent, RequestState, RequestTransitionRefused
from records.domain.requests.receipt import Channel
from records.domain.requests.request import Closing, ConsultedKind, DisclosureRequest, Fee, Opinion, RequestId
from records.domain.requests.terms import RequestDuty, RequestTerm
from records.services.requests.book import RequestFactsInvalid
from records.store.private_box import KEY_BYTES, SecretPrivateBox
from tests.records.office_kit import CHAIN_PEOPLE, CLERK, DEPUTY, HEAD, OFFICE, UNIT, UNIT_HEAD
from tests.records.requests.registry_kit import (
    HEAD_OF_OFFICE,
    NAME,
    PERSONAL,
    PHONE,
    Registry,
    a_form,
    an_answer,
)

OTHER_CLERK = PersonId("other-clerk")
ONLINE_ID = "01JZX000000000000000000001"


def take(registry: Registry) -> RequestId:
    now = registry.office.clock.now()
    assert registry.services.intake.take(ONLINE_ID, a_form(), sent_at=now, status_key="a" * 64)
    return RequestId(ONLINE_ID)


def test_an_online_request_is_taken_once_and_counts_from_its_confirmation(registry: Registry) -> None:
    request_id = take(registry)
    now = registry.office.clock.now()
    assert not registry.services.intake.take(ONLINE_ID, a_form(), sent_at=now, status_key="a" * 64)
    assert registry.request(request_id).received_on is None

    registry.office.clock.move_to(2026, 3, 3)
    registry.services.intake.confirm(request_id, registry.today, "电话确认，核对身份证", by=OFFICE)
    request = registry.request(request_id)
    assert (request.state, request.received_on) == (RequestState.REGISTERED, dt.date(2026, 3, 3))


@pytest.mark.parametrize("channel", Channel)
def test_paper_counts_as_article_31_says(registry: Registry, channel: Channel) -> None:
    enter = registry.services.intake.enter
    if channel is Channel.ONLINE:
        with pytest.raises(RequestFactsInvalid):
            enter(a_form(), channel, registry.today, by=CLERK)
        return
    request = enter(a_form(), channel, registry.today, by=CLERK)
    at_once = channel in (Channel.IN_PERSON, Channel.ORAL, Channel.SIGNED_MAIL)
    assert request.received_on == (registry.today if at_once else None)


def test_nobody_but_clerks_and_the_office_enters_requests(registry: Registry) -> None:
    with pytest.raises(NotAllowed):
        registry.services.intake.enter(a_form(), Channel.IN_PERSON, registry.today, by=HEAD)


def test_a_correction_is_asked_once_within_seven_days_and_the_term_begins_anew(registry: Registry) -> None:
    handling, request_id = registry.services.handling, registry.entered()
    handling.ask_correction(request_id, "请写明年度", dt.date(2026, 3, 20), by=OFFICE)
    registry.office.clock.move_to(2026, 3, 10)
    handling.correct(request_id, "2025年的汇总情况", registry.today, by=OFFICE)
    with pytest.raises(RequestFactsInvalid, match="一次性"):
        handling.ask_correction(request_id, "再补", dt.date(2026, 3, 20), by=OFFICE)

    late = registry.services.intake.enter(a_form(), Channel.SIGNED_MAIL, dt.date(2026, 2, 20), by=OFFICE).id
    with pytest.raises(RequestFactsInvalid, match="7 个工作日"):
        handling.ask_correction(late, "请写明年度", dt.date(2026, 3, 20), by=OFFICE)
    assert term(registry, request_id, RequestDuty.REPLY).explained.due == dt.date(2026, 4, 7)


def term(registry: Registry, request_id: RequestId, duty: RequestDuty) -> RequestTerm:
    terms = registry.services.desk.dossier(request_id, by=OFFICE).terms
    return next(one.term for one in terms if one.term.duty is duty)


def test_no_correction_in_time_is_an_abandoned_request(registry: Registry) -> None:
    handling, request_id = registry.services.handling, registry.entered()
    handling.ask_correction(request_id, "请写明年度", dt.date(2026, 3, 20), by=OFFICE)
    with pytest.raises(RequestFactsInvalid, match="没有过完"):
        handling.abandon(request_id, "没有正当理由", by=OFFICE)
    registry.office.clock.move_to(2026, 3, 21)
    handling.abandon(request_id, "电话联系两次，没有正当理由", by=OFFICE)
    assert registry.request(request_id).closing is Closing.NOT_CORRECTED


def test_opinions_stop_the_clock_and_silence_is_noted_after_its_term(registry: Registry) -> None:
    handling, request_id = registry.services.handling, registry.assigned()
    handling.consult(request_id, ConsultedKind.THIRD_PARTY, "示例公司", registry.today, by=CLERK)
    handling.consult(request_id, ConsultedKind.JOINT_ORGAN, "示例机关", registry.today, by=CLERK)
    with pytest.raises(RequestTransitionRefused):
        registry.services.answering.draft(request_id, an_answer(), by=CLERK)
    with pytest.raises(RequestFactsInvalid, match="15 个工作日"):
        handling.note_opinion(request_id, 1, Opinion.SILENT, "", registry.today, by=CLERK)
    handling.note_opinion(request_id, 2, Opinion.AGREES, "", registry.today, by=CLERK)
    assert registry.request(request_id).state is RequestState.CONSULTING
    registry.office.clock.move_to(2026, 3, 24)
    handling.note_opinion(request_id, 1, Opinion.SILENT, "", registry.today, by=CLERK)
    assert registry.request(request_id).state is RequestState.ASSIGNED
    assert term(registry, request_id, RequestDuty.REPLY).explained.due == dt.date(2026, 4, 20)


def test_an_objection_is_overridden_in_the_public_interest_alone(registry: Registry) -> None:
    handling, request_id = registry.services.handling, registry.assigned()
    handling.consult(request_id, ConsultedKind.THIRD_PARTY, "示例公司", registry.today, by=CLERK)
    handling.note_opinion(request_id, 1, Opinion.OBJECTS, "涉及商业秘密", registry.today, by=CLERK)
    with pytest.raises(AnswerIncomplete, match="第三十二条"):
        registry.services.answering.draft(request_id, an_answer(), by=CLERK)
    drafted = registry.services.answering.draft(request_id, an_answer(override_reason="关系公共安全"), by=CLERK)
    assert drafted.answer is not None
    assert drafted.answer.overrides_objection


def test_an_extension_is_approved_by_the_head_of_the_disclosure_office_alone(registry: Registry) -> None:
    handling, request_id = registry.services.handling, registry.assigned()
    handling.ask_extension(request_id, 10, "需要检索档案", by=CLERK)
    for person in (CLERK, OFFICE, HEAD):
        with pytest.raises(RequestTransitionRefused):
            handling.decide_extension(request_id, approves=True, by=person)
    handling.decide_extension(request_id, approves=True, by=HEAD_OF_OFFICE)
    assert term(registry, request_id, RequestDuty.REPLY).explained.due == dt.date(2026, 4, 13)
    with pytest.raises(RequestFactsInvalid):
        handling.ask_extension(request_id, 10, "再延长", by=CLERK)


def test_an_extension_that_comes_too_late_or_is_too_long_is_refused(registry: Registry) -> None:
    handling, request_id = registry.services.handling, registry.assigned()
    for days in (0, 21):
        with pytest.raises(RequestFactsInvalid, match="1 至 20"):
            handling.ask_extension(request_id, days, "理由", by=CLERK)
    registry.office.clock.move_to(2026, 3, 31)
    with pytest.raises(RequestFactsInvalid, match="届满"):
        handling.ask_extension(request_id, 10, "理由", by=CLERK)


def test_too_many_requests_are_asked_for_reasons_then_delayed_or_refused(registry: Registry) -> None:
    handling, answering, request_id = registry.services.handling, registry.services.answering, registry.assigned()
    refusal = an_answer(kind=AnswerKind.EXCESSIVE, supplied_as=None)
    with pytest.raises(AnswerIncomplete, match="第三十五条"):
        answering.draft(request_id, refusal, by=CLERK)
    with pytest.raises(RequestFactsInvalid):
        handling.delay(request_id, dt.date(2026, 6, 1), "理由", by=OFFICE)
    handling.ask_reasons(request_id, "一个月内提出 60 件", by=OFFICE)
    handling.delay(request_id, dt.date(2026, 6, 1), "学术研究", by=OFFICE)
    assert term(registry, request_id, RequestDuty.REPLY).explained.due == dt.date(2026, 6, 1)
    answering.draft(request_id, refusal, by=CLERK)


def test_a_fee_waits_thirty_days_then_the_request_is_abandoned_or_its_term_begins_anew(registry: Registry) -> None:
    handling = registry.services.handling
    paid, unpaid = registry.assigned(), registry.assigned(description="另一件")
    for request_id in (paid, unpaid):
        handling.notify_fee(request_id, 40, "按量计收", registry.today, by=OFFICE)
        assert registry.request(request_id).fee == Fee(100, registry.today)
    registry.office.clock.move_to(2026, 3, 16)
    handling.note_payment(paid, registry.today, by=OFFICE)
    assert term(registry, paid, RequestDuty.REPLY).explained.due == dt.date(2026, 4, 13)
    registry.office.clock.move_to(2026, 4, 2)
    handling.abandon(unpaid, "没有正当理由", by=OFFICE)
    assert registry.request(unpaid).closing is Closing.NOT_PAID


def test_the_eleventh_request_of_a_month_costs_a_fee_and_what_is_within_reason_none(registry: Registry) -> None:
    handling = registry.services.handling
    requests = [registry.assigned(description=f"第{number}件事") for number in range(1, 12)]
    with pytest.raises(RequestFactsInvalid, match="当月第 10 件，不收取"):
        handling.notify_fee(requests[9], None, "按件计收", registry.today, by=OFFICE)
    with pytest.raises(RequestFactsInvalid, match="30 页，不收取"):
        handling.notify_fee(requests[10], 30, "按量计收", registry.today, by=OFFICE)
    handling.notify_fee(requests[10], None, "按件计收", registry.today, by=OFFICE)
    assert registry.request(requests[10]).fee == Fee(100, registry.today)
    registry.office.clock.move_to(2026, 4, 1)
    with pytest.raises(RequestFactsInvalid, match="当月第 1 件"):
        handling.notify_fee(registry.assigned(description="下个月的事"), None, "按件计收", registry.today, by=OFFICE)


def test_the_answer_goes_up_all_levels_is_numbered_delivered_and_filed(registry: Registry) -> None:
    request_id, answering = registry.drafted(), registry.services.answering
    with pytest.raises(RequestTransitionRefused):
        answering.deliver(request_id, registry.today, "挂号信", by=CLERK)
    registry.approve(request_id)
    request = registry.request(request_id)
    assert [one.person for one in request.approvals] == list(CHAIN_PEOPLE)
    assert (request.state, request.letter_year, request.letter_serial) == (RequestState.APPROVED, 2026, 1)
    answering.deliver(request_id, registry.today, "挂号信 TEST-1", by=CLERK)
    answering.archive(request_id, by=OFFICE)
    assert registry.request(request_id).closing is Closing.ANSWERED


def test_who_drafted_does_not_approve_nobody_approves_twice_and_none_what_they_did_not_see(registry: Registry) -> None:
    request_id, answering = registry.drafted(), registry.services.answering
    answer = registry.request(request_id).answer
    assert answer is not None
    for person in (CLERK, DEPUTY, HEAD, OFFICE):
        with pytest.raises(ApprovalRefused):
            answering.decide(request_id, approves=True, seen=answer.hash, by=person)
    with pytest.raises(ApprovalRefused, match="已经变化"):
        answering.decide(request_id, approves=True, seen="0" * 64, by=UNIT_HEAD)
    answering.decide(request_id, approves=True, seen=answer.hash, by=UNIT_HEAD)
    with pytest.raises(ApprovalRefused):
        answering.decide(request_id, approves=True, seen=answer.hash, by=UNIT_HEAD)
    assert registry.office.actions(request_id).count("document:refused") == 6


def test_a_returned_answer_begins_at_the_first_level_again_even_unchanged(registry: Registry) -> None:
    request_id, answering = registry.drafted(), registry.services.answering
    answer = registry.request(request_id).answer
    assert answer is not None
    registry.approve(request_id, UNIT_HEAD)
    with pytest.raises(RequestFactsInvalid, match="退回的理由"):
        answering.decide(request_id, approves=False, seen=answer.hash, by=DEPUTY)
    answering.decide(request_id, approves=False, seen=answer.hash, by=DEPUTY, reason="请核对")
    again = answering.draft(request_id, an_answer(), by=CLERK)
    assert again.standing_approvals == ()


def test_a_repeated_request_is_recognised_and_answered_as_such_after_an_answer_alone(registry: Registry) -> None:
    repeated = an_answer(kind=AnswerKind.REPEATED, supplied_as=None)
    first = registry.answered()
    second = registry.assigned(description="２０２５年 职业技能培训补贴，发放的汇总情况。")
    assert [one.id for one in registry.services.desk.dossier(second, by=OFFICE).same] == [first]
    registry.services.answering.draft(second, repeated, by=CLERK)
    other = registry.assigned(description="别的事")
    with pytest.raises(AnswerIncomplete, match="相同申请"):
        registry.services.answering.draft(other, repeated, by=CLERK)


def test_those_who_handle_a_request_see_it_and_nobody_else(registry: Registry) -> None:
    request_id = registry.assigned()
    for person in (OFFICE, CLERK, HEAD_OF_OFFICE):
        dossier = registry.services.desk.dossier(request_id, by=person)
        assert dossier.content is not None
        assert dossier.content.requester.name == NAME
    for person in (OTHER_CLERK, UNIT_HEAD, DEPUTY, HEAD, PersonId("secrecy"), PersonId("nobody")):
        with pytest.raises(NotAllowed):
            registry.services.desk.dossier(request_id, by=person)
        assert registry.services.desk.listed_for(person) == []
    registry.services.answering.draft(request_id, an_answer(), by=CLERK)
    assert [one.request.id for one in registry.services.desk.listed_for(UNIT_HEAD)] == [request_id]
    registry.services.desk.dossier(request_id, by=UNIT_HEAD)


def test_that_somebody_saw_it_is_on_record_once_a_version(registry: Registry) -> None:
    request_id = registry.assigned()
    for _ in range(2):
        registry.services.desk.dossier(request_id, by=OFFICE)
        registry.services.desk.dossier(request_id, by=CLERK)
    assert registry.office.actions(request_id).count("request:viewed") == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda services, id_: services.handling.assign(id_, UNIT, by=CLERK),
        lambda services, id_: services.handling.withdraw(id_, "电话", by=CLERK),
        lambda services, id_: services.answering.draft(id_, an_answer(), by=OTHER_CLERK),
        lambda services, id_: services.handling.consult(
            id_, ConsultedKind.THIRD_PARTY, "示例公司", dt.date(2026, 3, 2), by=OTHER_CLERK
        ),
        lambda services, id_: services.handling.notify_fee(id_, 40, "依据", dt.date(2026, 3, 2), by=CLERK),
    ],
)
def test_what_is_not_theirs_is_refused_and_the_attempt_is_on_record(
    registry: Registry, act: Callable[..., DisclosureRequest]
) -> None:
    request_id = registry.assigned()
    with pytest.raises(RequestTransitionRefused):
        act(registry.services, request_id)
    assert registry.office.actions(request_id)[-1] == "document:refused"


def test_the_audit_chain_names_kinds_and_days_and_nobody_outside(registry: Registry) -> None:
    registry.answered()
    with registry.office.records(read_only=True) as work:
        entries = list(work.audit.entries())
    assert {"request:entered", "request:assigned", "request:drafted", "request:delivered"} <= {
        e.action for e in entries
    }
    assert not [secret for secret in PERSONAL for entry in entries if secret in repr(entry)]


class Board:
    """Notes what the public side was told."""

    def __init__(self) -> None:
        self.shown: dict[str, RequestState] = {}

    def show(self, request: DisclosureRequest, terms: tuple[RequestTerm, ...], at: dt.datetime) -> None:
        assert request.status_key
        self.shown[request.status_key] = request.state

    def forget(self, status_key: str) -> None:
        self.shown.pop(status_key, None)


def test_the_public_state_is_told_once_a_change(registry: Registry) -> None:
    request_id, board, telling = take(registry), Board(), registry.services.telling
    registry.entered()
    assert (telling.tell(board), telling.tell(board)) == (1, 0)
    registry.services.intake.confirm(request_id, registry.today, "电话", by=OFFICE)
    assert telling.tell(board) == 1
    assert board.shown == {"a" * 64: RequestState.REGISTERED}


def test_after_the_term_of_retention_nothing_names_the_requester(registry: Registry) -> None:
    request_id, board = take(registry), Board()
    registry.services.telling.tell(board)
    registry.services.intake.set_aside(request_id, "无人接听", by=OFFICE)
    registry.office.clock.move_to(2029, 3, 1)
    assert registry.services.telling.erase_expired(board) == 0
    registry.office.clock.move_to(2029, 3, 6)
    assert registry.services.telling.erase_expired(board) == 1
    assert registry.services.telling.erase_expired(board) == 0
    request = registry.request(request_id)
    assert (request.sealed, request.status_key) == (None, None)
    assert (request.requester_key, request.fingerprint, request.information_key) == ("", "", "")
    assert request.closing is Closing.NOT_CONFIRMED
    assert board.shown == {}
    with pytest.raises(NotFound):
        registry.services.book.content(request)


def test_a_box_opens_with_its_key_and_for_its_request_alone(registry: Registry) -> None:
    book, request = registry.services.book, registry.request(registry.entered())
    with pytest.raises(Broken):
        book.content(replace(request, id=RequestId("01JZX000000000000000000009")))
    with pytest.raises(Broken):
        replace(book, box=SecretPrivateBox(b"x" * KEY_BYTES)).content(request)
    assert PHONE in repr(book.content(request).as_json())
    assert RequestEvent.ERASED not in registry.services.desk.dossier(request.id, by=OFFICE).may_do
