"""Making the annual report: the records, the office's file, both checked against each other and the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gongkai.app import App
from gongkai.reports.annual_file import read_annual_file
from gongkai.reports.annual_grids import MISSING, cases_grid, disclosed_grid, requests_grid
from gongkai.reports.annual_words import PART_NAMES, REQUEST_NAMES, cell_name
from gongkai.reports.grids import Grid
from gongkai.reports.paper import Paper
from gongkai.settings import Settings
from records.domain.annual_figures import AnnualFigures
from records.domain.annual_report import AnnualReport, Part, RecordedYear
from records.domain.bureau import SHANGHAI


def annual_file(settings: Settings, year: int) -> Path:
    """Where the office writes what the records cannot know."""
    return settings.annual_folder / f"{year}.toml"


def make_annual(app: App, year: int) -> AnnualReport:
    """The report as it stands now.

    Raises:
        YearNotBegun: the year lies ahead.
        AnnualFileInvalid: the office's file cannot be used.
        FiguresDisagree: sums do not agree, or what is carried over from the year before; every cell is named.
    """
    file = read_annual_file(annual_file(app.settings, year), year)
    counted = app.reporting.request_rows(year)
    figures = file.figures.with_counted(counted)
    figures.require_agreement(_figures_of(app, year - 1))
    return replace(app.reporting.annual(year, figures, file.words), differing=figures.differing(counted))


def _figures_of(app: App, year: int) -> AnnualFigures:
    written = read_annual_file(annual_file(app.settings, year), year).figures
    return written.with_counted(app.reporting.request_rows(year))


def title_of(report: AnnualReport) -> str:
    return f"{report.bureau_name}{report.year}年政府信息公开工作年度报告"


def missing_of(report: AnnualReport) -> list[str]:
    """Every figure and part that is not there yet, by its place in the report."""
    figures = [cell_name(cell) for cell in report.figures.missing]
    return figures + [f"“{PART_NAMES[part]}”" for part in Part if not report.words.get(part)]


def notes_of(report: AnnualReport) -> list[str]:
    """What has to be looked at beside what is missing."""
    rows = "、".join(f"“{REQUEST_NAMES[row]}”" for row in report.differing)
    return [f"表三以下各行与申请登记的统计不同，请核对：{rows}。"] if rows else []


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts: paragraphs, or a fixed table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    grid: Grid | None = None


def sections_of(report: AnnualReport) -> tuple[Section, ...]:
    """The six parts in their order (article 50 and the format of 2021)."""
    tables = (disclosed_grid(report.figures), requests_grid(report.figures), cases_grid(report.figures))
    return (
        Section(PART_NAMES[Part.OVERALL], (_recorded(report.year, report.recorded), *_words(report, Part.OVERALL))),
        *(Section(table.name, grid=table) for table in tables),
        *(Section(PART_NAMES[part], _words(report, part)) for part in (Part.PROBLEMS, Part.OTHER)),
    )


def as_docx(report: AnnualReport) -> bytes:
    """Ready to be handed in like any document, if nothing is missing."""
    paper = Paper(title_of(report), report.made_at)
    for section in sections_of(report):
        paper.heading(section.heading)
        for paragraph in section.paragraphs:
            paper.text(paragraph)
        if section.grid:
            paper.grid(section.grid)
    return paper.data()


def as_json(report: AnnualReport) -> dict[str, Any]:
    """The figures in the words of the code; fees as a string, in 万元."""
    figures = report.figures
    return {
        "year": report.year,
        "made_at": report.made_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "recorded": {name: getattr(report.recorded, name) for name in RecordedYear.__dataclass_fields__},
        "disclosed": {cell.value: format(number, "f") for cell, number in figures.disclosed.items()},
        "requests": {row.value: list(numbers) for row, numbers in figures.requests.items()},
        "cases": {kind.value: list(numbers) for kind, numbers in figures.cases.items()},
        "missing": missing_of(report),
        "differing": [row.value for row in report.differing],
    }


def _words(report: AnnualReport, part: Part) -> tuple[str, ...]:
    text = report.words.get(part, "")
    return tuple(line.strip() for line in text.splitlines() if line.strip()) or (f"（{MISSING}）",)


def _recorded(year: int, recorded: RecordedYear) -> str:
    uncountable = f"，期限无法计算 {recorded.uncountable} 件" if recorded.uncountable else ""
    return (
        f"{year}年，本机关主动公开公文 {recorded.published} 件，其中按期公开 {recorded.in_time} 件，"
        f"超过时限公开 {recorded.late} 件{uncountable}；经审查决定依申请公开 {recorded.on_request} 件、"
        f"不予公开 {recorded.withheld} 件；对已公开或者未公开的公文重新审查 {recorded.rereviews} 次。"
    )
