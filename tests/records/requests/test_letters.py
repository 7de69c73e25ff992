"""The bureau's letters: every kind of answer, what it rests on, the remedies; and none before its time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from records.domain.document import PersonId
from records.domain.requests.answer_rules import ANSWER_RULES, AnswerKind
from records.domain.requests.answers import GROUND_ARTICLE, Answer, Ground
from records.domain.requests.content import RequestContent, Requester
from records.domain.requests.letters import (
    LetterNotReady,
    consultation_letter,
    correction_letter,
    extension_letter,
    fee_letter,
    reply_letter,
)
from records.domain.requests.office import RequestOffice
from records.domain.requests.request import Consultation, ConsultedKind, Correction, Extension, Fee
from tests.records.office_kit import BUREAU
from tests.records.requests.requests_kit import a_request, march

SAID = RequestOffice(letter_code="示人社公开复", review_organ="示例区人民政府", court="示例区人民法院")
HOUSE = replace(BUREAU, request_office=SAID)
CONTENT = (
    RequestContent(Requester("示例申请人甲", "TEST-1", "000"), "培训补贴\n汇总表")
    .with_text("answer", "第一段。\n\n第二段。")
    .with_text("correction", "请写明年度")
    .with_text("party_1", "示例公司")
    .with_text("fee", "第 11 件，100 元/件")
)


def answered(kind: AnswerKind) -> Answer:
    rule = ANSWER_RULES[kind]
    ground = Ground.PROCESS if rule.needs_ground else None
    supplied = "email" if rule.discloses else None
    return Answer(kind, ground, supplied, False, "0" * 64, PersonId("clerk"), dt.datetime(2026, 3, 20, tzinfo=dt.UTC))


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_reply_names_its_number_its_articles_and_the_remedies(kind: AnswerKind) -> None:
    rule = ANSWER_RULES[kind]
    request = a_request(answer=answered(kind), letter_year=2026, letter_serial=7)
    letter = reply_letter(HOUSE, request, CONTENT, march(23))
    text = "\n".join(letter.paragraphs)
    assert (letter.number, letter.addressee) == ("示人社公开复〔2026〕7号", "示例申请人甲")
    assert rule.sentence in text
    assert rule.article in text
    assert {"第一段。", "第二段。"} <= set(letter.paragraphs)
    assert "60日内向示例区人民政府申请行政复议" in text
    # Who is refused information asks for reconsideration first (行政复议法 2023, article 23).
    assert ("6个月" in text, "收到复议决定书之日起15日" in text) == (not rule.needs_ground, rule.needs_ground)
    if rule.needs_ground:
        assert GROUND_ARTICLE[Ground.PROCESS] in text


def test_there_is_no_reply_before_its_approval_nor_without_remedies() -> None:
    approved = a_request(answer=answered(AnswerKind.NOT_HELD), letter_year=2026, letter_serial=1)
    with pytest.raises(LetterNotReady, match="审批"):
        reply_letter(HOUSE, replace(approved, letter_serial=None), CONTENT, march(23))
    with pytest.raises(LetterNotReady, match=r"bureau\.toml"):
        reply_letter(BUREAU, approved, CONTENT, march(23))


def test_the_other_letters_say_what_and_by_when() -> None:
    correction = correction_letter(HOUSE, a_request(correction=Correction(march(4), march(20))), CONTENT)
    assert "2026年3月20日以前补正" in correction.paragraphs[-1]
    extension = Extension(10, PersonId("clerk"), march(20), PersonId("office"), march(23))
    extended = extension_letter(HOUSE, a_request(extension=extension), CONTENT, dt.date(2026, 4, 13))
    assert "延长10个工作日，最迟于2026年4月13日答复" in extended.paragraphs[-1]
    fee = fee_letter(HOUSE, a_request(fee=Fee(100, march(4))), CONTENT)
    assert "100元" in fee.paragraphs[1]
    for early in (correction_letter, fee_letter):
        with pytest.raises(LetterNotReady):
            early(HOUSE, a_request(), CONTENT)
    with pytest.raises(LetterNotReady):
        extension_letter(HOUSE, a_request(), CONTENT, None)


@pytest.mark.parametrize(
    ("kind", "silence"), [(ConsultedKind.JOINT_ORGAN, "视为同意"), (ConsultedKind.THIRD_PARTY, "由本机关")]
)
def test_who_is_asked_for_an_opinion_learns_what_is_wanted_and_not_by_whom(kind: ConsultedKind, silence: str) -> None:
    letter = consultation_letter(HOUSE, Consultation(1, kind, march(5)), CONTENT)
    assert letter.addressee == "示例公司"
    assert "示例申请人甲" not in "".join(letter.paragraphs)
    assert "培训补贴 汇总表" in letter.paragraphs[0]
    assert silence in letter.paragraphs[1]
