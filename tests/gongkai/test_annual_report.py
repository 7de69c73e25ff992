"""The annual report as the office has it: a file to fill in, a document with the fixed tables, faults by cell."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from bundles.columns import default_columns
from bundles.format import PublicAttributes
from gongkai.reports.annual import as_docx, missing_of, sections_of, title_of
from gongkai.reports.annual_file import AnnualFileInvalid, annual_template, read_annual_file
from gongkai.reports.annual_grids import MISSING, cases_grid, disclosed_grid, requests_grid
from gongkai.reports.grids import Grid
from records.domain.annual_figures import RESULTS, AnnualFigures, CaseKind, Disclosed, RequestRow
from records.domain.annual_report import AnnualReport, Part, RecordedYear
from tests.gongkai.home import Home
from tests.records.office_kit import SetClock
from tests.records.test_annual_report import figures


def filled_in(year: int) -> str:
    """The template with every line taken out of its comment, and something written in each part."""
    lines = annual_template(year).splitlines()
    taken = [line.removeprefix("# ") if " = " in line and line.startswith("# ") else line for line in lines]
    return "\n".join(taken).replace('""""""', '"""无"""')


def report_of(known: AnnualFigures, words: dict[Part, str]) -> AnnualReport:
    recorded = RecordedYear(published=5, in_time=4, late=1)
    return AnnualReport("示例区人力资源和社会保障局", 2026, SetClock().now(), recorded, known, words)


def cells(grid: Grid) -> dict[tuple[int, int], str]:
    """What is seen at every place, spans laid out."""
    return {
        (span.row + row, span.column + column): span.text
        for span in grid.spans
        for row in range(span.rows)
        for column in range(span.columns)
    }


def test_an_empty_template_is_a_file_that_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "2026.toml"
    path.write_text(annual_template(2026), encoding="utf-8")
    found = read_annual_file(path, 2026)
    assert len(found.figures.missing) == len(Disclosed) + len(RequestRow) + len(CaseKind)
    assert found.words == {}


def test_a_template_that_was_filled_in_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "2026.toml"
    path.write_text(filled_in(2026), encoding="utf-8")
    found = read_annual_file(path, 2026)
    assert found.figures.missing == ()
    assert set(found.words) == set(Part)


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert read_annual_file(tmp_path / "2026.toml", 2026).figures == AnnualFigures()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("year = 2025", "2025"),
        ("year = ", "TOML"),
        ("year = 2026\n[requests]\nreceived = [1, 2]", "requests.received"),
        ("year = 2026\n[requests]\nreceived = [1, 0, 0, 0, 0, -1]", "requests.received.5"),
        ("year = 2026\n[requests]\nreceived = [1.5, 0, 0, 0, 0, 0]", "requests.received.0"),
        ("year = 2026\n[requests]\nrecieved = [0, 0, 0, 0, 0, 0]", "requests.recieved"),
        ("year = 2026\n[cases]\nsuit = [0, 0, 0]", "cases.suit"),
        ("year = 2026\n[disclosed]\nfees = -1", "disclosed.fees"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "2026.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnnualFileInvalid) as fault:
        read_annual_file(path, 2026)
    assert place in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1


@pytest.mark.parametrize("grid", [disclosed_grid, requests_grid, cases_grid])
def test_a_fixed_table_covers_every_place_once(grid: Callable[[AnnualFigures], Grid]) -> None:
    made = grid(figures())
    places = [
        (span.row + row, span.column + column)
        for span in made.spans
        for row in range(span.rows)
        for column in range(span.columns)
    ]
    assert sorted(places) == [(row, column) for row in range(made.rows) for column in range(made.columns)]


def test_the_sums_of_table_three_are_made_by_row_and_by_column() -> None:
    table = cells(requests_grid(figures(received=(3, 1, 0, 0, 0, 0), disclosed=(2, 1, 0, 0, 0, 0))))
    by_name = {}
    for row in range(3, max(row for row, _ in table) + 1):
        name = table[row, 2]
        by_name[name] = [table[row, column] for column in range(3, 10)]
    assert by_name["一、本年新收政府信息公开申请数量"] == ["3", "1", "0", "0", "0", "0", "4"]
    assert by_name["（七）总计"] == ["2", "1", "0", "0", "0", "0", "3"]


def test_every_result_stands_in_its_group() -> None:
    table = cells(requests_grid(figures()))
    groups = {table[row, 2]: table[row, 1] for row in range(5, 5 + len(RESULTS))}
    assert groups["1.属于国家秘密"] == groups["8.属于行政查询事项"] == "（三）不予公开"
    assert groups["1.本机关不掌握相关政府信息"] == groups["3.补正后申请内容仍不明确"] == "（四）无法提供"
    assert groups["1.信访举报投诉类申请"] == groups["5.要求行政机关确认或重新出具已获取信息"] == "（五）不予处理"
    assert groups["3.其他"] == "（六）其他处理"
    assert table[5, 1] == table[5, 2] == "（一）予以公开"


def test_what_is_missing_says_so_and_no_sum_is_made_of_it() -> None:
    known = figures()
    partly = AnnualFigures(known.disclosed, {RequestRow.RECEIVED: (1, 0, 0, 0, 0, 0)}, known.cases)
    table = cells(requests_grid(partly))
    assert table[3, 9] == "1"
    assert {table[row, 9] for row in range(4, max(row for row, _ in table) + 1)} == {MISSING}


def test_fees_keep_their_decimals() -> None:
    known = figures()
    fees = AnnualFigures({**known.disclosed, Disclosed.FEES: Decimal("12.50")}, known.requests, known.cases)
    assert "12.50" in cells(disclosed_grid(fees)).values()


def test_the_document_has_six_parts_and_three_tables() -> None:
    report = report_of(figures(), {Part.OVERALL: "第一段。\n第二段。", Part.PROBLEMS: "<b>没有</b>", Part.OTHER: "无"})
    paper = Document(io.BytesIO(as_docx(report)))
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert texts[0] == "示例区人力资源和社会保障局2026年政府信息公开工作年度报告"
    headings = [text for text in texts if text[:2] in {"一、", "二、", "三、", "四、", "五、", "六、"}]
    assert headings == [section.heading for section in sections_of(report)]
    assert [heading[0] for heading in headings] == list("一二三四五六")
    assert len(paper.tables) == 3
    assert "主动公开公文 5 件，其中按期公开 4 件" in "".join(texts)
    assert {"第一段。", "第二段。", "<b>没有</b>"} <= set(texts)


def test_missing_figures_and_parts_are_named_by_their_place() -> None:
    known = figures()
    without = AnnualFigures({}, known.requests, {})
    missing = missing_of(report_of(without, {Part.OVERALL: "有"}))
    assert "表二“行政许可 本年处理决定数量”" in missing
    assert "表四“行政诉讼 复议后起诉”" in missing
    assert missing[-2:] == ["“五、存在的主要问题及改进情况”", "“六、其他需要报告的事项”"]


def test_its_title_leads_it_into_its_column() -> None:
    title = title_of(report_of(figures(), {}))
    assert default_columns().column_for(PublicAttributes(title=title)) == "annual-reports"


def test_the_command_names_what_is_missing_and_ends_with_65(home: Home, tmp_path: Path) -> None:
    docx = tmp_path / "年报.docx"
    done = home.command("report", "annual", "--year", "2026", "--docx", docx, "--json")
    assert done.returncode == 65
    printed = json.loads(done.stdout)
    assert len(printed["missing"]) == len(Disclosed) + len(RequestRow) + len(CaseKind) + len(Part)
    assert "2026.toml" in done.stderr
    assert Document(str(docx)).tables


def test_figures_that_disagree_are_one_line_and_nothing_is_written(home: Home, tmp_path: Path) -> None:
    docx, folder = tmp_path / "年报.docx", home.folder / "annual"
    template = home.command("report", "annual", "--year", "2026", "--template")
    assert tomllib.loads(template.stdout)["year"] == 2026
    folder.mkdir()
    (folder / "2026.toml").write_text(filled_in(2026).replace("received = [0,", "received = [1,"), encoding="utf-8")
    done = home.command("report", "annual", "--year", "2026", "--docx", docx)
    assert (done.returncode, len(done.stderr.splitlines())) == (65, 1)
    assert "“自然人”列" in done.stderr
    assert not docx.exists()
    (folder / "2026.toml").write_text(filled_in(2026), encoding="utf-8")
    assert home.command("report", "annual", "--year", "2026", "--docx", docx).returncode == 0
