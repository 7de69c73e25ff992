from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import find_date
from search.numbers import find_number


@pytest.mark.parametrize(
    ("text", "code", "year", "serial"),
    [
        ("示人社发〔2021〕5号", "示人社发", "2021", "5"),
        ("示人社发[2021]5", "示人社发", "2021", "5"),
        ("示人社发（2021）第5号文件", "示人社发", "2021", "5"),
        ("示人社发【２０２１】０５号", "示人社发", "2021", "5"),
        ("示人社发2021 5号", "示人社发", "2021", "5"),
        ("示人社发20215号", "示人社发", "2021", "5"),
        ("示人社发 2021-5", "示人社发", "2021", "5"),
        ("示人社发2021年第5号", "示人社发", "2021", "5"),
        ("示人社發〔2021〕5號", "示人社发", "2021", "5"),
        ("关于示人社发〔2021〕5号的解读", "示人社发", "2021", "5"),
        ("〔2021〕5号", "", "2021", "5"),
        ("2021 5号", "", "2021", "5"),
        ("示人社发5号", "示人社发", "", "5"),
        ("5号文", "", "", "5"),
    ],
)
def test_finds_a_document_number_in_any_form(text: str, code: str, year: str, serial: str) -> None:
    found = find_number(text)
    assert found is not None
    assert (found[2].code, found[2].year, found[2].serial) == (code, year, serial)


@pytest.mark.parametrize(
    "text", ["2021年5月", "2021年", "第7240号建议", "5号楼", "2021-05-06", "〔2021〕", "补贴1200元", "号", ""]
)
def test_finds_none_where_there_is_none(text: str) -> None:
    assert find_number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年12月21日", "2018-12-21"),
        ("2018-12-05", "2018-12-05"),
        ("2018.1.5", "2018-01-05"),
        ("2019年1月", "2019-01"),
        ("2021年度", "2021"),
        ("二〇二一年", "2021"),
        ("关于2018年工作", "2018"),
        ("2018", "2018"),
    ],
)
def test_finds_a_day_a_month_or_a_year(text: str, expected: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found[2].value == expected


@pytest.mark.parametrize("text", ["12018", "1200元", "2018号", "1.2018", "二十年", ""])
def test_finds_no_date_where_there_is_none(text: str) -> None:
    assert find_date(text) is None


@given(st.text(st.sampled_from("国发〔〕[]()2018 年月日第号-.文0１ "), max_size=40))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for found in (find_number(text), find_date(text)):
        if found:
            assert 0 <= found[0] < found[1] <= len(text)
