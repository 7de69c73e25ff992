"""My work: what waits for a person, what came back, what the office has to decide."""

from __future__ import annotations

from collections.abc import Callable

from records.domain.document import PersonId
from records.domain.review import Verdict
from tests.desk.bureau import UNIT
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]


def _receive(office: Office, title: str, **facts: object):
    return office.submit(title, by=PersonId("clerk"), **facts)


def test_a_document_waits_for_the_unit_head_first_and_for_nobody_else(office: Office, visitor: Visitors):
    document_id = _receive(office, "关于示例补贴的通知")
    assert "关于示例补贴的通知" in visitor("user-unit-head").get("/").text
    for user in ("user-deputy", "user-head", "user-office", "user-other-head"):
        assert str(document_id) not in visitor(user).get("/").text


def test_the_longest_waiting_document_stands_first(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 4)
    _receive(office, "后到的通知")
    office.clock.move_to(2026, 3, 3)
    _receive(office, "先到的通知")
    page = visitor("user-unit-head").get("/").text
    assert page.index("先到的通知") < page.index("后到的通知")


def test_times_are_shown_in_shanghai(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 4, 20)
    _receive(office, "深夜收到的通知")
    assert "2026-03-05 04:00" in visitor("user-unit-head").get("/").text


def test_what_came_back_is_shown_to_its_unit_with_the_reason(office: Office, visitor: Visitors):
    document_id = _receive(office, "关于示例名单的公示")
    office.decide(document_id, PersonId("unit-head"), Verdict.RETURN, reason="名单里的号码没有遮盖")
    page = visitor("user-clerk").get("/").text
    assert "名单里的号码没有遮盖" in page
    assert "测试员乙" in page
    assert "名单里的号码没有遮盖" not in visitor("user-other-clerk").get("/").text


def test_the_office_sees_what_has_no_disclosure_attribute_and_why(office: Office, visitor: Visitors):
    office.extract("没有注明公开属性的函", disclosure=None)
    page = visitor("user-office").get("/").text
    assert "没有注明公开属性的函" in page
    assert "没有读到公开属性" in page
    assert "没有注明公开属性的函" not in visitor("user-other-clerk").get("/").text


def test_a_clerk_sees_what_they_handed_in_with_its_state(office: Office, visitor: Visitors):
    _receive(office, "关于示例培训的通知")
    page = visitor("user-clerk").get("/").text
    assert "我报送的" in page
    assert "审查中" in page


def test_a_delegate_sees_for_whom_they_stand_in(office: Office, visitor: Visitors):
    document_id = _receive(office, "关于示例委托的通知")
    office.decide(document_id, PersonId("unit-head"))
    office.clock.move_to(2026, 3, 11)
    page = visitor("user-standin").get("/").text
    assert "关于示例委托的通知" in page
    assert "代 示例丙" in page


def test_a_title_is_text_and_never_markup(office: Office, visitor: Visitors):
    _receive(office, "<script>alert(1)</script>")
    page = visitor("user-unit-head").get("/").text
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_desk_says_so(visitor: Visitors):
    assert "没有等待您审查的公文" in visitor("user-head").get("/").text


def test_the_unit_is_named(office: Office, visitor: Visitors):
    _receive(office, "关于示例科室的通知")
    page = visitor("user-unit-head").get("/").text
    assert "就业促进科" in page
    assert UNIT not in page
