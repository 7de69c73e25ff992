"""What becomes of a document: every way through review, re-review, suspension and withdrawal."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.disclosure import Disclosure
from records.domain.errors import DecisionRefused, NotFound, TransitionRefused, UnknownUnit
from records.domain.lifecycle import State
from records.domain.publication import PublicationStatus
from records.domain.review import Outcome, Verdict
from records.domain.waiting import Asked, Settled
from tests.records.office_kit import (
    ARTICLE_15,
    ARTICLE_27,
    CLERK,
    DEPUTY,
    DUTY,
    HEAD,
    OFFICE,
    STANDIN,
    UNIT,
    UNIT_HEAD,
    NotedPublic,
    NotedRuns,
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
    assert [document.id for document in office.desk.returned(UNIT)] == [document_id]
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
    assert office.desk.undetermined() == [dossier.document]
    office.review.decide_attribute(document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE)
    assert office.intake.submit(document_id, by=OFFICE) == 2


def test_a_live_page_of_a_referred_document_is_suspended(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="doubt", reason="存疑", urgent=False)
    office.decide(document_id, UNIT_HEAD, Verdict.REFER, reason="是否涉密不明确")
    public = office.deliver()
    assert public.shown == {}
    assert document_id in public.tombstones


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


def test_changed_content_after_clearance_is_not_published(office: Office) -> None:
    document_id = office.clear()
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    assert office.document(document_id).state is State.EXTRACTED
    assert office.publishing.publish_cleared(limit=10) == []


def test_a_delegate_acts_for_the_principal_on_the_days_of_the_delegation(office: Office) -> None:
    office.clock.move_to(2026, 3, 9, hour=16)  # midnight in Shanghai: the first day begins
    document_id = office.submit(by=UNIT_HEAD)
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert [person.id for person in waiting.assignees] == [STANDIN]
    assert office.decide(document_id, STANDIN).acting_for == UNIT_HEAD


def test_a_step_that_nobody_may_decide_shows_in_the_overview(office: Office) -> None:
    office.submit(by=UNIT_HEAD)  # no delegation holds on this day
    assert office.overview.documents()[0].why == "等待科室负责人审查，但无人可审，请指定受托人"


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


def test_publishing_twice_publishes_once(office: Office) -> None:
    document_id = office.clear()
    assert office.publishing.publish(document_id) == office.publishing.publish(document_id)
    assert len(office.desk.dossier(document_id).versions) == 1


def test_an_ordinary_rereview_leaves_the_page_up_until_it_ends(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    assert office.review.request_rereview(document_id, by=CLERK, reason_kind="error", reason="有误", urgent=False) == 2
    assert document_id in office.deliver(public=public).shown
    office.decide(document_id, UNIT_HEAD)
    office.decide(document_id, DEPUTY, Verdict.WITHHOLD, legal_basis=ARTICLE_15, reason="涉及个人隐私")
    office.decide(document_id, HEAD)
    assert office.document(document_id).state is State.WITHHELD
    assert office.deliver(public=public).shown == {}
    assert public.tombstones == {document_id: "经重新审查，该公文不再公开。"}


def test_an_urgent_rereview_takes_the_page_off_and_its_approval_restores_it(office: Office) -> None:
    document_id, public = office.publish(), NotedPublic()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="privacy", reason="疑似泄露", urgent=True)
    assert office.deliver(public=public).shown == {}
    office.approve_all(document_id)
    assert office.document(document_id).state is State.PUBLISHED
    shown = office.deliver(public=public).shown[document_id]
    assert (shown.version, shown.status) == (1, PublicationStatus.LIVE)
    assert office.verifying.verify().problems == ()


def test_urgency_takes_the_page_off_even_if_the_rereview_runs_already(office: Office) -> None:
    document_id = office.publish()
    for urgent in (False, True):
        round_ = office.review.request_rereview(document_id, by=DUTY, reason_kind="x", reason="y", urgent=urgent)
        assert round_ == 2
    assert office.deliver().shown == {}


def test_a_corrected_document_becomes_the_next_version_under_the_same_index_number(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="error", reason="有误", urgent=False)
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    office.approve_all(document_id)
    office.publishing.publish(document_id)
    first, second = office.desk.dossier(document_id).versions
    assert (first.status, second.status) == (PublicationStatus.SUPERSEDED, PublicationStatus.LIVE)
    assert first.index_number == second.index_number
    assert second.version == 2
    assert office.verifying.verify().problems == ()


def test_the_duty_officer_withdraws_at_once_even_during_a_rereview(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="error", reason="有误", urgent=False)
    office.publishing.withdraw(document_id, by=DUTY, reason="内容有误，已撤下。")
    assert office.document(document_id).state is State.WITHDRAWN
    runs = NotedRuns()
    assert office.deliver(runs).tombstones == {document_id: "内容有误，已撤下。"}
    assert runs.told[-1] == ("wake", document_id, 2, 1)


def test_a_withdrawn_document_may_come_back_as_a_new_version(office: Office) -> None:
    document_id = office.publish()
    office.publishing.withdraw(document_id, by=DUTY, reason="内容有误，已撤下。")
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="error", reason="核实无误", urgent=False)
    office.approve_all(document_id)
    assert office.document(document_id).state is State.CLEARED
    assert office.publishing.publish(document_id).version == 2


def test_suspending_twice_is_one_suspension(office: Office) -> None:
    document_id = office.publish()
    for _ in range(2):
        office.publishing.suspend(document_id, by=CLERK)
        assert office.document(document_id).state is State.SUSPENDED
    assert office.actions(document_id).count("document:suspended") == 1


@pytest.mark.parametrize("person", [CLERK, OFFICE, HEAD])
def test_only_the_duty_officer_withdraws(office: Office, person: str) -> None:
    document_id = office.publish()
    with pytest.raises(TransitionRefused):
        office.publishing.withdraw(document_id, by=person, reason="想撤下")
    assert office.actions(document_id)[-1] == "document:refused"
    assert document_id in office.deliver().shown


def test_what_has_no_page_cannot_be_withdrawn(office: Office) -> None:
    document_id = office.submit()
    with pytest.raises(NotFound):
        office.publishing.withdraw(document_id, by=DUTY, reason="x")


def test_a_clerk_of_another_unit_can_neither_submit_nor_ask_for_a_rereview(office: Office) -> None:
    extracted, published = office.extract("甲"), office.publish("乙")
    with pytest.raises(TransitionRefused):
        office.intake.submit(extracted, by="other-clerk")
    with pytest.raises(TransitionRefused):
        office.review.request_rereview(published, by="other-clerk", reason_kind="x", reason="y", urgent=True)
    assert published in office.deliver().shown


def test_an_undetermined_document_waits_for_the_office(office: Office) -> None:
    document_id = office.extract(disclosure=None)
    assert office.intake.submit(document_id) is None
    assert [document.id for document in office.desk.undetermined()] == [document_id]
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


def test_my_work_lists_what_waits_for_me_longest_waiting_first(office: Office) -> None:
    first = office.submit("甲")
    office.clock.move_to(2026, 3, 10)
    second = office.submit("乙", findings=(blocking(),))
    mine = office.desk.my_work(UNIT_HEAD)
    assert [(item.document_id, item.blocking_findings) for item in mine] == [(first, 0), (second, 1)]
    assert [item.acting_for for item in office.desk.my_work(STANDIN)] == [UNIT_HEAD, UNIT_HEAD]
    assert office.desk.my_work(DEPUTY) == []
    assert [document.id for document in office.desk.handed_in(CLERK)] == [second, first]
