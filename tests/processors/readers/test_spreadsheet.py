"""XLSX: visible cells become pages of rows; what is hidden is told to the reviewer and never published."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook import Workbook

from processors.extraction import Unreadable
from processors.hidden.find import with_hidden
from processors.readers.spreadsheet import read
from processors.renditions.public import public_rendition
from processors.sandbox.limits import DEFAULT_LIMITS, Limits
from processors.sniff import MediaType, sniff

Dig = Callable[[Path], bytes]


@pytest.fixture
def workbook() -> Workbook:
    """A list of grants with a number, a date, a share and a formula; something is hidden in every way."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "补贴名单"
    sheet.append(["单位", "金额", "发放日期", "比例", "合计", "SECRET-column"])
    sheet.append(["示例公司甲", 1200.5, dt.date(2026, 3, 2), 0.125, "=B2*2", "SECRET-b"])
    sheet.append(["SECRET-row", 1, None, None, None, None])
    nine_thirty = dt.datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - a sheet knows no zones
    sheet.append(["示例\n公司乙", "=1/0", nine_thirty, None, None, None])
    sheet["C2"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["D2"].number_format = "0.0%"
    sheet["D4"], sheet["D4"].number_format = "SECRET-format", ";;;"
    sheet.column_dimensions["F"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet["A1"].comment = Comment("SECRET-remark", "SECRET-author")
    hidden = book.create_sheet("SECRET-sheet")
    hidden.append(["SECRET-cell"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Sheet3")
    book.create_sheet("Sheet4").append(["另一张表"])
    book.properties.creator = "SECRET-creator"
    return book


@pytest.fixture
def saved(workbook: Workbook, tmp_path: Path) -> Path:
    workbook.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def changed(path: Path, name: str, old: str, new: str) -> Path:
    """The same workbook with something replaced in one part."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(target, "w") as package:
        for each in whole.namelist():
            body = whole.read(each).decode("utf-8")
            if each == name:
                assert old in body
                body = body.replace(old, new)
            package.writestr(each, body)
    return target


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(Unreadable) as refused:
        read(path, limits)
    return refused.value.code


def test_each_visible_sheet_is_a_page_of_rows_with_tabs_between_cells(saved: Path) -> None:
    path = changed(saved, "xl/worksheets/sheet1.xml", "<f>B2*2</f>", "<f>B2*2</f><v>2401</v>")
    assert sniff(path) is MediaType.XLSX
    first, second = read(path, DEFAULT_LIMITS).pages
    assert first.text.splitlines() == [
        "补贴名单",
        "单位\t金额\t发放日期\t比例\t合计",
        "示例公司甲\t1200.5\t2026-03-02\t12.5%\t2401",
        "示例 公司乙\t\t2026-03-02 09:30\t\t",
    ]
    assert second.text == "另一张表\n"


def test_what_is_hidden_is_a_warning_and_a_finding_and_in_no_page(saved: Path) -> None:
    draft = with_hidden(read(saved, DEFAULT_LIMITS), saved, DEFAULT_LIMITS)
    assert "SECRET" not in "".join(page.text for page in draft.pages)
    assert {"hidden_sheet", "hidden_rows", "hidden_columns", "hidden_text", "comments"} <= set(draft.warnings)
    told = "\n".join(finding.text for finding in draft.hidden)
    for secret in ("column", "b", "row", "format", "sheet", "cell", "remark", "creator"):
        assert f"SECRET-{secret}" in told


@pytest.mark.parametrize("way", ["white", "theme", "red on red", "narrow", "flat", "merged over"])
def test_cells_that_nobody_sees_are_told_and_in_no_page(tmp_path: Path, way: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "可见", "明"
    sheet["B2"] = "SECRET"
    red = "FFFF0000"
    match way:
        case "white":
            sheet["B2"].font = Font(color="FFFFFFFF")
        case "theme":
            sheet["B2"].font = Font(color=Color(theme=0))
        case "red on red":
            sheet["B2"].font, sheet["B2"].fill = Font(color=red), PatternFill("solid", fgColor=red)
        case "narrow":
            sheet.column_dimensions["B"].width = 0.1
        case "flat":
            sheet.row_dimensions[2].height = 0.2
        case _:
            sheet.merged_cells.add("A2:B2")
    book.save(tmp_path / "book.xlsx")
    draft = with_hidden(read(tmp_path / "book.xlsx", DEFAULT_LIMITS), tmp_path / "book.xlsx", DEFAULT_LIMITS)
    assert draft.pages[0].text.startswith("可见\n")
    assert "SECRET" not in draft.pages[0].text
    assert any("SECRET" in finding.text for finding in draft.hidden)


def test_white_letters_on_a_dark_fill_are_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "表头"
    sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF000080")
    book.save(tmp_path / "book.xlsx")
    assert read(tmp_path / "book.xlsx", DEFAULT_LIMITS).pages[0].text == "表头\n"


def test_the_public_gets_a_new_workbook_of_the_visible_values(saved: Path, tmp_path: Path, everything_in: Dig) -> None:
    assert b"SECRET" in everything_in(saved)
    made = public_rendition(saved, MediaType.XLSX, tmp_path / "out")
    assert made.name == "public.xlsx"
    assert b"SECRET" not in everything_in(made)
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["补贴名单", "Sheet4"]
    rows = [[cell.value for cell in row] for row in book["补贴名单"].iter_rows(max_row=2, max_col=4)]
    assert rows == [["单位", "金额", "发放日期", "比例"], ["示例公司甲", 1200.5, "2026-03-02", "12.5%"]]
    again = public_rendition(saved, MediaType.XLSX, tmp_path / "again")
    assert again.read_bytes() == made.read_bytes()


def test_a_workbook_of_the_other_calendar_shows_the_same_dates(workbook: Workbook, tmp_path: Path) -> None:
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.save(tmp_path / "mac.xlsx")
    assert "2026-03-02 09:30" in read(tmp_path / "mac.xlsx", DEFAULT_LIMITS).pages[0].text


@pytest.mark.parametrize("place", ["cell", "header"])
def test_a_classification_mark_stops_reading(workbook: Workbook, tmp_path: Path, place: str) -> None:
    sheet = workbook["补贴名单"]
    if place == "cell":
        sheet["A1"] = "机密★1年"
    else:
        sheet.oddHeader.left.text = "机密★1年"
    workbook.save(tmp_path / "secret.xlsx")
    draft = read(tmp_path / "secret.xlsx", DEFAULT_LIMITS)
    assert draft.classified
    assert draft.pages == ()


def test_cells_far_apart_make_no_table_of_tabs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1"], sheet["XFD1048576"] = "一", "二", "三"
    book.save(tmp_path / "far.xlsx")
    assert read(tmp_path / "far.xlsx", DEFAULT_LIMITS).pages[0].text == "一\t二\n\t三\n"


def test_a_table_that_would_be_huge_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(1, 200):
        sheet.cell(number, number, "格")
    book.save(tmp_path / "diagonal.xlsx")
    assert read(tmp_path / "diagonal.xlsx", DEFAULT_LIMITS).pages
    assert refusal(tmp_path / "diagonal.xlsx", Limits(max_text_chars=10_000)) == "too_large"


def test_too_many_sheets_and_entities_and_damage_are_refused(saved: Path) -> None:
    assert refusal(saved, Limits(max_pages=3)) == "too_many_pages"
    entity = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'
    assert refusal(changed(saved, "xl/worksheets/sheet1.xml", "<worksheet", entity)) == "broken"
    assert refusal(changed(saved, "xl/workbook.xml", "</workbook>", "")) == "broken"


def test_a_workbook_that_shows_nothing_says_so_and_has_no_public_form(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    draft = read(tmp_path / "empty.xlsx", DEFAULT_LIMITS)
    assert draft.warnings == ("page_without_text:1",)
    with pytest.raises(Unreadable):
        public_rendition(tmp_path / "empty.xlsx", MediaType.XLSX, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
