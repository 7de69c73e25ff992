"""Reminders at the desk: what a person has to act on or see to, while it holds, without any setting."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from review_desk.work_filter import PAGE_SIZE

from records.domain.document import PersonId
from records.domain.review import Verdict
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]


def reminders(visitor: Visitor, query: str = "") -> str:
    """The section of the page, without its tags; empty if there is none."""
    page = visitor.get(f"/{query}").text
    found = re.search(r'<section class="sheet" aria-labelledby="reminders">.*?</section>', page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


@pytest.fixture
def late(office: Office) -> None:
    """Since Monday 2 March a document lies with the unit head; today is Wednesday."""
    office.clock.move_to(2026, 3, 2)
    office.submit("关于示例补贴的通知", by=PersonId("clerk"))
    office.clock.move_to(2026, 3, 4)


def test_who_has_to_act_sees_the_title_the_term_and_by_when(late: None, visitor: Visitors):
    said = reminders(visitor("user-unit-head"))
    assert "关于示例补贴的通知" in said
    assert re.search(r"已逾期 1 个工作日 +科室负责人审查 +2026-03-03", said)
    assert "本机关公开期限" not in said  # it has a day left, and stands in the list above
    assert "待您办理" in said


def test_the_clocks_in_their_own_list_are_not_said_twice(late: None, office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 10)
    said = reminders(visitor("user-unit-head"))
    assert "科室负责人审查" in said
    assert "公开期限" not in said


def test_the_level_above_sees_whom_it_waits_for(late: None, visitor: Visitors):
    said = reminders(visitor("user-deputy"))
    assert "请您督促" in said
    assert "等待 测试员乙" in said
    assert "本机关公开期限" not in said  # that is not theirs yet


@pytest.mark.parametrize("user", ["user-head", "user-other-head", "user-clerk", "user-duty"])
def test_nobody_else_is_reminded(late: None, visitor: Visitors, user: str):
    assert reminders(visitor(user)) == ""


def test_a_reminder_is_gone_once_it_is_acted_on(late: None, office: Office, visitor: Visitors):
    (document,) = office.desk.open_documents().in_review()
    office.decide(document.document.id, PersonId("unit-head"))
    assert reminders(visitor("user-unit-head")) == ""
    assert reminders(visitor("user-deputy")) == ""


def test_a_filtered_page_is_of_the_lists_alone(late: None, visitor: Visitors):
    assert reminders(visitor("user-unit-head"), "?overdue=1") == ""


def test_a_clerk_is_reminded_of_what_came_back(late: None, office: Office, visitor: Visitors):
    (document,) = office.desk.open_documents().in_review()
    office.decide(document.document.id, PersonId("unit-head"), Verdict.RETURN, reason="请更正")
    office.clock.move_to(2026, 3, 5)
    assert "经办重新送审" in reminders(visitor("user-clerk"))


def test_reminders_hold_on_a_day_off_too(late: None, office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 7)
    assert "已逾期 3 个工作日" in reminders(visitor("user-unit-head"))


def test_the_office_is_told_which_year_is_missing(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 12, 31)
    office.submit("年底的通知", by=PersonId("clerk"))
    assert "缺 2027 年放假安排" in reminders(visitor("user-office"))


def test_they_are_counted_above_and_come_in_pages(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 2)
    for number in range(PAGE_SIZE + 1):
        office.submit(f"第{number:02}号通知", by=PersonId("clerk"))
    office.clock.move_to(2026, 3, 4)
    assert f"<b>{PAGE_SIZE + 1}</b>催办提醒" in visitor("user-deputy").get("/").text
    assert reminders(visitor("user-deputy")).count("号通知") == PAGE_SIZE
    assert reminders(visitor("user-deputy"), "?reminders=2").count("号通知") == 1


def test_a_title_is_text_and_never_markup(office: Office, visitor: Visitors):
    office.clock.move_to(2026, 3, 2)
    office.submit("<b>示例</b>", by=PersonId("clerk"))
    office.clock.move_to(2026, 3, 4)
    assert "&lt;b&gt;示例&lt;/b&gt;" in reminders(visitor("user-unit-head"))
