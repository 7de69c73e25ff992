"""What staff do at the desk outside of a review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk.security import form_token
from review_desk.wording import REREVIEW_REASON

from records.domain.document import DocumentId, PersonId
from records.domain.errors import TransitionRefused
from records.domain.lifecycle import State
from records.domain.review import Verdict
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]
CLERK = PersonId("clerk")


@pytest.fixture
def published(office: Office) -> DocumentId:
    return office.publish("关于示例事项的通知")


def send(visitor: Visitor, document_id: DocumentId, act: str, **fields: str):
    return visitor.send(document_id, visitor.open(document_id), act=act, **fields)


def test_a_clerk_asks_for_a_second_look_in_words(office: Office, visitor: Visitors, published: DocumentId):
    response = send(
        visitor("user-clerk"), published, "rereview", reason_kind="personal_data", reason="第二段有家庭住址"
    )
    assert response.status_code == 303
    dossier = office.desk.dossier(published)
    assert (dossier.document.state, dossier.rounds[-1].reason) == (State.IN_REVIEW, "第二段有家庭住址")
    page = visitor("user-unit-head").open(published)
    assert "<strong>重新审查：涉及个人信息。</strong>第二段有家庭住址" in page
    assert published in office.deliver().shown


def test_an_urgent_one_takes_the_page_off_at_once(office: Office, visitor: Visitors, published: DocumentId):
    send(visitor("user-office"), published, "rereview", reason_kind="classified", reason="疑似涉密", urgent="yes")
    assert published in office.deliver().tombstones


@pytest.mark.parametrize(
    "fields", [{"reason_kind": "", "reason": "示例"}, {"reason_kind": "other", "reason": ""}, {"reason_kind": "x"}]
)
def test_a_second_look_without_a_reason_is_refused(
    office: Office, visitor: Visitors, published: DocumentId, fields: dict[str, str]
):
    assert send(visitor("user-clerk"), published, "rereview", **fields).status_code == 422
    assert office.document(published).state is State.PUBLISHED


def test_the_duty_officer_withdraws_and_the_public_is_told_why(
    office: Office, visitor: Visitors, published: DocumentId
):
    duty = visitor("user-duty")
    assert "撤回公开" in duty.open(published)
    assert send(duty, published, "withdraw", reason="内容已失实").status_code == 303
    assert office.deliver().tombstones[published] == "内容已失实"
    assert office.document(published).state is State.WITHDRAWN


def test_the_duty_officer_sees_nothing_that_was_never_published(office: Office, visitor: Visitors):
    document_id = office.submit("未公开的通知")
    assert visitor("user-duty").get(f"/documents/{document_id}").status_code == 403


@pytest.mark.parametrize("user", ["clerk", "office", "unit-head"])
def test_nobody_else_withdraws(office: Office, visitor: Visitors, published: DocumentId, user: str):
    own = visitor(f"user-{user}")
    assert "撤回公开" not in own.open(published)
    response = own.send(
        published,
        visitor("user-duty").open(published),
        act="withdraw",
        reason="示例",
        form_token=form_token(f"user-{user}"),
    )
    assert response.status_code == 403
    assert "由值班人员办理" in response.text
    assert office.document(published).state is State.PUBLISHED
    assert "document:refused" in office.actions(published)


def test_the_office_enters_what_the_authority_answered(office: Office, visitor: Visitors):
    document_id = office.submit("难以确定的通知")
    office.decide(document_id, PersonId("unit-head"), Verdict.REFER, reason="能否公开难以确定")
    assert "主管部门的答复" not in visitor("user-clerk").open(document_id)
    response = send(visitor("user-office"), document_id, "answer_referral", reason="示保密函〔2026〕1号：可以公开")
    assert response.status_code == 303
    dossier = office.desk.dossier(document_id)
    assert dossier.document.state is State.EXTRACTED
    assert dossier.rounds[0].referral_answer == "示保密函〔2026〕1号：可以公开"


def test_a_clerk_sends_a_quarantined_file_to_be_read_again(office: Office, visitor: Visitors):
    document_id = office.receive("读不出的通知", by=CLERK)
    office.intake.quarantine(document_id, code="timed_out", message="读取该文件超过时限。")
    assert send(visitor("user-clerk"), document_id, "retry").status_code == 303
    assert office.document(document_id).state is State.RECEIVED
    with pytest.raises(TransitionRefused):
        office.intake.retry(document_id, by=CLERK)


def test_the_form_in_airflow_offers_the_same_reasons():
    from pathlib import Path

    dag = Path(__file__).parents[2] / "dags" / "rereview_document.py"
    listed = next(line for line in dag.read_text(encoding="utf-8").splitlines() if line.startswith("REASONS = "))
    assert [f'"{kind}"' in listed for kind in REREVIEW_REASON] == [True] * len(REREVIEW_REASON)


def test_a_reviewer_who_sees_a_mark_seals_the_document_at_once(office: Office, visitor: Visitors):
    document_id = office.submit("关于示例事项的通知")
    reviewer = visitor("user-deputy")  # it isn't their step yet
    refused = send(reviewer, document_id, "seal")
    assert refused.status_code == 422
    assert office.document(document_id).state is State.IN_REVIEW
    assert send(reviewer, document_id, "seal", urgent="yes").status_code == 303
    assert office.document(document_id).state is State.SEALED
    assert "示例事项" not in reviewer.get(f"/documents/{document_id}").text
    assert office.vault.has(document_id)


def test_who_reviews_nothing_is_not_offered_to_seal(office: Office, visitor: Visitors):
    document_id = office.submit("关于示例事项的通知")
    clerk = visitor("user-clerk")
    page = clerk.open(document_id)
    assert "立即封存" not in page
    fields = {"form_token": form_token("user-clerk"), "act": "seal", "urgent": "yes"}
    answer = clerk.client.post(f"/desk/documents/{document_id}", data=fields, follow_redirects=False)
    assert answer.status_code == 403
    assert office.document(document_id).state is State.IN_REVIEW
