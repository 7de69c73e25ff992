"""The page of a document: text with findings and evidence, history, and an audited view."""

from __future__ import annotations

from collections.abc import Callable

from records.domain.document import PersonId
from records.domain.reading import Attribute, Evidence, Finding, Reading, ReadLine, ReadPage, Severity
from records.domain.review import Verdict
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office, blocking

Visitors = Callable[[str], Visitor]

TEXT = "关于示例事项的通知\n联系人手机13800000000。\n识别不清的一行\n"


def _reading(**changes: object) -> Reading:
    title = "关于示例事项的通知"
    facts: dict[str, object] = {
        "reader": "ocr/1",
        "media_type": "image/png",
        "pages": (
            ReadPage(
                1,
                TEXT,
                "ocr",
                (
                    ReadLine(0, 9, (0, 0, 1, 0.1), 0.99),
                    ReadLine(10, 27, (0, 0.1, 1, 0.2), 0.98),
                    ReadLine(28, 35, (0, 0.2, 1, 0.3), 0.62),
                ),
            ),
        ),
        "attributes": {
            "title": Attribute(title, Evidence(1, title, 0, 9, "title"), 0.97),
            "disclosure": Attribute("proactive"),
            "adopted_on": Attribute("2026-02-27", None, 0.6),
            "issuing_organs": Attribute(("示例区人力资源和社会保障局", "示例区财政局")),
        },
        "findings": (Finding("mobile", 1, "13800000000", 15, 26, Severity.WARN),),
    }
    return Reading(**(facts | changes))  # type: ignore[arg-type]


def _in_review(office: Office, reading: Reading):
    document_id = office.receive("示例", by=PersonId("clerk"))
    office.intake.store_reading(document_id, reading)
    office.intake.submit(document_id)
    return document_id


def test_findings_are_marked_with_kind_and_severity(office: Office, visitor: Visitors):
    page = visitor("user-unit-head").open(_in_review(office, _reading()))
    assert (
        '<mark class="finding-warn" id="finding-0">13800000000<span class="tag">手机号码 · 请核对</span></mark>' in page
    )
    assert '<a href="#finding-0">' in page


def test_the_evidence_of_an_attribute_is_marked_and_linked(office: Office, visitor: Visitors):
    page = visitor("user-unit-head").open(_in_review(office, _reading()))
    assert '<mark class="evidence" id="evidence-title">关于示例事项的通知' in page
    assert 'href="#evidence-title"' in page


def test_evidence_under_a_finding_leads_to_its_page(office: Office, visitor: Visitors):
    attributes = {
        "title": Attribute("关于示例事项的通知"),
        "disclosure": Attribute("proactive"),
        "signatory": Attribute("13800000000", Evidence(1, "13800000000", 15, 26, "r"), 0.9),
    }
    page = visitor("user-unit-head").open(_in_review(office, _reading(attributes=attributes)))
    assert 'href="#page-1"' in page
    assert 'id="page-1"' in page


def test_doubtful_lines_of_an_ocr_page_are_marked_and_counted(office: Office, visitor: Visitors):
    page = visitor("user-unit-head").open(_in_review(office, _reading()))
    assert '<mark class="doubtful" id="line-1-28">识别不清的一行<span class="tag">识别存疑 62%</span></mark>' in page
    assert "1 行存疑" in page
    assert "文字识别（OCR）" in page


def test_what_could_not_be_read_is_said_page_by_page(office: Office, visitor: Visitors):
    warnings = ("page_unreadable:3", "tables_not_read", "code_of_a_later_version:2")
    page = visitor("user-unit-head").open(_in_review(office, _reading(warnings=warnings)))
    assert "第 3 页无法读取，正文中没有这一页的文字，请对照原件。" in page
    assert "表格未能按行列读取" in page
    assert "code_of_a_later_version:2" in page


def test_values_are_shown_as_people_write_them(office: Office, visitor: Visitors):
    page = visitor("user-unit-head").open(_in_review(office, _reading()))
    assert "2026年2月27日" in page
    assert "把握 60%" in page
    assert "示例区人力资源和社会保障局、示例区财政局" in page
    assert "proactive" not in page.replace('value="proactive"', "")


def test_markup_in_the_text_is_shown_and_never_obeyed(office: Office, visitor: Visitors):
    text = '<img src=x onerror="alert(1)"><form action=//evil>\n'
    reading = _reading(
        pages=(ReadPage(1, text, "text"),), findings=(), attributes={"disclosure": Attribute("proactive")}
    )
    page = visitor("user-unit-head").open(_in_review(office, reading))
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in page
    assert "<img src=x" not in page
    assert "<form action=//evil" not in page


def test_opening_a_document_is_on_the_audit_chain_once_per_content(office: Office, visitor: Visitors):
    document_id = _in_review(office, _reading())
    reviewer = visitor("user-unit-head")
    reviewer.open(document_id)
    reviewer.open(document_id)
    assert office.actions(document_id).count("document:viewed") == 1


def test_only_the_assignee_gets_the_decision_form(office: Office, visitor: Visitors):
    document_id = _in_review(office, _reading())
    assert "提交意见" in visitor("user-unit-head").open(document_id)
    for user in ("user-clerk", "user-deputy", "user-office"):
        page = visitor(user).open(document_id)
        assert "提交意见" not in page
        assert "正在等待科室负责人（测试员乙）审查" in page


def test_the_form_is_bound_to_hash_round_and_step(office: Office, visitor: Visitors):
    document_id = _in_review(office, _reading())
    page = visitor("user-unit-head").open(document_id)
    content_hash = office.document(document_id).content_hash
    for name, value in (("content_hash", content_hash), ("round", "1"), ("step", "1")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


def test_the_history_says_who_decided_what_and_why(office: Office, visitor: Visitors):
    document_id = office.submit("示例通知", findings=(blocking(),))
    office.decide(document_id, PersonId("unit-head"), dismissals={blocking().id: "号码是示例"})
    page = visitor("user-deputy").open(document_id)
    assert "第 1 轮 · 第 1 级 · 同意" in page
    assert "测试员乙" in page
    assert "号码是示例" in page


def test_decisions_of_an_earlier_round_are_marked_as_void(office: Office, visitor: Visitors):
    document_id = office.submit("示例通知")
    office.decide(document_id, PersonId("unit-head"), Verdict.RETURN, reason="请核对日期")
    page = visitor("user-clerk").open(document_id)
    assert "退回：</strong>请核对日期" in page
    assert "不再有效" not in page
    office.intake.submit(document_id, by=PersonId("clerk"))
    page = visitor("user-unit-head").open(document_id)
    assert "不再有效" in page


def test_what_was_refused_to_stricter_eyes_can_not_be_loosened_in_the_form(office: Office, visitor: Visitors):
    document_id = office.submit("示例答复")
    office.decide(
        document_id,
        PersonId("unit-head"),
        Verdict.WITHHOLD,
        reason="内部事务",
        legal_basis="《政府信息公开条例》第十六条",
    )
    page = visitor("user-deputy").open(document_id)
    assert 'value="withhold"' not in page
    assert 'value="on_request"' not in page
    assert 'name="listable"' not in page
    assert "理由：内部事务" in page


def test_the_original_is_for_download_only_and_audited(office: Office, visitor: Visitors):
    document_id = _in_review(office, _reading())
    response = visitor("user-deputy").get(f"/documents/{document_id}/original")
    assert response.content == "示例".encode()
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert response.headers["content-type"] == "application/octet-stream"
    assert office.actions(document_id).count("document:viewed") == 1


def test_a_document_that_was_not_read_has_no_original_to_download(office: Office, visitor: Visitors):
    document_id = office.receive("打不开", by=PersonId("clerk"))
    response = visitor("user-clerk").get(f"/documents/{document_id}/original")
    assert response.status_code == 404


def test_a_document_in_quarantine_says_what_is_wrong_with_it(office: Office, visitor: Visitors):
    document_id = office.receive("打不开", by=PersonId("clerk"))
    office.intake.quarantine(document_id, code="encrypted", message="文件有密码，请去掉密码后重新报送。")
    page = visitor("user-clerk").open(document_id)
    assert "隔离待处理" in page
    assert "文件有密码，请去掉密码后重新报送。" in page


def test_a_sealed_document_shows_its_id_and_nothing_else(office: Office, visitor: Visitors):
    document_id = office.extract("带有标志的示例文件", by=PersonId("clerk"))
    office.sealing.seal(document_id)
    page = visitor("user-office").open(document_id)
    assert str(document_id) in page
    assert "已封存" in page
    assert "带有标志" not in page
    assert visitor("user-office").get(f"/documents/{document_id}/original").status_code == 404
    assert "带有标志" not in visitor("user-clerk").get("/").text
