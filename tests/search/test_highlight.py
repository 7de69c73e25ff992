from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.engine import Fragment
from search.highlight import FRAGMENT_CHARS, Highlighter
from search.query import parse


def highlighter(query: str) -> Highlighter:
    return Highlighter.of(parse(query).shown)


def best_fragments(texts: list[str], query: str) -> tuple[Fragment, ...]:
    return highlighter(query).best_fragments(texts)


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in highlighter(query).find_marks(text)]


def test_marks_each_place_of_each_word() -> None:
    assert marked("工伤医疗与工伤康复", "工伤 康复") == ["工伤", "工伤", "康复"]


def test_marks_synonyms() -> None:
    assert marked("公共租赁住房（公租房）", "公租房") == ["公共租赁住房", "公租房"]


def test_marks_a_phrase_over_a_broken_line_and_quotation_marks() -> None:
    assert marked("推进“放管\n服”改革", "放管服改革") == ["放管\n服”改革"]


def test_marks_nothing_across_punctuation() -> None:
    assert marked("失业，保险", '"失业保险"') == []
    assert marked("失业，保险", "“失业、保险”") == ["失业，保险"]


def test_marks_full_width_letters_for_a_half_width_query() -> None:
    assert marked("登录ＨＲＳＳ平台", "hrss") == ["ＨＲＳＳ"]


def test_marks_no_part_of_a_number() -> None:
    assert marked("2021年，20215号", "2021") == ["2021"]


def test_excluded_terms_are_not_marked() -> None:
    assert marked("失业保险", "失业 -保险") == ["失业"]


def test_of_overlapping_phrases_the_longest_is_marked() -> None:
    assert marked("医疗器械费", "医疗器械 器械费") == ["医疗器械"]


def test_a_fragment_stands_around_its_marks_with_line_breaks_as_spaces() -> None:
    text = "无关的话。\n" * 40 + "领取失业\n保险金" + "。无关的话" * 40
    (fragment,) = best_fragments([text], "失业保险")
    assert len(fragment.text) == FRAGMENT_CHARS
    assert "\n" not in fragment.text
    assert [fragment.text[start:end] for start, end in fragment.marks] == ["失业 保险"]


def test_at_most_three_fragments_and_none_repeats_text() -> None:
    text = "".join(f"第{number}处失业保险" + "，其他内容" * 30 for number in range(9))
    fragments = best_fragments([text], "失业")
    assert len(fragments) == 3
    assert len({fragment.text for fragment in fragments}) == 3


def test_shows_an_attachment_when_the_match_is_there() -> None:
    (fragment,) = best_fragments(["正文", "附件：申请表"], "申请表")
    assert fragment.text == "附件：申请表"


def test_shows_the_beginning_when_nothing_is_marked() -> None:
    (fragment,) = best_fragments(["", " \n各单位：" + "按照要求" * 100], "")
    assert fragment.text.startswith("各单位：")
    assert len(fragment.text) == FRAGMENT_CHARS
    assert fragment.marks == ()
    assert best_fragments(["", " "], "") == ()


@given(text=st.text("失业保险，“” \nAＢ1㎡\u200b"), query=st.text("失业保险，“” A1-", max_size=6))
def test_marks_are_in_order_apart_and_hold_the_term(text: str, query: str) -> None:
    fragment = highlighter(query).mark(text)
    assert len(fragment.text) == len(text)
    ends = [0]
    for start, end in fragment.marks:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
    for piece in best_fragments([text], query):
        assert all(0 <= start < end <= len(piece.text) for start, end in piece.marks)
