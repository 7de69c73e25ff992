"""Acting from the desk: records decide, the desk shows what they say and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk.legal_bases import LEGAL_BASES
from review_desk.security import form_token

from records.domain.disclosure import Disclosure, basis_suffices
from records.domain.document import DocumentId, PersonId
from records.domain.lifecycle import State
from records.domain.review import Verdict
from tests.desk.visitors import DeskHouse, Visitor
from tests.records.office_kit import Office, blocking, reading_of

Visitors = Callable[[str], Visitor]

CHAIN = ("user-unit-head", "user-deputy", "user-head")


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    return office.submit("关于示例事项的通知", by=PersonId("clerk"))


def test_three_people_approve_and_the_document_is_cleared(office: Office, visitor: Visitors, document_id: DocumentId):
    for user in CHAIN:
        response = visitor(user).decide(document_id, verdict="approve")
        assert response.status_code == 303
        assert response.headers["location"] == f"/desk/?recorded={document_id}"
    assert office.document(document_id).state is State.CLEARED
    assert "现在是“审查通过”" in visitor("user-head").get(f"/?recorded={document_id}").text


def test_a_decision_wakes_airflow_after_it_is_on_record(house: DeskHouse, visitor: Visitors, document_id: DocumentId):
    visitor("user-unit-head").decide(document_id, verdict="approve")
    assert house.woken == 1


def test_a_decision_stands_when_airflow_does_not_answer(house: DeskHouse, visitor: Visitors, document_id: DocumentId):
    house.airflow_is_down = True
    response = visitor("user-unit-head").decide(document_id, verdict="approve")
    assert response.status_code == 303
    assert house.office.review.decision_for(document_id, 1, 1) is not None


def test_returning_needs_a_reason_and_what_was_typed_stays(office: Office, visitor: Visitors, document_id: DocumentId):
    reviewer = visitor("user-unit-head")
    response = reviewer.decide(document_id, verdict="return", legal_basis="《档案法》")
    assert response.status_code == 422
    assert "都要写明理由" in response.text
    assert 'value="《档案法》"' in response.text
    assert 'value="return" required checked' in response.text
    assert office.document(document_id).state is State.IN_REVIEW


def test_a_returned_document_goes_back_to_its_clerk_who_sends_it_again(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    visitor("user-unit-head").decide(document_id, verdict="return", reason="请核对日期")
    assert office.document(document_id).state is State.EXTRACTED
    response = visitor("user-clerk").send(document_id, visitor("user-clerk").open(document_id))
    assert response.status_code == 303
    assert office.document(document_id).round == 2


def test_withholding_needs_a_legal_basis_that_carries_it(office: Office, visitor: Visitors, document_id: DocumentId):
    reviewer = visitor("user-unit-head")
    refused = reviewer.decide(
        document_id, verdict="withhold", reason="涉及个人隐私", legal_basis="《政府信息公开条例》第二十七条"
    )
    assert refused.status_code == 422
    assert "法律依据不符合要求" in refused.text
    assert "涉及个人隐私" in refused.text
    accepted = reviewer.decide(
        document_id, verdict="withhold", reason="涉及个人隐私", legal_basis="《政府信息公开条例》第十五条"
    )
    assert accepted.status_code == 303
    waiting = office.review.waiting_step(document_id)
    assert waiting is not None
    assert waiting.proposal.disclosure is Disclosure.WITHHELD


def test_on_request_can_be_listed_in_the_catalogue(office: Office, visitor: Visitors, document_id: DocumentId):
    visitor("user-unit-head").decide(
        document_id,
        verdict="on_request",
        reason="属于个案答复",
        legal_basis="《政府信息公开条例》第二十七条",
        listable="yes",
    )
    for user in ("user-deputy", "user-head"):
        assert visitor(user).decide(document_id, verdict="approve", listable="yes").status_code == 303
    document = office.document(document_id)
    assert (document.state, document.listable) == (State.ON_REQUEST, True)


def test_a_blocking_finding_is_dismissed_with_a_reason_or_the_approval_is_refused(office: Office, visitor: Visitors):
    finding = blocking()
    document_id = office.submit("通知", by=PersonId("clerk"), findings=(finding,))
    reviewer = visitor("user-unit-head")
    refused = reviewer.decide(document_id, verdict="approve")
    assert refused.status_code == 422
    assert "还有必须处理的发现项" in refused.text
    fields = {f"dismissal:{finding.id}": "号码是示例"}
    assert reviewer.decide(document_id, verdict="approve", **fields).status_code == 303
    decision = office.review.decision_for(document_id, 1, 1)
    assert decision is not None
    assert decision.dismissals == {finding.id: "号码是示例"}


def test_a_finding_dismissed_below_is_not_asked_again_but_shown(office: Office, visitor: Visitors):
    finding = blocking()
    document_id = office.submit("通知", by=PersonId("clerk"), findings=(finding,))
    office.decide(document_id, PersonId("unit-head"), dismissals={finding.id: "号码是示例"})
    page = visitor("user-deputy").open(document_id)
    assert f'name="dismissal:{finding.id}"' not in page
    assert "测试员乙 已排除：号码是示例" in page
    assert visitor("user-deputy").decide(document_id, verdict="approve").status_code == 303


def test_the_second_of_two_people_learns_who_decided_and_when(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 11)
    document_id = office.submit("关于示例事项的通知", by=PersonId("clerk"))
    office.decide(document_id, PersonId("unit-head"))
    deputy, standin = visitor("user-deputy"), visitor("user-standin")
    opened_before = standin.open(document_id)
    deputy.decide(document_id, verdict="approve")
    response = standin.send(document_id, opened_before, verdict="return", reason="日期不对")
    assert response.status_code == 409
    assert "示例丙已于 2026-03-11 09:00 对这一级提出意见：同意。" in response.text
    assert "日期不对" in response.text


def test_an_answer_to_a_changed_document_is_refused_and_the_new_text_shown(office: Office, visitor: Visitors):
    document_id = office.submit("旧的内容", by=PersonId("clerk"))
    reviewer = visitor("user-unit-head")
    opened_before = reviewer.open(document_id)
    office.intake.store_reading(document_id, reading_of("新的内容"))
    response = reviewer.send(document_id, opened_before, verdict="approve")
    assert response.status_code == 409
    assert "新的内容" in response.text
    assert office.review.decision_for(document_id, office.document(document_id).round, 1) is None


def test_a_replayed_answer_changes_nothing(office: Office, visitor: Visitors, document_id: DocumentId):
    reviewer = visitor("user-unit-head")
    page = reviewer.open(document_id)
    assert reviewer.send(document_id, page, verdict="approve").status_code == 303
    assert reviewer.send(document_id, page, verdict="approve").status_code == 303
    assert office.actions(document_id).count("document:step_approved") == 1


def test_approval_without_having_opened_the_document_is_refused(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    other = office.submit("另一份通知", by=PersonId("clerk"))
    reviewer = visitor("user-unit-head")
    page = reviewer.open(other)
    response = reviewer.send(
        document_id, page, verdict="approve", content_hash=str(office.document(document_id).content_hash)
    )
    assert response.status_code == 422
    assert "还没有查看过" in response.text


@pytest.mark.parametrize("verdict", ["", "publish", "APPROVE"])
def test_a_verdict_that_does_not_exist_is_asked_for_again(visitor: Visitors, document_id: DocumentId, verdict: str):
    response = visitor("user-unit-head").decide(document_id, verdict=verdict)
    assert response.status_code == 422
    assert "请选择意见" in response.text


def test_an_act_that_does_not_exist_is_refused(visitor: Visitors, document_id: DocumentId):
    response = visitor("user-unit-head").decide(document_id, act="publish")
    assert response.status_code == 422


def test_the_office_decides_a_missing_attribute_and_review_begins(office: Office, visitor: Visitors):
    document_id = office.extract("没有注明的函", disclosure=None)
    desk = visitor("user-office")
    refused = desk.decide(document_id, disclosure="withheld", reason="内部事务")
    assert refused.status_code == 422
    assert "内部事务" in refused.text
    accepted = desk.decide(
        document_id, disclosure="withheld", reason="内部事务", legal_basis="《政府信息公开条例》第十六条"
    )
    assert accepted.status_code == 303
    document = office.document(document_id)
    assert (document.state, document.disclosure) == (State.IN_REVIEW, Disclosure.WITHHELD)


def test_the_office_names_the_unit_when_the_sheet_named_none(office: Office, visitor: Visitors):
    document_id = office.receive("没有科室的通知", unit=None)
    office.intake.store_reading(document_id, reading_of("没有科室的通知"))
    desk = visitor("user-office")
    assert "请选择承办科室" in desk.decide(document_id, disclosure="proactive").text
    assert desk.decide(document_id, disclosure="proactive", unit="labour").status_code == 303
    assert office.document(document_id).unit == "labour"


def test_a_unit_that_does_not_exist_is_refused_with_a_sentence(office: Office, visitor: Visitors):
    document_id = office.receive("科室写错的通知", unit=None)
    office.intake.store_reading(document_id, reading_of("科室写错的通知"))
    response = visitor("user-office").decide(document_id, disclosure="proactive", unit="nowhere")
    assert response.status_code == 422
    assert "nowhere" in response.text


def test_a_clerk_cannot_decide_the_attribute(office: Office, visitor: Visitors):
    document_id = office.extract("没有注明的函", disclosure=None)
    fields = {"act": "determine", "form_token": form_token("user-clerk"), "disclosure": "proactive"}
    response = visitor("user-clerk").decide(document_id, **fields)
    assert response.status_code == 403
    assert "由办公室办理" in response.text
    assert office.document(document_id).disclosure is None


@pytest.mark.parametrize("basis", LEGAL_BASES, ids=lambda basis: basis.citation)
def test_every_legal_basis_that_is_offered_suffices_for_what_it_is_offered_for(basis):
    meant = Disclosure.ON_REQUEST if "依申请公开" in basis.covers else Disclosure.WITHHELD
    assert basis_suffices(meant, basis.citation)


def test_all_verdicts_that_records_know_can_be_chosen_at_a_proactive_proposal(
    visitor: Visitors, document_id: DocumentId
):
    page = visitor("user-unit-head").open(document_id)
    for verdict in Verdict:
        assert f'name="verdict" value="{verdict}"' in page
