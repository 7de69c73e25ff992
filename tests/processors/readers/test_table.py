"""Tables that become rows of lists: both formats, every encoding that Chinese Excel writes, nothing hidden."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from processors.extraction import Unreadable
from processors.readers.table import read_table
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.table_row import NOTES_SHEET, TableRow

ROWS = (TableRow(1, ("名称", "材料")), TableRow(3, ("示例补贴", "申请表\n身份证明")))
CSV = '名称,材料\r\n,\r\n示例补贴,"申请表\n身份证明"\r\n'


def refused(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_table(path, limits)
    return refusal.value.code


def book(path: Path, change: str = "") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for cell, value in (("A1", "名称"), ("B1", "材料"), ("A3", "示例补贴"), ("B3", "申请表\n身份证明")):
        sheet[cell] = value
    match change:
        case "row":
            sheet.row_dimensions[3].hidden = True
        case "column":
            sheet.column_dimensions["B"].hidden = True
        case "sheet":
            made.create_sheet("旧表")["A1"] = "旧名单"
            made["旧表"].sheet_state = "hidden"
        case "white":
            sheet["C3"] = "看不见"
            sheet["C3"].font = Font(color="FFFFFFFF")
        case "two":
            made.create_sheet("另一张")["A1"] = "内容"
        case "notes":
            made.create_sheet(NOTES_SHEET)["A1"] = "怎样填写"
        case "mark":
            sheet.insert_rows(1)
            sheet["A1"] = "机密★10年"
        case "header":
            sheet.oddHeader.center.text = "秘密"
    made.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(CSV.encode(encoding))
    assert read_table(path, DEFAULT_LIMITS) == ROWS


def test_a_gb18030_csv_with_its_own_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(f"\ufeff{CSV}".encode("gb18030"))
    assert read_table(path, DEFAULT_LIMITS) == ROWS


@pytest.mark.parametrize("change", ["", "notes"])
def test_a_workbook_with_its_row_numbers_and_line_ends(tmp_path: Path, change: str) -> None:
    assert read_table(book(tmp_path / "table.xlsx", change), DEFAULT_LIMITS) == ROWS


def test_days_of_a_workbook_are_written_as_days(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["检查日期", dt.date(2026, 2, 27)])
    made.save(tmp_path / "table.xlsx")
    assert read_table(tmp_path / "table.xlsx", DEFAULT_LIMITS)[0].cells == ("检查日期", "2026-02-27")


@pytest.mark.parametrize("change", ["row", "column", "sheet", "white"])
def test_a_workbook_that_hides_something_is_refused(tmp_path: Path, change: str) -> None:
    assert refused(book(tmp_path / "table.xlsx", change)) == "hidden_content"


@pytest.mark.parametrize("change", ["mark", "header"])
def test_a_workbook_with_a_classification_mark_is_refused(tmp_path: Path, change: str) -> None:
    assert refused(book(tmp_path / "table.xlsx", change)) == "classified"


def test_a_csv_with_a_classification_mark_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("机密★10年,\n名称,材料\n", encoding="utf-8")
    assert refused(tmp_path / "table.csv") == "classified"


def test_two_sheets_with_content_are_refused(tmp_path: Path) -> None:
    assert refused(book(tmp_path / "table.xlsx", "two")) == "unsupported"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
        (b"PK\x03\x04rubbish", "broken"),
        (b"\xff\xff\xff", "broken"),
        ('名称,"材料\n示例'.encode(), "broken"),
        (b"a\0b,c\n", "unsupported"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "table").write_bytes(data)
    assert refused(tmp_path / "table") == code


def test_limits_on_bytes_rows_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("甲,乙\n" * 5, encoding="utf-8")
    assert refused(path, Limits(max_table_bytes=10)) == "too_large"
    assert refused(path, Limits(max_table_rows=4)) == "too_large"
    assert refused(path, Limits(max_table_columns=1)) == "too_large"
