"""The dispatch sheet is read from JSON and CSV, and an error tells the office which field of which row is wrong."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.attributes.model import SHEET, Disclosure
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source
from processors.intake.dispatch_sheet import DispatchSheet, SheetInvalid, load_dispatch_csv, load_sidecar

FULL = {
    "拟稿科室": "养老保险科",
    "拟稿人": "测试员乙",
    "公开属性": "依申请公开",
    "法律依据": "《中华人民共和国政府信息公开条例》第二十七条",
    "理由": "仅涉及特定申请人",
    "标题": "关于示例的函",
    "发文字号": "示人社函[2026]08号",
    "紧急程度": "加急",
    "列入目录": "是",
    "公开征求意见": "是",
}


def sidecar(fields: object) -> DispatchSheet:
    return load_sidecar(json.dumps(fields, ensure_ascii=False).encode(), "示例.json")


def refusal(fields: object) -> str:
    with pytest.raises(SheetInvalid) as caught:
        sidecar(fields)
    assert caught.value.code == "bad_sheet"
    return caught.value.message


def test_every_field_can_be_named_in_chinese() -> None:
    sheet = sidecar(FULL)
    assert sheet.unit == "养老保险科"
    assert sheet.disclosure is Disclosure.ON_REQUEST
    assert sheet.document_number == "示人社函〔2026〕8号"
    assert sheet.listable is True
    assert sheet.consultation is True


def test_every_field_can_be_named_in_english() -> None:
    sheet = sidecar({"unit": "pension", "disclosure": "withheld", "legal_basis": "第十六条", "listable": False})
    assert (sheet.unit, sheet.disclosure, sheet.listable) == ("pension", Disclosure.WITHHELD, False)


def test_what_is_left_out_is_undetermined_and_not_listable() -> None:
    sheet = sidecar({"拟稿科室": "办公室"})
    assert sheet.disclosure is None
    assert sheet.listable is False
    assert sheet.consultation is False


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ["拟稿科室", "必填"]),
        ({"拟稿科室": ""}, ["拟稿科室", "不能为空"]),
        ({"拟稿科室": "办公室", "公开属性": "公开一半"}, ["公开属性", "主动公开、依申请公开、不予公开"]),
        ({"拟稿科室": "办公室", "密码": "1"}, ["密码", "没有这一项"]),
        ({"拟稿科室": "办公室", "发文字号": "五号"}, ["发文字号", "示人社发〔2021〕5号"]),
        ({"拟稿科室": "办公室", "列入目录": "也许"}, ["列入目录", "是 或 否"]),
        ({"拟稿科室": "办公室", "公开征求意见": "也许"}, ["公开征求意见", "是 或 否"]),
        ({"拟稿科室": 5}, ["拟稿科室", "应填写文字"]),
        (["拟稿科室"], ["JSON 对象"]),
    ],
)
def test_a_wrong_field_is_named(fields: object, words: list[str]) -> None:
    message = refusal(fields)
    assert "示例.json" in message
    for word in words:
        assert word in message


NO_JSON = [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"{" + b" " * 1_000_001 + b"}"]


@pytest.mark.parametrize("content", NO_JSON)
def test_what_is_no_json_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(SheetInvalid, match="bad_sheet"):
        load_sidecar(content, "示例.json")


CSV = (
    "文件名,拟稿科室,公开属性,法律依据\n"
    "通知.docx,就业科,主动公开,\n"
    "函.pdf,养老保险科,依申请公开,《示例条例》第二十七条\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_any_office_program_is_read(encoding: str) -> None:
    sheets = load_dispatch_csv(CSV.encode(encoding))
    assert list(sheets) == ["通知.docx", "函.pdf"]
    assert sheets["通知.docx"].disclosure is Disclosure.PROACTIVE
    assert sheets["通知.docx"].legal_basis is None
    assert sheets["函.pdf"].unit == "养老保险科"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["第1行", "文件名"]),
        ("拟稿科室\n就业科\n", ["第1行", "文件名"]),
        ("文件名,拟稿科室,拟稿科室\n", ["第1行", "拟稿科室", "重复"]),
        ("文件名,拟稿科室\n甲.pdf,就业科\n乙.pdf,\n", ["第3行", "拟稿科室"]),
        ("文件名,拟稿科室\n,就业科\n", ["第2行", "文件名"]),
        ("文件名,拟稿科室\n甲.pdf,就业科\n甲.pdf,就业科\n", ["第3行", "甲.pdf", "已在前面"]),
        ("文件名,拟稿科室,公开属性\n甲.pdf,就业科,随便\n", ["第2行", "公开属性"]),
        ("文件名,拟稿科室\n甲.pdf,就业科,多余\n", ["第2行", "列数"]),
        ("文件名,拟稿科室,颜色\n甲.pdf,就业科,红\n", ["第2行", "颜色"]),
    ],
)
def test_a_wrong_row_is_named(content: str, words: list[str]) -> None:
    with pytest.raises(SheetInvalid) as caught:
        load_dispatch_csv(content.encode())
    for word in words:
        assert word in caught.value.message


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for load in (load_dispatch_csv, lambda data: load_sidecar(data, "示例.json")):
        with contextlib.suppress(SheetInvalid):
            load(content)


def pages(mark: str = "") -> list[PageText]:
    text = f"示人社函〔2026〕8号\n关于示例的函\n示例区财政局：\n请办理。\n示例区民政局\n2026年1月5日\n{mark}\n"
    return [PageText(1, text, Source.TEXT)]


def test_the_sheet_decides_where_the_document_says_nothing() -> None:
    read = read_attributes(pages(), sidecar(FULL))
    assert read.disclosure is not None
    assert read.disclosure.value is Disclosure.ON_REQUEST
    assert read.disclosure.evidence is not None
    assert read.disclosure.evidence.page == SHEET
    assert read.legal_basis is not None
    assert read.reason is not None
    assert read.urgency is not None
    assert read.conflicts == ()


def test_a_sheet_that_agrees_makes_the_printed_mark_certain() -> None:
    read = read_attributes(pages("（此件依申请公开）"), sidecar(FULL))
    assert read.disclosure is not None
    assert read.disclosure.confidence == 1
    assert read.disclosure.evidence is not None
    assert read.disclosure.evidence.page == 1


@pytest.mark.parametrize(
    ("mark", "stricter"), [("（此件主动公开）", Disclosure.ON_REQUEST), ("（此件不予公开）", Disclosure.WITHHELD)]
)
def test_a_sheet_that_contradicts_the_document_leaves_it_to_the_office(mark: str, stricter: Disclosure) -> None:
    read = read_attributes(pages(mark), sidecar(FULL))
    assert read.disclosure is None
    assert read.stricter_disclosure is stricter
    assert read.conflicts == ("disclosure",)
    assert "拟文处理单为“依申请公开”" in read.conflict_notes[0]


def test_another_title_or_number_on_the_sheet_is_shown_as_a_conflict() -> None:
    read = read_attributes(pages(), sidecar(FULL | {"标题": "关于别的事项的函", "发文字号": "示人社函〔2026〕9号"}))
    assert read.conflicts == ("title", "document_number")
    assert read.title is not None
    assert read.title.value == "关于示例的函"


def test_punctuation_and_blanks_make_no_conflict() -> None:
    assert read_attributes(pages(), sidecar(FULL | {"标题": "关于 示例的函。"})).conflicts == ()
