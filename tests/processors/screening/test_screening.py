"""Numbers of people are found however they are cut, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from processors.extraction import PageText, Source
from processors.screening.bank_card import passes_luhn
from processors.screening.model import Finding, FindingKind, Severity
from processors.screening.resident_id import check_character, is_resident_id
from processors.screening.screen import screen

DAYS = st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2020, 12, 31))


def resident_id(day: dt.date = dt.date(1990, 3, 7), sequence: int = 123) -> str:
    """A number of the region 379999, which was never assigned to anybody."""
    body = f"379999{day:%Y%m%d}{sequence:03d}"
    return body + check_character(body)


def card(body: str = "62220200000000000") -> str:
    return body + next(digit for digit in "0123456789" if passes_luhn(body + digit))


def findings(text: str) -> tuple[Finding, ...]:
    return screen([PageText(1, text, Source.TEXT)])


def kinds(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.severity.value) for finding in findings(text)]


@given(day=DAYS, sequence=st.integers(0, 999), place=st.integers(0, 17), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_makes_a_number_invalid(day: dt.date, sequence: int, place: int, digit: str) -> None:
    number = resident_id(day, sequence)
    assert is_resident_id(number)
    assume(number[place] != digit)
    assert not is_resident_id(number[:place] + digit + number[place + 1 :])


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@pytest.mark.parametrize(
    "cut",
    [
        lambda number: number,
        full_width,
        lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
        lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
        lambda number: f"{number[:11]}\n{number[11:]}",
        lambda number: f"{number[:11]} \r\n  {number[11:]}",
        " ".join,
        "\t".join,
        "\u200b".join,
        lambda number: number.lower(),
    ],
)
@pytest.mark.parametrize("sequence", [123, 127])
def test_a_resident_id_blocks_however_it_is_cut(cut, sequence: int) -> None:
    shown = cut(resident_id(sequence=sequence))
    [finding] = findings(f"申请人示例甲，身份证号：{shown}，住示例区。")
    assert finding.kind is FindingKind.RESIDENT_ID
    assert finding.severity is Severity.BLOCK
    assert finding.text == shown


@given(
    before=st.text(alphabet="示例甲：\n　，", max_size=20),
    after=st.text(alphabet="示例甲：\n　，", max_size=20),
    day=DAYS,
    gap=st.sampled_from(["", " ", "-", "\n", "　"]),
)
def test_offsets_reproduce_the_text_of_the_page(before: str, after: str, day: dt.date, gap: str) -> None:
    number = resident_id(day)
    text = f"{before}{number[:10]}{gap}{number[10:]}{after}"
    found = [finding for finding in findings(text) if finding.kind is FindingKind.RESIDENT_ID]
    assert len(found) == 1
    assert text[found[0].start : found[0].end] == found[0].text


def test_a_wrong_check_character_warns_where_the_page_speaks_of_identity_cards() -> None:
    number = resident_id()
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    assert kinds(f"身份证号：{wrong}") == [("resident_id", "warn")]
    assert kinds(f"姓名\t身份证号\n示例甲\t{wrong}") == [("name_list", "warn"), ("resident_id", "warn")]
    assert kinds(f"流水号：{wrong}") == []


def test_a_number_in_which_ocr_read_an_o_for_a_zero_warns() -> None:
    assert kinds(f"示例甲 {resident_id().replace('0', 'O')}") == [("resident_id", "warn")]


def test_the_old_number_of_fifteen_digits_blocks_beside_the_word_and_warns_without() -> None:
    assert kinds("身份证号379999900307123") == [("resident_id", "block")]
    assert kinds("编号379999900307123") == [("resident_id", "warn")]


def test_a_masked_number_is_no_finding() -> None:
    number = resident_id()
    assert kinds(f"{number[:3]}***********{number[14:]}，{number[:6]}********{number[14:]}，138****5678") == []


def test_an_identity_number_that_passes_the_check_of_cards_is_an_identity_number() -> None:
    number = next(
        candidate
        for sequence in range(1000)
        if (candidate := resident_id(sequence=sequence)).isdecimal() and passes_luhn(candidate)
    )
    assert kinds(f"账号：{number}") == [("resident_id", "block")]


@pytest.mark.parametrize("text", ["13812345678", "138 1234 5678", "138-1234-5678", "+8613812345678", "1381234\n5678"])
def test_a_mobile_number_asks_to_be_confirmed(text: str) -> None:
    assert kinds(f"联系电话：{text}。") == [("mobile", "warn")]


@pytest.mark.parametrize(
    "text", ["12345678901", "0533-0000000", "2138123456789", "138123456789", "2026年1月38123 45678"]
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert kinds(text) == []


def test_a_bank_card_blocks_in_one_piece_and_in_fours() -> None:
    number = card()
    fours = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    assert kinds(f"开户行示例银行，卡号{number}") == [("bank_card", "block")]
    assert kinds(f"卡号 {fours}") == [("bank_card", "block")]


def test_an_account_number_without_a_check_digit_warns_only_where_it_is_named() -> None:
    number = card()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert kinds(f"账号：{wrong}") == [("bank_card", "warn")]
    assert kinds(f"流水号：{wrong}") == []


def test_columns_of_figures_are_no_card() -> None:
    assert kinds("6222\t0200\t0000\t0000\n6222\t0200\t0000\t0009\n") == []


def test_findings_come_in_reading_order_and_name_their_page() -> None:
    pages = [
        PageText(1, f"示例甲 13812345678 {resident_id()}", Source.TEXT),
        PageText(2, f"示例乙 {card()}", Source.OCR),
    ]
    found = screen(pages)
    assert [(finding.page, finding.kind.value) for finding in found] == [
        (1, "mobile"),
        (1, "resident_id"),
        (2, "bank_card"),
    ]


def test_a_classification_mark_is_a_blocking_finding() -> None:
    [finding] = findings("机密★1年\n示例区人力资源和社会保障局文件\n")
    assert (finding.kind, finding.severity) == (FindingKind.CLASSIFICATION_MARK, Severity.BLOCK)
    assert finding.text == "机密★1年"
