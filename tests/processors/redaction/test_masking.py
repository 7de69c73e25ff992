"""What the public sees instead of a number, a name or an address."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.redaction.masking import blackened, usual
from processors.redaction.model import Span
from processors.redaction.search import Stream, key_of, pieces_of
from processors.redaction.text import masked
from samples.numbers import resident_id


def test_an_id_number_keeps_four_characters_at_either_end() -> None:
    number = resident_id(random.Random(1))
    assert usual("resident_id", number) == f"3799**********{number[-4:]}"
    spaced = f"{number[:6]} {number[6:14]}\n{number[14:]}"
    assert usual("resident_id", spaced) == f"3799** ********\n{number[-4:]}"


@pytest.mark.parametrize(
    ("kind", "words", "seen"),
    [
        ("mobile", "15412345678", "154****5678"),
        ("mobile", "154 1234 5678", "154 **** 5678"),
        ("mobile", "+86-15412345678", "+86-154****5678"),
        ("bank_card", "6222000000001234", "6222********1234"),
        ("passport", "E12345678", "E*******8"),
        ("plate", "鲁C·12345", "鲁*·****5"),
        ("home_address", "示例省示例市示例区示例街道示例路5号2单元301室", "示例省示例市示例区示例街道" + "*" * 12),
        ("home_address", "住址：示例县示例镇示例村12号", "住址：示例县示例镇******"),
        ("home_address", "示例市农贸市场西侧", "示例市******"),
        ("home_address", "示例小区5号楼", "*******"),
        ("name_list", "示例甲、示例\n示例甲乙\t15412345678", "示*甲、示*\n示**乙\t154****5678"),
        ("person_contact", "0533-1234567", "************"),
        ("person_contact", "15412345678", "154****5678"),
        ("text", "任何 其他\t内容", "■■ ■■\t■■"),
    ],
)
def test_each_kind_has_its_usual_masking(kind: str, words: str, seen: str) -> None:
    assert usual(kind, words) == seen


@pytest.mark.parametrize("kind", ["resident_id", "mobile", "bank_card", "person_contact", "home_address"])
def test_of_a_short_word_next_to_nothing_stays(kind: str) -> None:
    assert usual(kind, "1234").count("1") + usual(kind, "1234").count("4") <= 1


def test_lines_and_cells_stay_where_they_are_whatever_stands_in_their_place() -> None:
    text = "姓名\t电话\n示例甲\t15412345678\n特此公示。\n"
    spans = [Span(1, 6, 9, "示*甲"), Span(1, 10, 21, "154****5678")]
    assert masked(text, spans) == "姓名\t电话\n示*甲\t154****5678\n特此公示。\n"
    assert masked(text, [Span(1, 6, 21, "（略）")]) == "姓名\t电话\n■■■\t■■■■■■■■■■■\n特此公示。\n"


@pytest.mark.parametrize("spans", [[(0, 3), (2, 4)], [(3, 9)], [(2, 2)], [(-1, 2)]])
def test_spans_that_cannot_be_are_an_error(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="span"):
        masked("一二三四", [Span(1, start, end, "■") for start, end in spans])


@given(st.text(alphabet="示例甲a1 \t\n-", max_size=30), st.data())
def test_masking_keeps_everything_beside_the_spans(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    result = masked(text, [Span(1, start, end, blackened(text[start:end])) for start, end in spans])
    assert len(result) == len(text)
    for at, (before, after) in enumerate(zip(text, result, strict=True)):
        inside = any(start <= at < end for start, end in spans)
        assert after == ("■" if inside and not before.isspace() else before)


def test_words_are_found_however_they_are_spaced_hyphenated_or_set() -> None:
    stream = Stream("电话 154-1234 5678；ＴＥＬ：１５４１２３４\n5678")
    assert [stream.text[start:end] for start, end in stream.find(key_of("15412345678"))] == [
        "154-1234 5678",
        "１５４１２３４\n5678",
    ]
    assert key_of("Tel") == key_of("ＴＥＬ")


def test_a_short_number_is_found_where_it_stands_alone() -> None:
    assert Stream("2018年，年龄18，1800元").find("18") == [(8, 10)]
    assert Stream("2018年").find("18") == [(2, 4)]


def test_words_that_a_cell_has_broken_are_found_in_parts_or_not_at_all() -> None:
    stream = Stream("示例街道示\t3000元\n例路5号\t备注\n")
    places = stream.scattered(key_of("示例街道示例路5号"))
    assert places is not None
    assert {stream.text[start:end] for start, end in places} >= {"示例街", "街道示", "例路5", "路5号"}
    assert stream.scattered("示例街道不在") is None


def test_a_row_is_taken_apart_into_its_cells() -> None:
    assert [(piece.key, piece.replacement) for piece in pieces_of("示例甲\t男", "示*甲\t*")] == [
        ("示例甲", "示*甲"),
        ("男", "*"),
    ]
    assert [piece.replacement for piece in pieces_of("示例甲\t男", "略")] == ["■■■", "■"]
