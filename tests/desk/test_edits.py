"""Correcting attributes and taking words out at the desk, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk.security import form_token

from records.domain.document import DocumentId, PersonId
from records.domain.reading import Attribute, Evidence, Finding, Reading, ReadPage, Severity
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]

TITLE = "关于示例事项的通知"
TEXT = f"{TITLE}\n联系人示例甲，手机13800000000。\n示例甲住示\n例街1号。\n"
PHONE = Finding("mobile", 1, "13800000000", 19, 30, Severity.BLOCK)


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    attributes = {
        "title": Attribute(TITLE, Evidence(1, TITLE, 0, 9, "title"), 0.97),
        "disclosure": Attribute("proactive"),
        "attachments": Attribute(("示例表",)),
    }
    reading = Reading("text/1", "text/plain", (ReadPage(1, TEXT, "text"),), attributes, (PHONE,))
    document_id = office.receive("示例", by=PersonId("clerk"))
    office.intake.store_reading(document_id, reading)
    office.intake.submit(document_id)
    return document_id


def reading(office: Office, document_id: DocumentId) -> Reading:
    found = office.desk.dossier(document_id).reading
    assert found is not None
    return found


def test_a_reviewer_corrects_a_title_and_sees_what_was_read(office: Office, visitor: Visitors, document_id: DocumentId):
    assert TEXT[PHONE.start : PHONE.end] == PHONE.text
    reviewer = visitor("user-unit-head")
    page = reviewer.open(document_id)
    response = reviewer.send(document_id, page, act="correct", attribute="title", value="关于示例工作的通知")
    assert (response.status_code, response.headers["location"]) == (303, f"/desk/documents/{document_id}")
    after = reviewer.open(document_id)
    assert f"更正，原读作“{TITLE}”" in after
    assert "第 2 轮 · 第 1 级" in after
    assert "更正属性" in after
    assert office.document(document_id).title == "关于示例工作的通知"


def test_lists_are_typed_line_by_line_and_dates_as_dates(office: Office, visitor: Visitors, document_id: DocumentId):
    clerk = visitor("user-clerk")
    clerk.send(document_id, clerk.open(document_id), act="correct", attribute="attachments", value="甲表\n\n 乙表 \n")
    clerk.send(document_id, clerk.open(document_id), act="correct", attribute="adopted_on", value="2026-03-02")
    attributes = reading(office, document_id).attributes
    assert attributes["attachments"].value == ("甲表", "乙表")
    assert attributes["adopted_on"].value == "2026-03-02"
    refused = clerk.send(document_id, clerk.open(document_id), act="correct", attribute="adopted_on", value="三月二日")
    assert refused.status_code == 422
    assert "成文日期应为日期" in refused.text


def test_a_finding_is_taken_out_with_one_button_and_may_be_approved_then(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    reviewer = visitor("user-unit-head")
    page = reviewer.open(document_id)
    assert f'value="{PHONE.id}" checked' in page
    reviewer.send(document_id, page, act="redact", findings=PHONE.id, reason="涉及个人隐私")
    after = reviewer.open(document_id)
    assert '<mark class="redacted"' in after
    assert "138****0000" in after
    assert reviewer.decide(document_id, verdict="approve").status_code == 303
    assert office.review.decision_for(document_id, 2, 1) is not None


def test_words_are_taken_out_wherever_they_stand_also_across_lines(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    clerk = visitor("user-clerk")
    for words in ("示例甲", "示例街1号"):
        response = clerk.send(document_id, clerk.open(document_id), act="redact", words=words, reason="涉及个人隐私")
        assert response.status_code == 303
    places = [TEXT[one.start : one.end] for one in reading(office, document_id).redactions]
    assert places == ["示例甲", "示例甲", "示\n例街1号"]


def test_what_was_taken_out_is_shown_again_on_request(office: Office, visitor: Visitors, document_id: DocumentId):
    clerk = visitor("user-clerk")
    clerk.send(document_id, clerk.open(document_id), act="redact", words="示例街1号", reason="涉及个人隐私")
    page = clerk.open(document_id)
    assert "已隐去（1）" in page
    [redaction] = reading(office, document_id).redactions
    clerk.send(document_id, page, act="restore", redaction=redaction.id)
    assert reading(office, document_id).redactions == ()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "没有这些字"}, "正文中没有“没有这些字”"),
        ({}, "请勾选发现项"),
        ({"words": "示例甲", "reason": ""}, "请写明隐去的理由"),
    ],
)
def test_a_redaction_that_means_nothing_is_refused_and_what_was_typed_stays(
    office: Office, visitor: Visitors, document_id: DocumentId, fields: dict[str, str], sentence: str
):
    clerk = visitor("user-clerk")
    typed = {"reason": "涉及个人隐私"} | fields
    response = clerk.send(document_id, clerk.open(document_id), act="redact", **typed)
    assert response.status_code == 422
    assert sentence in response.text
    assert reading(office, document_id).redactions == ()
    assert f'value="{typed.get("words", "")}"' in response.text


@pytest.mark.parametrize("act", ["correct", "redact", "restore"])
def test_who_is_not_at_the_step_changes_nothing(office: Office, visitor: Visitors, document_id: DocumentId, act: str):
    deputy = visitor("user-deputy")
    page = deputy.open(document_id)
    assert "隐去部分内容" not in page
    own = visitor("user-unit-head").open(document_id)
    fields = {"attribute": "title", "value": "别的", "words": "示例甲", "reason": "涉及个人隐私", "redaction": "x"}
    before = office.document(document_id).content_hash
    response = deputy.send(document_id, own, act=act, **fields, form_token=form_token("user-deputy"))
    assert response.status_code == 403
    assert "只有承办科室、办公室和当前环节的审查人员" in response.text
    assert office.document(document_id).content_hash == before
    assert "document:refused" in office.actions(document_id)


def test_who_saw_the_content_before_is_told_what_changed(office: Office, visitor: Visitors, document_id: DocumentId):
    reviewer = visitor("user-unit-head")
    assert "与此前内容的不同" not in reviewer.open(document_id)
    page = reviewer.open(document_id)
    reviewer.send(document_id, page, act="correct", attribute="title", value="关于示例工作的通知")
    changed = reviewer.open(document_id)
    assert f"<b>标题</b><br><del>{TITLE}</del><br><ins>关于示例工作的通知</ins>" in changed
    reviewer.send(document_id, changed, act="redact", findings=PHONE.id, reason="涉及个人隐私")
    redacted = reviewer.open(document_id)
    assert "<b>第 1 页，隐去</b><br><ins>138****0000</ins>" in redacted
    assert "<del>" not in redacted
