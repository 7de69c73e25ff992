"""Hidden content at the desk: every kind has a name, and what belongs to the whole file leads to no page."""

from __future__ import annotations

from collections.abc import Callable

from review_desk.wording import FINDING

from processors.screening.model import WHOLE_FILE, FindingKind
from records.domain.document import PersonId
from records.domain.reading import Attribute, Finding, Reading, ReadPage, Severity
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office


def test_every_kind_of_finding_has_a_name() -> None:
    assert {kind.value for kind in FindingKind} <= set(FINDING)


def test_what_the_file_hides_is_listed_without_a_link(office: Office, visitor: Callable[[str], Visitor]) -> None:
    findings = (
        Finding("document_properties", WHOLE_FILE, "作者：示例甲", 0, 0, Severity.NOTE),
        Finding("covered_text", 1, "<b>示例乙</b>", 0, 0, Severity.WARN),
    )
    page = ReadPage(1, "关于示例事项的通知\n", "text")
    document_id = office.receive("示例", by=PersonId("clerk"))
    attributes = {"title": Attribute("关于示例事项的通知"), "disclosure": Attribute("proactive")}
    office.intake.store_reading(document_id, Reading("示例/1", "text/plain", (page,), attributes, findings))
    office.intake.submit(document_id)
    shown = visitor("user-unit-head").open(document_id)
    assert "整个文件 · 文档属性" in shown
    assert "第 1 页 · 被遮盖的文字" in shown
    assert "&lt;b&gt;示例乙&lt;/b&gt;" in shown
    assert 'href="#finding-' not in shown
