"""A decision that needed a consultation is not approved before its report on adoption is before the public."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.consultations.consultation import ConsultationId
from records.domain.consultations.rules import ConsultationInvalid
from records.domain.document import DocumentId, PersonId
from records.domain.errors import DecisionRefused, NotAllowed
from records.domain.refusals import SENTENCES, Refusal
from records.domain.review import Verdict
from tests.records.consultations.consultation_kit import Forum, a_notice
from tests.records.office_kit import ARTICLE_15, CLERK, DUTY, OFFICE, UNIT_HEAD, Office, reading_of


def decision(forum: Forum, *, by_sheet: bool = False) -> DocumentId:
    """The decision itself, in review."""
    office = forum.office
    if not by_sheet:
        return office.submit("关于印发示例补贴办法的通知")
    arrival = office.arrive("通知.txt")
    document_id = office.intake.register(
        arrival.id,
        sha256=office.originals.put_bytes("决定".encode()),
        size_bytes=6,
        media_type="text/plain",
        file_name="通知.txt",
        unit="employment",
        handed_in_by=CLERK,
        sheet={"unit": "employment", "consultation": True},
    ).document_id
    office.intake.store_reading(document_id, reading_of("决定"))
    office.intake.submit(document_id)
    return document_id


def refusal_of(office: Office, document_id: DocumentId, door: str = "desk") -> str:
    with pytest.raises(DecisionRefused) as refused:
        office.decide(document_id, UNIT_HEAD, door=door)
    return refused.value.code


def need(forum: Forum, document_id: DocumentId) -> None:
    forum.services.linking.rule_need(document_id, is_needed=True, reason="涉及补贴标准", by=CLERK)


@pytest.mark.parametrize("door", ["desk", "airflow"])
@pytest.mark.parametrize("by_sheet", [True, False])
def test_without_a_consultation_it_is_refused_through_either_door(forum: Forum, door: str, by_sheet: bool) -> None:
    document_id = decision(forum, by_sheet=by_sheet)
    if not by_sheet:
        need(forum, document_id)
    assert refusal_of(forum.office, document_id, door) == "no_consultation"
    assert forum.office.actions(document_id)[-1] == "document:refused"


def test_what_needs_none_is_approved_as_before(forum: Forum) -> None:
    forum.office.decide(decision(forum), UNIT_HEAD)


def test_step_by_step_it_is_told_what_is_missing_until_the_report_is_public(forum: Forum) -> None:
    office, linking = forum.office, forum.services.linking
    document_id = decision(forum)
    consultation_id = forum.running()
    linking.link_decision(consultation_id, document_id, by=CLERK)
    assert refusal_of(office, document_id) == "consultation_running"
    office.clock.move_to(2026, 4, 2)
    assert refusal_of(office, document_id) == "no_adoption_report"
    report = forum.report()
    assert refusal_of(office, document_id) == "no_adoption_report"
    linking.link_report(consultation_id, report, by=CLERK)
    office.approve_all(document_id)
    office.publishing.publish(document_id)


def test_a_report_that_was_taken_off_counts_as_none(forum: Forum) -> None:
    office, consultation_id = forum.office, forum.reported()
    document_id = decision(forum)
    forum.services.linking.link_decision(consultation_id, document_id, by=CLERK)
    report = forum.consultation(consultation_id).report_id
    assert report is not None
    office.decide(document_id, UNIT_HEAD)
    office.publishing.withdraw(report, by=DUTY, reason="有误")
    with pytest.raises(DecisionRefused) as refused:
        office.decide(document_id, PersonId("deputy"))
    assert refused.value.code == Refusal.NO_ADOPTION_REPORT


def test_a_need_that_is_found_after_the_last_approval_stops_the_publication(forum: Forum) -> None:
    document_id = forum.office.clear("关于印发示例补贴办法的通知")
    need(forum, document_id)
    with pytest.raises(DecisionRefused) as refused:
        forum.office.publishing.publish(document_id)
    assert refused.value.code == Refusal.NO_CONSULTATION


def test_to_say_that_it_is_not_public_is_no_way_around(forum: Forum) -> None:
    document_id = decision(forum)
    need(forum, document_id)
    forum.office.decide(document_id, UNIT_HEAD, Verdict.WITHHOLD, reason="隐私", legal_basis=ARTICLE_15)
    with pytest.raises(DecisionRefused) as refused:
        forum.office.decide(document_id, PersonId("deputy"))
    assert refused.value.code == Refusal.NO_CONSULTATION


def test_it_may_be_returned_meanwhile(forum: Forum) -> None:
    document_id = decision(forum)
    need(forum, document_id)
    forum.office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="先公开征求意见")


def test_the_office_alone_says_that_none_is_needed_after_all_and_why(forum: Forum) -> None:
    document_id, linking = decision(forum, by_sheet=True), forum.services.linking
    with pytest.raises(NotAllowed):
        linking.rule_need(document_id, is_needed=False, reason="误填", by=CLERK)
    with pytest.raises(ConsultationInvalid):
        linking.rule_need(document_id, is_needed=False, reason=" ", by=OFFICE)
    assert refusal_of(forum.office, document_id) == "no_consultation"
    linking.rule_need(document_id, is_needed=False, reason="误填，属于内部事务", by=OFFICE)
    forum.office.decide(document_id, UNIT_HEAD)
    assert "consultation:not_needed" in forum.office.actions(document_id)


def test_a_linked_consultation_counts_whatever_was_ruled_and_only_the_office_unlinks_it(forum: Forum) -> None:
    document_id, linking, consultation_id = decision(forum), forum.services.linking, forum.running()
    linking.link_decision(consultation_id, document_id, by=CLERK)
    linking.rule_need(document_id, is_needed=False, reason="误填", by=OFFICE)
    assert refusal_of(forum.office, document_id) == "consultation_running"
    with pytest.raises(NotAllowed):
        linking.link_decision(consultation_id, None, by=CLERK)
    linking.link_decision(consultation_id, None, by=OFFICE)
    forum.office.decide(document_id, UNIT_HEAD)


def test_to_cancel_a_consultation_is_no_way_around(forum: Forum) -> None:
    document_id, linking, consultation_id = decision(forum), forum.services.linking, forum.running()
    linking.link_decision(consultation_id, document_id, by=CLERK)
    forum.services.preparing.cancel(consultation_id, by=CLERK)
    assert refusal_of(forum.office, document_id) == "no_consultation"
    with pytest.raises(NotAllowed):
        linking.link_decision(consultation_id, None, by=CLERK)
    linking.link_decision(consultation_id, None, by=OFFICE)
    forum.office.decide(document_id, UNIT_HEAD)


def test_of_two_consultations_both_have_to_be_reported(forum: Forum) -> None:
    document_id, linking = decision(forum), forum.services.linking
    later = forum.services.preparing.prepare(
        forum.draft(), a_notice(opens_on=dt.date(2026, 4, 10), closes_on=dt.date(2026, 5, 20)), by=CLERK
    ).id
    forum.approve(later)
    for consultation_id in (forum.reported(), ConsultationId(later)):
        linking.link_decision(consultation_id, document_id, by=CLERK)
    assert refusal_of(forum.office, document_id) == "consultation_running"


def test_the_draft_and_the_report_are_no_decisions_of_their_own(forum: Forum) -> None:
    consultation_id = forum.reported()
    one = forum.consultation(consultation_id)
    for document_id in (one.draft_id, one.report_id):
        with pytest.raises(ConsultationInvalid):
            forum.services.linking.link_decision(consultation_id, document_id, by=CLERK)


def test_the_desk_tells_what_a_document_lacks_in_one_line(forum: Forum) -> None:
    document_id = decision(forum)
    need(forum, document_id)
    found = forum.services.desk.of_document(document_id)
    assert found.is_needed
    assert found.lack is Refusal.NO_CONSULTATION
    assert "征求意见" in SENTENCES[found.lack]
