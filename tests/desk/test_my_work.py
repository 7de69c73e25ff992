"""My work: what waits for a person, what came back, what the office has to decide."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from review_desk.work_filter import PAGE_SIZE

from records.domain.document import PersonId
from records.domain.legal_clock import Limit
from records.domain.review import Verdict
from records.domain.standing import StandingDuty, StandingKind
from tests.desk.bureau import UNIT
from tests.desk.visitors import DeskHouse, Visitor
from tests.records.office_kit import ARTICLE_15, Office, blocking, reading_of

Visitors = Callable[[str], Visitor]


def _receive(office: Office, title: str, **facts: object):
    return office.submit(title, by=PersonId("clerk"), **facts)


def test_a_document_waits_for_the_unit_head_first_and_for_nobody_else(office: Office, visitor: Visitors):
    document_id = _receive(office, "关于示例补贴的通知")
    assert "关于示例补贴的通知" in visitor("user-unit-head").get("/").text
    for user in ("user-deputy", "user-head", "user-other-head", "user-other-clerk"):
        assert str(document_id) not in visitor(user).get("/").text


def test_the_nearest_deadline_stands_first(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 4)
    _receive(office, "后到的通知")
    office.clock.move_to(2026, 3, 3)
    _receive(office, "先到的通知")
    page = visitor("user-unit-head").get("/").text
    assert page.index("先到的通知") < page.index("后到的通知")


@pytest.mark.parametrize(("day", "said"), [(6, "还剩 2 个工作日"), (10, "今天到期"), (13, "已逾期 3 个工作日")])
def test_each_document_shows_how_much_of_its_terms_is_left(office: Office, visitor: Visitors, day: int, said: str):
    document_id = _receive(office, "关于示例补贴的通知")  # on Thursday 5 March
    office.clock.move_to(2026, 3, day)
    reader = visitor("user-unit-head")
    for page in (reader.get("/").text, reader.open(document_id)):
        assert f">{said}</span>" in page
        assert "2026-04-02" in page  # 20 working days
        assert "自收到之日 2026-03-05 起算（没有读到成文日期）" in page


def test_what_was_published_and_changed_shows_its_clocks_from_the_change(office: Office, visitor: Visitors):
    document_id = office.publish("关于示例补贴的通知")
    office.review.request_rereview(
        document_id, by=PersonId("clerk"), reason_kind="wrong_content", reason="金额有误", urgent=False
    )
    office.clock.move_to(2026, 4, 1)
    office.intake.store_reading(document_id, reading_of("关于示例补贴的通知（更正）"))
    reader = visitor("user-unit-head")
    for page in (reader.get("/").text, reader.open(document_id)):
        assert "自公开的内容变更之日 2026-04-01 起算" in page


def test_a_term_into_a_year_without_arrangement_alarms_and_the_office_is_told_what_to_do(
    office: Office, visitor: Visitors
):
    office.clock.move_to(2026, 12, 24)
    _receive(office, "年底的通知")
    assert "缺 2027 年放假安排" in visitor("user-unit-head").get("/").text
    page = visitor("user-office").get("/").text
    assert "请在 working-days.toml 中补上 2027 年" in page
    assert "请在 working-days.toml" not in visitor("user-unit-head").get("/").text


@pytest.fixture
def filled(office: Office) -> None:
    """Three documents of one unit: an overdue one, one with a finding, one at the second level; and one of another."""
    office.clock.move_to(2026, 3, 2)
    _receive(office, "逾期的通知")
    office.clock.move_to(2026, 3, 9)
    _receive(office, "有号码的公示", findings=(blocking(),))
    office.decide(_receive(office, "第二级的意见"), PersonId("unit-head"))
    elsewhere = office.receive("别科的函", by=None, unit="labour")
    office.intake.store_reading(elsewhere, reading_of("别科的函"))
    office.intake.submit(elsewhere)


ALL = {"逾期的通知", "有号码的公示", "第二级的意见", "别科的函"}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ALL),
        ("?overdue=1", {"逾期的通知"}),
        ("?blocking=1", {"有号码的公示"}),
        ("?level=deputy", {"第二级的意见"}),
        ("?unit=labour", {"别科的函"}),
        (f"?unit={UNIT}&level=unit_head", {"逾期的通知", "有号码的公示"}),
        ("?unit=labour&overdue=1", set()),
        ("?mine=1", set()),
        ("?level=9&overdue=yes&page=-1", ALL),  # an address typed by hand is no error
        ("?page=999999999999", ALL),
    ],
)
def test_the_office_sees_all_that_is_in_review_and_filters_it(
    filled: None, visitor: Visitors, query: str, shown: set[str]
):
    page = visitor("user-office").get(f"/{query}").text
    assert {title for title in ALL if title in page} == shown


def test_a_reviewer_filters_what_waits_for_them_alone(filled: None, visitor: Visitors):
    page = visitor("user-unit-head").get("/?unit=labour").text
    assert not any(title in page for title in ALL)
    assert "没有符合筛选的公文" in page


def test_a_filter_is_shown_as_it_was_chosen(filled: None, visitor: Visitors):
    page = visitor("user-office").get(f"/?unit={UNIT}&level=deputy&overdue=1").text
    assert f'<option value="{UNIT}" selected>' in page
    assert '<option value="deputy" selected>' in page
    assert 'name="overdue" value="1" checked' in page
    assert 'name="blocking" value="1" checked' not in page


def test_the_counts_are_of_everything_not_of_the_filter(filled: None, visitor: Visitors):
    page = visitor("user-office").get("/?unit=labour").text
    assert "<b>4</b>全部在审" in page
    assert "<b>1</b>已逾期" in page
    assert "<b>1</b>有须处理的发现项" in page


def test_the_office_sees_whom_a_document_waits_for(filled: None, visitor: Visitors):
    page = visitor("user-office").get("/?level=deputy").text
    assert "等待 示例丙" in page


def test_a_long_list_comes_in_pages_that_keep_the_filter(office: Office, visitor: Visitors):
    for number in range(PAGE_SIZE + 1):
        _receive(office, f"第{number:02}号通知")
    visitor_of_head = visitor("user-unit-head")
    first = visitor_of_head.get(f"/?unit={UNIT}").text
    assert first.count("号通知</a>") == PAGE_SIZE
    (address,) = re.findall(r'rel="next" href="/desk([^"#]+)', first)
    second = visitor_of_head.get(unescape(address)).text
    assert "unit=employment" in address
    assert second.count("号通知</a>") == 1
    assert 'rel="next"' not in second
    handed_in = visitor("user-clerk").get("/?handed_in=2").text
    assert "第00号通知" in handed_in
    assert "第01号通知" not in handed_in


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


def test_the_office_sees_what_has_to_be_looked_at_again_and_what_the_bureau_owes(
    office: Office, house: DeskHouse, visitor: Visitors
):
    document_id = _receive(office, "不公开的函")
    office.decide(document_id, PersonId("unit-head"), Verdict.WITHHOLD, reason="涉及隐私", legal_basis=ARTICLE_15)
    for person in ("deputy", "head"):
        office.decide(document_id, PersonId(person))
    house.duties = (StandingDuty(StandingKind.ANNUAL_REPORT, 2025, Limit(dt.date(2026, 1, 31), -24, is_overdue=True)),)
    assert "待重新评估" not in visitor("user-office").get("/").text
    office.clock.moment = dt.datetime(2027, 2, 10, 1, tzinfo=dt.UTC)
    page = visitor("user-office").get("/").text
    assert "待重新评估" in page
    assert "2027-03-05" in page
    assert ARTICLE_15 in page
    assert "2025年政府信息公开工作年度报告：2026-01-31 前提交并公布，已逾期 24 个工作日" in page
    assert "待重新评估" not in visitor("user-clerk").get("/").text
    assert "年度报告" not in visitor("user-clerk").get("/").text
