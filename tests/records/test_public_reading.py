"""The public sees nothing of what was taken out, neither in the text nor in an attribute that repeats it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.domain.document import PersonId
from records.domain.public_reading import public_reading
from records.domain.reading import Attribute, AttributeValue, Evidence, Reading, ReadPage
from records.domain.redaction import Redaction
from tests.records.office_kit import blocking

TEXT = "关于示例甲的通知\n各科室：\n示例甲住示例街1号，请示 例甲\n办理。\n"


def reading(**attributes: Attribute) -> Reading:
    return Reading("text/1", "text/plain", (ReadPage(1, TEXT, "text"),), attributes, (blocking(),))


def taken_out(words: str, replacement: str = "■") -> Redaction:
    start = TEXT.index(words)
    return Redaction(1, start, start + len(words), replacement, "text", "个人隐私", PersonId("clerk"))


def shown(value: AttributeValue, redaction: Redaction, evidence: Evidence | None = None) -> AttributeValue:
    seen = public_reading(replace(reading(title=Attribute(value, evidence)), redactions=(redaction,)))
    return seen.attributes["title"].value


def test_the_text_has_the_replacement_in_its_place() -> None:
    both = (taken_out("住示例街1号", "住示例街■号"), taken_out("示例甲", "示*甲"))
    seen = public_reading(replace(reading(), redactions=both))
    assert seen.pages[0].text == "关于示*甲的通知\n各科室：\n示例甲住示例街■号，请示 例甲\n办理。\n"
    assert (seen.findings, seen.redactions) == ((), ())


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("关于示例甲的通知", "关于■的通知"),
        (("名单", "示 例甲的申请"), ("名单", "■的申请")),
        ("关于示例的通知", "关于示例的通知"),
        (None, None),
    ],
)
def test_an_attribute_that_repeats_the_words_loses_them_too(value: AttributeValue, seen: AttributeValue) -> None:
    assert shown(value, taken_out("示例甲")) == seen


def test_an_attribute_read_from_there_that_does_not_repeat_the_words_is_not_shown_at_all() -> None:
    evidence = Evidence(1, TEXT[:8], 0, 8, "title_block")
    assert shown("关于某人的通知", taken_out("示例甲"), evidence) is None
    assert shown("关于示例甲的通知", taken_out("示例甲"), evidence) == "关于■的通知"


@given(st.data())
def test_no_character_that_was_taken_out_is_left(data: st.DataObject) -> None:
    text = data.draw(st.text("甲乙丙丁\n", min_size=1, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    redaction = Redaction(1, start, end, "■", "text", "个人隐私", PersonId("clerk"))
    page = ReadPage(1, text, "text")
    seen = public_reading(Reading("text/1", "text/plain", (page,), redactions=(redaction,)))
    assert seen.pages[0].text == text[:start] + "■" + text[end:]
