from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, is_han, lay_out_pairs, marked, pair_places, phrase_pattern, tokens

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人力资源", "人 力 资 源"),
        ("示人社发〔2021〕5号", "示 人 社 发 | 2021 | 5 号"),
        ("ＡＢＣ１２３ abc", "abc123 abc"),
        ("一、二。。。三！", "一 | 二 | 三"),
        ("。开头与结尾。", "开 头 与 结 尾"),
        ("“放管服”改革《条例》", "放 管 服 改 革 条 例"),
        ("换\n行 与\n\n段", "换 行 与 | 段"),
        ("表\t格", "表 | 格"),
        ("二○二一年 二〇二一年", "二 〇 二 一 年 二 〇 二 一 年"),
        ("café CAFE\u0301", "cafe cafe"),
        ("㎡ ① ﬁ", "m2 1 fi"),
        ("零\u200b宽\ufeff度\u00ad", "零 宽 度"),
        ("𠮷野家", "𠮷 野 家"),
        ("3.5%", "3 | 5"),
        ("a_b", "a | b"),
        ("￥、…—\x00\ud800", ""),
        ("", ""),
    ],
)
def test_cuts_text_into_characters_runs_and_gaps(text: str, expected: str) -> None:
    assert " ".join(tokens(text)) == expected


def test_a_gap_parts_texts_laid_out_together() -> None:
    assert tokens("甲。", "", "，乙") == ["甲", "|", "乙"]


def test_a_very_long_run_becomes_several_tokens() -> None:
    assert [len(token) for token in tokens("x" * 150)] == [64, 64, 22]


def test_every_han_character_is_one_token() -> None:
    han = [character for code in range(0x110000) if is_han(character := chr(code))]

    assert [character for character in han if len(tokens(character)) != 1] == []
    assert len(han) > 90_000


def test_offsets_lead_back_to_the_text_as_given() -> None:
    sought, origins = marked("㎡\u200b与ＡＢ")
    assert sought == "m2与ab"
    assert list(origins) == [0, 0, 2, 3, 4, 5]


def test_traditional_characters_are_simplified() -> None:
    assert fold("失業保險條例與檔案") == "失业保险条例与档案"


def test_a_phrase_is_said_by_the_fewest_pairs() -> None:
    assert lay_out_pairs(["社", "保", "费"]) == "社_保 保_费"
    assert pair_places(("社",)) == []
    assert pair_places(("社", "保")) == [(0, "社_保")]
    assert pair_places(("社", "保", "费")) == [(0, "社_保"), (1, "保_费")]
    assert pair_places(tuple("社会保险")) == [(0, "社_会"), (2, "保_险")]


@given(ANY_TEXT)
def test_a_text_is_found_in_itself(text: str) -> None:
    phrase = tokens(text)
    if phrase and max(map(len, phrase)) < 64:
        assert re.search(phrase_pattern(phrase), marked(text)[0])


@given(ANY_TEXT)
def test_tokens_survive_a_cut_at_the_spaces(text: str) -> None:
    layout = " ".join(tokens(text))
    assert layout.split() == tokens(text)
    layout.encode("utf-8")


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)


def test_what_a_character_is_folded_to_is_folded_to_itself() -> None:
    folded = {fold(chr(code)) for code in range(0x110000)}
    assert [each for each in folded if fold(each) != each] == []
