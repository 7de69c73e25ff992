"""What happens to a page: publication, re-review, suspension, correction, withdrawal."""

from __future__ import annotations

import pytest

from records.domain.errors import NotAllowed, NotFound, TransitionRefused
from records.domain.lifecycle import State
from records.domain.publication import PublicationStatus
from records.domain.review import Verdict
from tests.records.office_kit import (
    ARTICLE_15,
    CLERK,
    DEPUTY,
    DUTY,
    HEAD,
    OFFICE,
    UNIT_HEAD,
    NotedPublic,
    NotedRuns,
    Office,
    reading_of,
)


def test_a_live_page_of_a_referred_document_is_suspended(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="doubt", reason="存疑", urgent=False)
    office.decide(document_id, UNIT_HEAD, Verdict.REFER, reason="是否涉密不明确")
    public = office.deliver()
    assert public.shown == {}
    assert document_id in public.tombstones


def test_changed_content_after_clearance_is_not_published(office: Office) -> None:
    document_id = office.clear()
    office.intake.store_reading(document_id, reading_of("通知（更正）"))
    assert office.document(document_id).state is State.EXTRACTED
    assert office.publishing.publish_cleared(limit=10) == []


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


def test_what_has_no_page_cannot_be_withdrawn(office: Office) -> None:
    document_id = office.submit()
    with pytest.raises(NotFound):
        office.publishing.withdraw(document_id, by=DUTY, reason="x")


def test_a_clerk_of_another_unit_can_neither_submit_nor_ask_for_a_rereview(office: Office) -> None:
    extracted, published = office.extract("甲"), office.publish("乙")
    with pytest.raises(TransitionRefused):
        office.intake.submit(extracted, by="other-clerk")
    with pytest.raises(NotAllowed):
        office.review.request_rereview(published, by="other-clerk", reason_kind="x", reason="y", urgent=True)
    assert published in office.deliver().shown


def test_the_duty_officer_withdraws_at_once_even_during_a_rereview(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=CLERK, reason_kind="error", reason="有误", urgent=False)
    office.publishing.withdraw(document_id, by=DUTY, reason="内容有误，已撤下。")
    assert office.document(document_id).state is State.WITHDRAWN
    runs = NotedRuns()
    assert office.deliver(runs).tombstones == {document_id: "内容有误，已撤下。"}
    assert runs.told[-1] == ("wake", document_id, 2, 1)


@pytest.mark.parametrize("person", [CLERK, OFFICE, HEAD])
def test_only_the_duty_officer_withdraws(office: Office, person: str) -> None:
    document_id = office.publish()
    with pytest.raises(TransitionRefused):
        office.publishing.withdraw(document_id, by=person, reason="想撤下")
    assert office.actions(document_id)[-1] == "document:refused"
    assert document_id in office.deliver().shown
