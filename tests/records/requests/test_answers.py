"""Each answer that the law knows, with what it needs; and none that goes without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.domain.requests.answer_rules import ANSWER_RULES, AnswerKind
from records.domain.requests.answers import (
    GROUND_ARTICLE,
    AnswerFacts,
    AnswerIncomplete,
    DraftedAnswer,
    Ground,
    require_complete,
)
from records.domain.requests.content import RequestContent, Requester, normalised
from records.domain.requests.purpose import RequestPurpose

FACTS = AnswerFacts(
    "email",
    was_objected_to=False,
    was_corrected=True,
    asked_for_reasons=True,
    repeats_an_answer=True,
    purpose=RequestPurpose.DISCLOSURE,
)


def drafted(kind: AnswerKind) -> DraftedAnswer:
    rule = ANSWER_RULES[kind]
    return DraftedAnswer(
        kind,
        "写明的内容",
        Ground.PROCESS if rule.needs_ground else None,
        "email" if rule.discloses else None,
        organ="示例区民政局" if rule.names_organ else "",
    )


def test_every_item_of_articles_36_to_39_has_an_answer() -> None:
    assert set(ANSWER_RULES) == set(AnswerKind)
    articles = {rule.article for rule in ANSWER_RULES.values()}
    assert {f"第三十六条第（{item}）项" for item in "一二三四五六七"} <= articles
    assert {"第三十条", "第三十五条", "第三十七条", "第三十八条", "第三十九条第一款", "第三十九条第二款"} <= articles
    assert set(GROUND_ARTICLE) == set(Ground)


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_complete_answer_passes_and_one_without_text_does_not(kind: AnswerKind) -> None:
    facts = replace(FACTS, purpose=ANSWER_RULES[kind].purpose)
    require_complete(drafted(kind), facts)
    with pytest.raises(AnswerIncomplete):
        require_complete(replace(drafted(kind), text=" "), facts)


@pytest.mark.parametrize("kind", AnswerKind)
def test_an_answer_about_information_answers_no_request_for_rectification_and_the_other_way_round(
    kind: AnswerKind,
) -> None:
    (other,) = set(RequestPurpose) - {ANSWER_RULES[kind].purpose}
    with pytest.raises(AnswerIncomplete, match="不能用来答复"):
        require_complete(drafted(kind), replace(FACTS, purpose=other))


def test_whoever_is_sent_elsewhere_is_told_where() -> None:
    facts = replace(FACTS, purpose=RequestPurpose.RECTIFICATION)
    for kind in (AnswerKind.PASSED_ON, AnswerKind.DIRECTED):
        with pytest.raises(AnswerIncomplete, match="第四十一条"):
            require_complete(replace(drafted(kind), organ=" "), facts)
    with pytest.raises(AnswerIncomplete, match="不写"):
        require_complete(replace(drafted(AnswerKind.RECTIFIED), organ="示例区民政局"), facts)


@pytest.mark.parametrize("kind", [AnswerKind.WITHHELD, AnswerKind.PARTLY_DISCLOSED])
def test_what_is_withheld_names_one_of_the_grounds_of_articles_14_to_16(kind: AnswerKind) -> None:
    with pytest.raises(AnswerIncomplete, match="第十四、十五、十六条"):
        require_complete(replace(drafted(kind), ground=None), FACTS)


def test_what_is_disclosed_says_its_form_and_why_it_is_another_than_asked() -> None:
    answer = drafted(AnswerKind.DISCLOSED)
    with pytest.raises(AnswerIncomplete, match="第四十条"):
        require_complete(replace(answer, supplied_as=None), FACTS)
    with pytest.raises(AnswerIncomplete, match="第四十条"):
        require_complete(replace(answer, supplied_as="inspection"), FACTS)
    require_complete(replace(answer, supplied_as="inspection", form_reason="原件不宜复制"), FACTS)


def test_a_third_partys_objection_is_overridden_with_a_reason_alone() -> None:
    objected = replace(FACTS, was_objected_to=True)
    with pytest.raises(AnswerIncomplete, match="第三十二条"):
        require_complete(drafted(AnswerKind.DISCLOSED), objected)
    require_complete(replace(drafted(AnswerKind.DISCLOSED), override_reason="关系公共安全"), objected)
    require_complete(drafted(AnswerKind.WITHHELD), objected)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (AnswerKind.REPEATED, "repeats_an_answer"),
        (AnswerKind.STILL_UNCLEAR, "was_corrected"),
        (AnswerKind.EXCESSIVE, "asked_for_reasons"),
    ],
)
def test_an_answer_that_rests_on_what_happened_before_needs_it_on_record(kind: AnswerKind, missing: str) -> None:
    with pytest.raises(AnswerIncomplete):
        require_complete(drafted(kind), replace(FACTS, **{missing: False}))


def test_blanks_width_and_punctuation_make_no_other_request() -> None:
    one = RequestContent(Requester("示例甲", "身份证 TEST-1", "000"), "２０２５年 培训补贴，发放名单。")
    other = RequestContent(Requester("示例甲 ", "身份证TEST-1", "111"), "2025年培训补贴发放名单")
    assert one.sameness == other.sameness
    assert normalised("Ａ-1 甲") == "a1甲"


def test_content_comes_back_from_its_json_and_shows_nothing_of_itself() -> None:
    content = RequestContent(Requester("示例甲", "身份证 TEST-1", "000"), "名单").with_text("answer", "答复")
    stored = content.as_json()
    assert isinstance(stored, dict)
    assert RequestContent.of_json(stored) == content
    assert "示例甲" not in repr(content)
