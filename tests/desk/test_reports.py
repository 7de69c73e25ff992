"""The monthly report at the desk: for the office and the leaders, live with titles, and kept without."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from docx import Document

from gongkai.reports.kept import KeptReports
from gongkai.reports.monthly_forms import files_of
from records.domain.annual_report import Part
from records.domain.months import Month
from records.services.reporting import ReportingService
from tests.desk.visitors import DeskHouse, Visitor
from tests.records.office_kit import WORKING_DAYS, Office
from tests.records.test_annual_report import figures

Visitors = Callable[[str], Visitor]
MARCH = Month(2026, 3)


@pytest.mark.parametrize("user", ["user-office", "user-head", "user-deputy"])
def test_the_office_and_the_leaders_see_the_running_month_with_every_unit(office: Office, visitor: Visitors, user: str):
    office.submit("<b>示例补贴</b>")
    page = visitor(user).get("/reports").text
    assert "2026年3月政府信息公开情况月报" in page
    assert "&lt;b&gt;示例补贴&lt;/b&gt;" in page
    assert "本月没有形成公文的科室：劳动关系科。" in page


@pytest.mark.parametrize("user", ["user-clerk", "user-unit-head", "user-officer"])
@pytest.mark.parametrize(
    "path", ["/reports", "/reports/monthly/2026-03/report.xlsx", "/reports/kept/2026-03/report.docx"]
)
def test_others_see_none_and_no_way_to_it(visitor: Visitors, user: str, path: str):
    assert visitor(user).get(path).status_code == 403
    assert "/desk/reports" not in visitor(user).get("/").text


def test_the_office_finds_it_in_the_navigation(visitor: Visitors):
    assert "/desk/reports" in visitor("user-office").get("/").text


def test_it_can_be_had_as_workbook_and_document_with_titles(office: Office, visitor: Visitors):
    office.submit("示例补贴")
    clerk = visitor("user-office")
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/reports/monthly/2026-03/report.xlsx").content))
    assert "示例补贴" in [cell.value for row in book["公文明细"].iter_rows() for cell in row]
    paper = Document(io.BytesIO(clerk.get("/reports/monthly/2026-03/report.docx").content))
    assert "示例补贴" in [cell.text for table in paper.tables for row in table.rows for cell in row.cells]


def test_what_was_sealed_meanwhile_is_named_neither_live_nor_in_the_kept_report(office: Office, visitor: Visitors):
    document_id = office.submit("示例机密")
    reporting = ReportingService(office.records, office.clock, office.bureau, WORKING_DAYS)
    KeptReports(office.folder / "reports" / "monthly").keep("2026-03", files_of(reporting.monthly(MARCH)))
    office.sealing.seal(document_id)
    reader = visitor("user-office")
    assert "示例机密" not in reader.get("/reports").text
    kept = Document(io.BytesIO(reader.get("/reports/kept/2026-03/report.docx").content))
    cells = [cell.text for table in kept.tables for row in table.rows for cell in row.cells]
    assert document_id in cells
    assert "示例机密" not in cells


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reports?month=2026-3", 422),
        ("/reports?month=2026-04", 409),
        ("/reports/monthly/2026-03/report.pdf", 404),
        ("/reports/kept/2026-03/report.xlsx", 404),
        ("/reports/kept/..%2F..%2Frecords.db/report.json", 404),
    ],
)
def test_what_there_is_not_is_a_sentence(visitor: Visitors, path: str, status: int):
    assert visitor("user-office").get(path).status_code == status


def test_the_annual_report_shows_its_tables_and_what_it_lacks(visitor: Visitors):
    page = visitor("user-office").get("/reports/annual/2026").text
    assert "示例区人力资源和社会保障局2026年政府信息公开工作年度报告" in page
    assert "2027年1月31日前" in page
    assert "还缺 40 项" in page
    assert "表三“8.属于行政查询事项”" in page


def test_a_complete_annual_report_can_be_had_as_a_document(house: DeskHouse, visitor: Visitors):
    house.annual = (
        figures(received=(2, 0, 0, 0, 0, 0), disclosed=(2, 0, 0, 0, 0, 0)),
        dict.fromkeys(Part, "<i>无</i>"),
    )
    clerk = visitor("user-office")
    page = clerk.get("/reports/annual/2026").text
    assert "勾稽关系核对无误" in page
    assert "&lt;i&gt;无&lt;/i&gt;" in page
    paper = Document(io.BytesIO(clerk.get("/reports/annual/2026/report.docx").content))
    assert len(paper.tables) == 3
    assert visitor("user-clerk").get("/reports/annual/2026").status_code == 403
