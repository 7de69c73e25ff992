"""Differences between two contents, as people read them."""

from __future__ import annotations

from dataclasses import replace

from review_desk.differences import Difference, differences

from records.domain.document import PersonId
from records.domain.reading import Attribute, Reading, ReadPage
from records.domain.redaction import Redaction

READING = Reading("text/1", "text/plain", (ReadPage(1, "甲\n乙\n丙\n", "text"),), {"title": Attribute("示例")})


def test_the_same_content_has_no_difference() -> None:
    assert differences(READING, replace(READING, reader="text/2")) == ()


def test_an_attribute_that_is_new_or_gone_has_one_side_only() -> None:
    dated = replace(READING, attributes={"adopted_on": Attribute("2026-03-02")})
    assert differences(READING, dated) == (
        Difference("标题", "示例", ""),
        Difference("成文日期", "", "2026年3月2日"),
    )


def test_changed_lines_stand_side_by_side() -> None:
    other = replace(READING, pages=(ReadPage(1, "甲\n丁\n丙\n戊\n", "text"),))
    assert differences(READING, other) == (Difference("正文", "乙", "丁"), Difference("正文", "", "戊"))


def test_what_was_taken_out_or_shown_again_is_named_by_its_page() -> None:
    redacted = replace(READING, redactions=(Redaction(1, 0, 1, "■", "text", "个人隐私", PersonId("clerk")),))
    assert differences(READING, redacted) == (Difference("第 1 页，隐去", "", "■"),)
    assert differences(redacted, READING) == (Difference("第 1 页，恢复", "■", ""),)


def test_of_a_text_that_is_another_people_are_told_to_read_on() -> None:
    first, second = (
        replace(READING, pages=(ReadPage(1, "".join(f"{mark}{n}\n" for n in range(6_000)), "text"),)) for mark in "甲乙"
    )
    assert differences(first, second) == (Difference("正文", "", "正文变化较多，请通读全文"),)
