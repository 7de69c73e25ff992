from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.numbers import Numbered
from search.query import MAX_TERMS, Asked, parse


def shape(text: str) -> str:
    """A query as parsed: alternatives with ` / ` between, excluded terms with `-`, numbers in `#`."""
    return " / ".join(
        " ".join([*map(written, clause.required), *(f"-{written(asked)}" for asked in clause.excluded)])
        for clause in parse(text).clauses
    )


def written(asked: Asked) -> str:
    return f"#{asked.whole}" if isinstance(asked, Numbered) else "".join(asked.tokens)


def concepts(text: str) -> list[str]:
    return [concept.typed for clause in parse(text).clauses for term in clause.required for concept in term.concepts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("失业保险", "失业保险"),
        ("失业　保险", "失业 保险"),
        ("失业 AND 保险", "失业 保险"),
        ("失业 OR 工伤", "失业 / 工伤"),
        ("失业 补贴 OR 工伤", "失业 补贴 / 工伤"),
        ("失业｜工伤", "失业|工伤"),
        ("失业 ｜ 工伤", "失业 / 工伤"),
        ("失业 -企业", "失业 -企业"),
        ("失业 －企业 ！个人 NOT 学校", "失业 -企业 -个人 -学校"),
        ("NOT NOT 企业", "-企业"),
        ("-企业", "-企业"),
        ("失业 OR -企业", "失业 / -企业"),
        ('"失业 保险" 补贴', "失业保险 补贴"),
        ("“失业，保险”补贴", "失业|保险 补贴"),
        ("-“失业 保险”", "-失业保险"),
        ("“失业 保险", "失业保险"),
        ("关于“一网通办”的通知", "关于一网通办的通知"),
        ("or and not", "or and not"),
        ("“OR”", "or"),
        ("A-B", "a|b"),
        ("示人社发〔2021〕5号", "#示人社发20215号"),
        ("补贴 示人社发2021 5号", "补贴 #示人社发20215号"),
        ("-示人社发[2021]5 补贴", "补贴 -#示人社发20215号"),
        ("“示人社发〔2021〕5号”", "示人社发|2021|5号"),
        ("OR", ""),
        ("NOT", ""),
        ("OR 失业 OR", "失业"),
        ('- ! “” "" 。', ""),
        ("", ""),
        ("  \n\t", ""),
    ],
)
def test_reads_a_query(text: str, expected: str) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("失业了怎么领钱", ["失业", "领钱"]),
        ("关于印发失业保险条例的通知", ["印发", "失业", "保险条例", "通知"]),
        ("五险一金", ["五险一金"]),
        ("最低保障", ["最低", "保障"]),  # not 低保, which is no word here
        ("2018年幼儿园招生", ["2018", "幼儿园", "招生"]),
        ("失业保脸金", ["失业", "保脸金"]),
        ("每人1200元", ["1200元"]),
        ("怎么办", ["怎么办"]),  # nothing else was typed
    ],
)
def test_reads_what_is_asked_for_in_a_run_of_characters(text: str, expected: list[str]) -> None:
    assert concepts(text) == expected


def test_a_concept_has_its_synonyms() -> None:
    (clause,) = parse("公租房").clauses
    assert ["".join(form) for form in clause.required[0].concepts[0].forms] == ["公租房", "公共租赁住房", "公屋"]


def test_a_query_without_required_terms_says_nothing_about_relevance() -> None:
    assert not parse("").ranks
    assert not parse("-企业").ranks
    assert parse("失业").ranks


def test_looks_at_so_many_terms_and_no_more() -> None:
    assert len(parse("补 " * 200).clauses[0].required) == MAX_TERMS


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_string_is_a_query(text: str) -> None:
    for clause in parse(text).clauses:
        assert clause.required or clause.excluded
        for asked in (*clause.required, *clause.excluded):
            assert isinstance(asked, Numbered) or (asked.tokens and asked.concepts)
