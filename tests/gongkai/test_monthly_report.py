"""The monthly report as the office has it: on the command line, as workbook and document, and kept once."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from gongkai.app import open_app
from gongkai.reports.kept import KeptReports, ReportNotKept
from gongkai.reports.monthly import keep_last_month, kept_monthly
from gongkai.reports.monthly_forms import as_docx, as_json, as_xlsx, files_of
from gongkai.reports.monthly_tables import notes_of, tables_of
from gongkai.settings import Settings
from records.domain.bureau import Bureau, Unit
from records.domain.changes import Change
from records.domain.disclosure import Disclosure
from records.domain.document import DocumentId, PersonId
from records.domain.lifecycle import State
from records.domain.monthly_report import MonthlyReport
from records.domain.monthly_reporter import MonthFacts, MonthlyReporter
from records.domain.months import Month
from records.domain.report_ports import ChangeFacts, DocumentFacts, RereviewFacts
from tests.gongkai.home import Home
from tests.records.office_kit import ARTICLE_15, WORKING_DAYS, SetClock

TITLE = "=示例补贴发放办法"
MARCH = Month(2026, 3)
BUREAU = Bureau(
    id="shili-hrss",
    name="示例区人力资源和社会保障局",
    index_code="SLQ-RS",
    head=PersonId("head"),
    units=(
        Unit("insurance", "社会保险科", PersonId("insurance-head"), PersonId("deputy")),
        Unit("labour", "劳动关系科", PersonId("labour-head"), PersonId("deputy")),
    ),
    people=(),
)


def at(day: int, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def report() -> MonthlyReport:
    """One document published four working days late, one withheld, a second look, and a change a day late."""
    late = DocumentFacts(
        id=DocumentId("01JZX000000000000000000001"),
        unit="insurance",
        state=State.PUBLISHED,
        title=TITLE,
        document_number="示人社发〔2026〕8号",
        disclosure=Disclosure.PROACTIVE,
        legal_basis=None,
        received_at=at(2),
        adopted_on=dt.date(2026, 3, 2),
        published_at=at(11),
        closed_at=None,
    )
    withheld = replace(
        late,
        id=DocumentId("01JZX000000000000000000002"),
        state=State.WITHHELD,
        disclosure=Disclosure.WITHHELD,
        legal_basis=ARTICLE_15,
        published_at=None,
        closed_at=at(5),
    )
    second = RereviewFacts(late.id, "insurance", TITLE, "wrong_content", at(12), None)
    change = ChangeFacts(late.id, "insurance", TITLE, Change(at(16), at(20)))
    return MonthlyReporter(BUREAU, WORKING_DAYS, at(1, 4)).report(
        MARCH, MonthFacts([late, withheld], [second], [change])
    )


def test_the_workbook_opens_with_every_unit_and_every_document(report: MonthlyReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report)))
    assert book.sheetnames == ["分科室汇总", "公文明细", "公开后变更", "重新审查", "依申请公开"]
    summary = [row for row in book["分科室汇总"].iter_rows(values_only=True) if row[0]]
    units = {row[0]: dict(zip(tables_of(report)[0].head[1:], row[1:], strict=True)) for row in summary[-3:]}
    assert units["社会保险科"]["超过本机关时限公开"] == units["社会保险科"]["不予公开"] == 1
    assert set(units["劳动关系科"].values()) == {0}
    assert units["合计"] == units["社会保险科"]
    cells = [cell for row in book["公文明细"].iter_rows() for cell in row if cell.value]
    changed = [row for row in book["公开后变更"].iter_rows(values_only=True) if row[0] == "社会保险科"]
    assert [row[2:6] for row in changed] == [("2026-03-16", "2026-03-20", "迟 1 个工作日", "按期")]
    assert {"迟 4 个工作日", "按期", ARTICLE_15, "示人社发〔2026〕8号"} <= {cell.value for cell in cells}


def test_a_title_that_begins_like_a_formula_stays_a_text(report: MonthlyReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report)))
    titles = [cell for row in book["公文明细"].iter_rows() for cell in row if cell.value == TITLE]
    assert {cell.data_type for cell in titles} == {"s"}


def test_the_document_has_the_same_tables(report: MonthlyReport) -> None:
    paper = Document(io.BytesIO(as_docx(report)))
    assert paper.paragraphs[0].text == "示例区人力资源和社会保障局2026年3月政府信息公开情况月报"
    texts = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    expected = [[list(table.head), *([str(cell) for cell in row] for row in table.rows)] for table in tables_of(report)]
    assert texts == expected


def test_the_same_report_gives_the_same_bytes_at_any_time(
    report: MonthlyReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(report)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)  # what a file inside a DOCX is dated by
    assert files_of(report) == before


def test_units_without_anything_are_named(report: MonthlyReport) -> None:
    assert "本月没有形成公文的科室：劳动关系科。" in notes_of(report)


def test_what_is_kept_names_documents_by_their_ids_alone(report: MonthlyReport) -> None:
    files = files_of(report)
    book = openpyxl.load_workbook(io.BytesIO(files["report.xlsx"]))
    paper = Document(io.BytesIO(files["report.docx"]))
    written = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    written += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    written.append(files["report.json"].decode())
    for secret in ("补贴", "示人社发"):
        assert not [text for text in written if secret in text]
    assert [text for text in written if "01JZX000000000000000000001" in text]


def test_the_json_has_counts_that_add_up(report: MonthlyReport) -> None:
    total = as_json(report)["total"]
    assert sum(total["origins"].values()) == sum(total["standings"].values()) == 2
    assert sum(total["published"].values()) == total["standings"]["published"] == 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    clock = SetClock()
    monkeypatch.setattr("gongkai.app.SystemClock", lambda: clock)
    return clock


@pytest.fixture
def settings(home: Home, clock: SetClock) -> Iterator[Settings]:
    return home.settings


def kept_on(settings: Settings, clock: SetClock, month: int, day: int) -> Month | None:
    clock.move_to(2026, month, day)
    with open_app(settings) as app:
        return keep_last_month(app)


def test_a_report_is_kept_on_the_first_working_day_and_never_changed(settings: Settings, clock: SetClock) -> None:
    september = Month(2026, 9)
    assert kept_on(settings, clock, 10, 1) is None  # the first week of October is off
    assert kept_on(settings, clock, 10, 7) is None
    assert kept_on(settings, clock, 10, 8) == september
    first = kept_monthly(settings).read("2026-09", "report.json")
    assert kept_on(settings, clock, 10, 9) is None
    assert kept_monthly(settings).read("2026-09", "report.json") == first
    assert kept_monthly(settings).names() == ["2026-09"]


def test_a_first_day_that_was_missed_is_made_up_for(settings: Settings, clock: SetClock) -> None:
    assert kept_on(settings, clock, 3, 20) == Month(2026, 2)


def test_a_year_without_holiday_data_keeps_its_report(settings: Settings, clock: SetClock) -> None:
    clock.moment = dt.datetime(2027, 1, 2, 1, tzinfo=dt.UTC)
    with open_app(settings) as app:
        assert keep_last_month(app) == Month(2026, 12)


def test_of_two_who_keep_the_same_report_one_does(tmp_path: Path) -> None:
    kept, done = KeptReports(tmp_path / "monthly"), []
    writers = [
        threading.Thread(target=lambda text=text: done.append(kept.keep("2026-03", {"report.json": text})))
        for text in (b"first", b"second")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(done) == [False, True]
    assert [path.name for path in kept.folder.iterdir()] == ["2026-03"]


def test_a_folder_that_takes_nothing_is_one_sentence_and_keeps_no_part(tmp_path: Path) -> None:
    (tmp_path / "monthly").write_text("in the way")
    with pytest.raises(ReportNotKept):
        KeptReports(tmp_path / "monthly").keep("2026-03", {"report.json": b"{}"})


def test_only_files_of_kept_reports_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("no report")
    kept = KeptReports(tmp_path / "monthly")
    kept.keep("2026-03", {"report.json": b"{}"})
    assert kept.read("2026-03", "report.json") == b"{}"
    assert kept.read("2026-03", "report.pdf") is None
    assert kept.read("..", "secret") is None


def test_the_command_prints_the_report_and_writes_what_was_asked_for(home: Home, tmp_path: Path) -> None:
    xlsx, docx = tmp_path / "月报.xlsx", tmp_path / "月报.docx"
    done = home.command("report", "monthly", "--month", "2026-03", "--xlsx", xlsx, "--docx", docx, "--json")
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed["month"] == "2026-03"
    assert {unit["name"] for unit in printed["units"]} == {"办公室", "就业促进科", "社会保险科", "劳动关系科"}
    assert openpyxl.load_workbook(xlsx).sheetnames
    assert Document(str(docx)).tables


def test_a_month_that_is_none_and_a_folder_that_is_not_there_are_one_line(home: Home, tmp_path: Path) -> None:
    wrong = home.command("report", "monthly", "--month", "2026-3")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (65, 1)
    nowhere = home.command("report", "monthly", "--month", "2026-03", "--xlsx", tmp_path / "none" / "月报.xlsx")
    assert (nowhere.returncode, len(nowhere.stderr.splitlines())) == (65, 1)
