"""Every way of a document through a round of review."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.disclosure import Disclosure
from records.domain.errors import DecisionRefused, NotFound
from records.domain.lifecycle import State
from records.domain.review import Outcome, Verdict
from records.domain.waiting import Asked, Settled
from tests.records.office_kit import (
    ARTICLE_15,
    ARTICLE_27,
    CLERK,
    DEPUTY,
    HEAD,
    OFFICE,
    STANDIN,
    UNIT,
    UNIT_HEAD,
    Office,
    blocking,
    reading_of,
)


def test_a_level_that_withholds_passes_the_stricter_proposal_upward(office: Office) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    office.decide(document_id, DEPUTY, Verdict.WITHHOLD, legal_basis=ARTICLE_15, reason="涉及个人隐私")
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert waiting.proposal.disclosure is Disclosure.WITHHELD
    office.decide(document_id, HEAD)
    document = office.document(document_id)
    assert document.state is State.WITHHELD
    assert (document.legal_basis, document.reason) == (ARTICLE_15, "涉及个人隐私")
    assert document.reassess_on == dt.date(2027, 3, 2)
    assert office.publishing.publish_cleared(limit=10) == []


def test_a_document_handed_in_as_on_request_ends_on_request_without_a_row(office: Office) -> None:
    document_id = office.clear(disclosure="on_request", legal_basis=ARTICLE_27, reason="内容特定")
    assert office.document(document_id).state is State.ON_REQUEST
    assert office.publishing.publish_cleared(limit=10) == []


def test_a_listable_document_on_request_gets_its_catalogue_row_once(office: Office) -> None:
    document_id = office.submit(disclosure="on_request", legal_basis=ARTICLE_27, reason="内容特定")
    office.decide(document_id, UNIT_HEAD, listable=True)
    office.decide(document_id, DEPUTY)
    office.decide(document_id, HEAD)
    assert office.publishing.publish_cleared(limit=10) == [document_id]
    assert office.publishing.publish_cleared(limit=10) == []
    assert office.deliver().shown[document_id].listed_only
    assert office.document(document_id).state is State.ON_REQUEST
    assert office.verifying.verify().problems == ()


def test_a_higher_level_may_take_the_listing_back(office: Office) -> None:
    document_id = office.submit(disclosure="on_request", legal_basis=ARTICLE_27, reason="内容特定")
    office.decide(document_id, UNIT_HEAD, listable=True)
    office.decide(document_id, DEPUTY, listable=False)
    office.decide(document_id, HEAD)
    assert not office.document(document_id).listable


def test_a_returned_document_starts_over_at_step_1_when_its_clerk_submits_again(office: Office) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    office.decide(document_id, DEPUTY, Verdict.RETURN, reason="标题有误")
    assert office.document(document_id).state is State.EXTRACTED
    assert [
        item.document.id for item in office.desk.open_documents().returned(lambda document: document.unit == UNIT)
    ] == [document_id]
    assert office.intake.submit(document_id, by=CLERK) == 2
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert (waiting.round, waiting.step) == (2, 1)


def test_a_referred_document_waits_for_the_recorded_answer(office: Office) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD, Verdict.REFER, reason="是否涉密不明确")
    assert office.document(document_id).state is State.REFERRED
    office.review.answer_referral(document_id, by=OFFICE, answer="主管部门答复：可以公开")
    dossier = office.desk.dossier(document_id)
    assert dossier.rounds[0].referral_answer == "主管部门答复：可以公开"
    assert [item.document for item in office.desk.open_documents().undetermined()] == [dossier.document]
    office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE)
    assert office.intake.submit(document_id, by=OFFICE) == 2


def test_a_dismissed_finding_needs_no_second_dismissal_higher_up(office: Office) -> None:
    document_id = office.submit(findings=(blocking(),))
    office.decide(document_id, UNIT_HEAD, dismissals={blocking().id: "虚构示例"})
    office.decide(document_id, DEPUTY)
    office.decide(document_id, HEAD)
    assert office.document(document_id).state is State.CLEARED


def test_a_finding_does_not_hinder_agreeing_to_withhold(office: Office) -> None:
    document_id = office.submit(
        findings=(blocking(),), disclosure="withheld", legal_basis=ARTICLE_15, reason="含个人信息"
    )
    office.approve_all(document_id)
    assert office.document(document_id).state is State.WITHHELD


def test_changed_content_voids_the_round_and_begins_a_new_one(office: Office) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    dossier = office.desk.dossier(document_id)
    assert [round_.outcome for round_ in dossier.rounds] == [Outcome.VOID, None]
    assert dossier.waiting is not None
    assert dossier.waiting.step == 1
    settled = office.review.ask(document_id, 1, 2)
    assert isinstance(settled, Settled)
    assert settled.outcome is Outcome.VOID


def test_a_delegate_acts_for_the_principal_on_the_days_of_the_delegation(office: Office) -> None:
    office.clock.move_to(2026, 3, 9, hour=16)  # midnight in Shanghai: the first day begins
    document_id = office.submit(by=UNIT_HEAD)
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert [person.id for person in waiting.assignees] == [STANDIN]
    assert office.decide(document_id, STANDIN).acting_for == UNIT_HEAD


def test_asking_fixes_the_hash_and_asking_again_is_the_same(office: Office) -> None:
    document_id = office.submit()
    asked = office.review.ask(document_id, 1, 1, "review_document/run/ask_1")
    assert isinstance(asked, Asked)
    assert asked.request.content_hash == office.document(document_id).content_hash
    assert office.review.request(document_id, 1, 1) == asked.request
    assert office.review.ask(document_id, 1, 1, "review_document/run/ask_1") == asked


def test_asking_a_decided_step_answers_with_the_decision(office: Office) -> None:
    document_id = office.submit()
    decision = office.decide(document_id, UNIT_HEAD)
    assert office.review.ask(document_id, 1, 1) == Settled(decision, None)


def test_a_step_above_an_undecided_one_cannot_be_asked_whatever_airflow_thinks(office: Office) -> None:
    document_id = office.submit()
    with pytest.raises(DecisionRefused) as caught:
        office.review.ask(document_id, 1, 2)
    assert caught.value.code == "wrong_step"
    assert office.actions(document_id)[-1] == "document:refused"


def test_what_was_not_asked_is_not_found(office: Office) -> None:
    document_id = office.submit()
    with pytest.raises(NotFound):
        office.review.request(document_id, 1, 1)
    with pytest.raises(NotFound):
        office.review.ask(document_id, 2, 1)
    assert office.review.decision_for(document_id, 1, 1) is None
