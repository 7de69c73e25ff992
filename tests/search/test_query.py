from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MAX_TERMS, parse


def shape(text: str) -> str:
    """A query as parsed: alternatives with ` / ` between, excluded terms with `-`."""
    return " / ".join(
        " ".join(
            [*("".join(term.tokens) for term in clause.required), *("-" + "".join(t.tokens) for t in clause.excluded)]
        )
        for clause in parse(text).clauses
    )


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
        ("示人社发〔2021〕5号", "示人社发|2021|5号"),
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


def test_a_number_is_also_read_without_its_brackets() -> None:
    (clause,) = parse("示人社发〔2021〕5号").clauses
    assert "".join(clause.required[0].in_number) == "示人社发20215号"


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
        assert all(term.tokens and term.in_number for term in (*clause.required, *clause.excluded))
