"""Every refusal of a decision: its code, its sentence, and its entry on the audit chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from records.domain.document import DocumentId, PersonId
from records.domain.errors import Conflict, DecisionRefused
from records.domain.lifecycle import State
from records.domain.refusals import SENTENCES, Refusal
from records.domain.review import DecisionRequest, Verdict
from tests.records.consultations.consultation_kit import open_forum
from tests.records.office_kit import (
    ARTICLE_15,
    ARTICLE_27,
    CLERK,
    DEPUTY,
    HEAD,
    OFFICE,
    STANDIN,
    UNIT_HEAD,
    Office,
    blocking,
    reading_of,
)

Attempt = Callable[[Office], DecisionRequest]

_ATTEMPTS: dict[str, tuple[Refusal, Attempt]] = {}


def attempt(refusal: Refusal) -> Callable[[Attempt], Attempt]:
    """Register a way to break a rule; the function's name tells the story."""

    def register(act: Attempt) -> Attempt:
        _ATTEMPTS[act.__name__] = (refusal, act)
        return act

    return register


@attempt(Refusal.NOT_IN_REVIEW)
def deciding_after_the_last_level(office: Office) -> DecisionRequest:
    document_id = office.clear()
    return office.request(document_id, HEAD, step=4)


@attempt(Refusal.NOT_IN_REVIEW)
def deciding_a_document_nobody_submitted(office: Office) -> DecisionRequest:
    return office.request(office.extract(), UNIT_HEAD)


@attempt(Refusal.STALE_ROUND)
def deciding_in_an_earlier_round(office: Office) -> DecisionRequest:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="请更正")
    office.intake.submit(document_id, by=CLERK)
    return office.request(document_id, UNIT_HEAD, round=1, step=2)


@attempt(Refusal.WRONG_STEP)
def the_head_deciding_first(office: Office) -> DecisionRequest:
    return office.request(office.submit(), HEAD, step=3)


@attempt(Refusal.UNKNOWN_PERSON)
def a_service_account_deciding(office: Office) -> DecisionRequest:
    return office.request(office.submit(), PersonId("service"))


@attempt(Refusal.NOT_ASSIGNED)
def the_office_deciding_for_the_unit_head(office: Office) -> DecisionRequest:
    return office.request(office.submit(), OFFICE)


@attempt(Refusal.NOT_ASSIGNED)
def the_head_of_another_unit_deciding(office: Office) -> DecisionRequest:
    return office.request(office.submit(), PersonId("other-head"))


@attempt(Refusal.NOT_ASSIGNED)
def a_delegate_deciding_before_the_first_day(office: Office) -> DecisionRequest:
    office.clock.move_to(2026, 3, 9, hour=15)  # 23:00 in Shanghai, an hour before the delegation begins
    return office.request(office.submit(), STANDIN)


@attempt(Refusal.NOT_ASSIGNED)
def a_delegate_deciding_after_the_last_day(office: Office) -> DecisionRequest:
    office.clock.move_to(2026, 3, 12, hour=16)  # midnight in Shanghai
    return office.request(office.submit(), STANDIN)


@attempt(Refusal.HANDED_IN)
def the_unit_head_deciding_on_what_they_handed_in(office: Office) -> DecisionRequest:
    return office.request(office.submit(by=UNIT_HEAD), UNIT_HEAD)


@attempt(Refusal.HANDED_IN)
def the_clerk_who_submitted_deciding(office: Office) -> DecisionRequest:
    document_id = office.extract(by=None)
    office.intake.submit(document_id, by=CLERK)
    return office.request(document_id, CLERK)


@attempt(Refusal.SECOND_LEVEL)
def the_unit_head_deciding_for_the_deputy_too(office: Office) -> DecisionRequest:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD)


@attempt(Refusal.STALE_HASH)
def approving_another_content(office: Office) -> DecisionRequest:
    return office.request(office.submit(), UNIT_HEAD, content_hash="0" * 64)


@attempt(Refusal.NOT_VIEWED)
def approving_unseen(office: Office) -> DecisionRequest:
    return office.request(office.submit(), UNIT_HEAD)


@attempt(Refusal.NO_REASON)
def returning_without_a_reason(office: Office) -> DecisionRequest:
    return office.request(office.submit(), UNIT_HEAD, Verdict.RETURN, reason="  ")


@attempt(Refusal.NO_REASON)
def referring_without_a_reason(office: Office) -> DecisionRequest:
    return office.request(office.submit(), UNIT_HEAD, Verdict.REFER)


@attempt(Refusal.NO_REASON)
def withholding_without_a_reason(office: Office) -> DecisionRequest:
    return office.request(office.submit(), UNIT_HEAD, Verdict.WITHHOLD, legal_basis=ARTICLE_15)


@attempt(Refusal.NO_LEGAL_BASIS)
def withholding_without_a_basis(office: Office) -> DecisionRequest:
    return office.request(office.submit(), UNIT_HEAD, Verdict.WITHHOLD, reason="涉及个人隐私")


@attempt(Refusal.NO_LEGAL_BASIS)
def on_request_by_article_14(office: Office) -> DecisionRequest:
    basis = "《政府信息公开条例》第十四条、第二十七条"
    return office.request(office.submit(), UNIT_HEAD, Verdict.ON_REQUEST, reason="内容特定", legal_basis=basis)


@attempt(Refusal.NOT_STRICTER)
def loosening_what_is_withheld(office: Office) -> DecisionRequest:
    document_id = office.submit(disclosure="withheld", legal_basis=ARTICLE_15, reason="涉及个人隐私")
    return office.request(document_id, UNIT_HEAD, Verdict.ON_REQUEST, reason="可以", legal_basis=ARTICLE_27)


@attempt(Refusal.NOT_STRICTER)
def withholding_what_is_withheld(office: Office) -> DecisionRequest:
    document_id = office.submit(disclosure="withheld", legal_basis=ARTICLE_15, reason="涉及个人隐私")
    return office.request(document_id, UNIT_HEAD, Verdict.WITHHOLD, reason="同意", legal_basis=ARTICLE_15)


@attempt(Refusal.NOT_STRICTER)
def listing_above_a_level_that_did_not_list(office: Office) -> DecisionRequest:
    document_id = office.submit(disclosure="on_request", legal_basis=ARTICLE_27, reason="内容特定")
    office.decide(document_id, UNIT_HEAD)
    office.view(document_id, DEPUTY)
    return office.request(document_id, DEPUTY, listable=True)


@attempt(Refusal.NOT_STRICTER)
def listing_what_is_published_anyway(office: Office) -> DecisionRequest:
    document_id = office.submit()
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD, listable=True)


@attempt(Refusal.OPEN_FINDINGS)
def approving_past_a_blocking_finding(office: Office) -> DecisionRequest:
    document_id = office.submit(findings=(blocking(),))
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD)


@attempt(Refusal.UNKNOWN_FINDING)
def dismissing_a_finding_of_another_document(office: Office) -> DecisionRequest:
    document_id = office.submit(findings=(blocking(),))
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD, dismissals={"resident_id:9:0-1": "不是证件号"})


@attempt(Refusal.DISMISSAL_WITHOUT_REASON)
def dismissing_a_finding_without_a_reason(office: Office) -> DecisionRequest:
    document_id = office.submit(findings=(blocking(),))
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD, dismissals={blocking().id: " "})


@attempt(Refusal.NO_CONSULTATION)
def approving_what_has_to_be_put_before_the_public_first(office: Office) -> DecisionRequest:
    document_id = office.submit()
    open_forum(office).services.linking.rule_need(document_id, is_needed=True, reason="影响面广", by=CLERK)
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD)


@attempt(Refusal.CONSULTATION_RUNNING)
def approving_while_the_public_is_still_asked(office: Office) -> DecisionRequest:
    document_id, forum = office.submit(), open_forum(office)
    forum.services.linking.link_decision(forum.running(), document_id, by=CLERK)
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD)


@attempt(Refusal.NO_ADOPTION_REPORT)
def approving_before_the_public_is_told_what_became_of_its_comments(office: Office) -> DecisionRequest:
    document_id, forum = office.submit(), open_forum(office)
    forum.services.linking.link_decision(forum.sorted(), document_id, by=CLERK)
    office.view(document_id, UNIT_HEAD)
    return office.request(document_id, UNIT_HEAD)


@pytest.mark.parametrize("story", _ATTEMPTS)
def test_a_decision_that_breaks_a_rule_is_refused_and_noted(office: Office, story: str) -> None:
    refusal, act = _ATTEMPTS[story]
    request = act(office)
    before = office.document(request.document_id)
    with pytest.raises(DecisionRefused) as caught:
        office.review.record(request)
    assert caught.value.code == refusal
    assert caught.value.message == SENTENCES[refusal]
    assert office.document(request.document_id) == before
    assert _refusals(office, request.document_id) == [refusal]


def test_there_is_a_way_to_run_into_every_refusal_of_a_decision() -> None:
    by_publication_only = {Refusal.NOT_CLEARED}
    assert {refusal for refusal, _ in _ATTEMPTS.values()} | by_publication_only == set(Refusal)


def test_every_refusal_has_a_sentence_for_people() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert all(sentence.endswith("。") for sentence in SENTENCES.values())


def test_a_document_marked_cleared_in_the_table_alone_is_not_published(office: Office) -> None:
    document_id = office.submit()
    with office.records() as work:
        work.documents.save(replace(work.documents.get(document_id), state=State.CLEARED))
        work.commit()
    with pytest.raises(DecisionRefused) as caught:
        office.publishing.publish(document_id)
    assert caught.value.code == Refusal.NOT_CLEARED
    assert office.publishing.publish_cleared(limit=10) == []
    assert office.deliver().shown == {}
    assert set(_refusals(office, document_id)) == {Refusal.NOT_CLEARED}


def test_the_same_decision_again_is_the_one_on_record(office: Office) -> None:
    document_id = office.submit()
    first = office.decide(document_id, UNIT_HEAD)
    again = office.review.record(office.request(document_id, UNIT_HEAD, step=1, door="airflow"))
    assert again == first
    assert office.document(document_id).state is State.IN_REVIEW
    assert office.actions(document_id).count("document:step_approved") == 1


def test_another_decision_for_a_decided_step_is_a_conflict(office: Office) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD)
    with pytest.raises(Conflict):
        office.review.record(office.request(document_id, UNIT_HEAD, Verdict.RETURN, step=1, reason="改主意了"))
    assert office.actions(document_id)[-1] == "document:refused"


def test_a_view_of_another_content_is_no_view(office: Office) -> None:
    document_id = office.submit()
    with pytest.raises(DecisionRefused) as caught:
        office.review.note_view(document_id, UNIT_HEAD, "0" * 64)
    assert caught.value.code == Refusal.STALE_HASH


def test_a_view_by_nobody_in_the_directory_is_refused(office: Office) -> None:
    document_id = office.submit()
    with pytest.raises(DecisionRefused) as caught:
        office.view(document_id, PersonId("nobody"))
    assert caught.value.code == Refusal.UNKNOWN_PERSON


def test_a_view_of_earlier_content_does_not_serve_for_changed_content(office: Office) -> None:
    document_id = office.submit()
    office.view(document_id, UNIT_HEAD)
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    with pytest.raises(DecisionRefused) as caught:
        office.review.record(office.request(document_id, UNIT_HEAD))
    assert caught.value.code == Refusal.NOT_VIEWED


def _refusals(office: Office, document_id: DocumentId) -> list[str]:
    with office.records(read_only=True) as work:
        refused = [entry for entry in work.audit.entries(document_id) if entry.action == "document:refused"]
    return [json.loads(entry.details)["code"] for entry in refused]
