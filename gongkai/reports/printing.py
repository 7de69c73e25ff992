"""`gongkai report`: what is printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from gongkai.app import open_app
from gongkai.reports import annual, monthly_forms
from gongkai.reports.monthly_tables import notes_of, tables_of, title_of
from gongkai.reports.tables import Table
from gongkai.settings import Settings
from records.domain.errors import BadInput
from records.domain.months import Month


class NotWritten(BadInput):
    """The file that was asked for cannot be written there."""

    code = "report_not_written"
    advice = "请检查文件夹是否存在、有没有权限和空间。"


def print_monthly(settings: Settings, month: Month, *, xlsx: Path | None, docx: Path | None, as_json: bool) -> None:
    """Print the report as it stands now, and write the files that were asked for.

    Raises:
        MonthNotBegun: the month lies ahead.
        NotWritten: a file cannot be written.
    """
    with open_app(settings) as app:
        report = app.reporting.monthly(month)
    if xlsx:
        write(xlsx, monthly_forms.as_xlsx(report))
    if docx:
        write(docx, monthly_forms.as_docx(report))
    if as_json:
        typer.echo(json.dumps(monthly_forms.as_json(report), ensure_ascii=False, indent=1))
        return
    typer.secho(title_of(report), bold=True)
    for line in (*notes_of(report), "", *_lines(tables_of(report)[0])):
        typer.echo(line)


def print_annual(settings: Settings, year: int, *, docx: Path | None, as_json: bool) -> bool:
    """Print what the report has and what it lacks, write the file that was asked for; whether it is complete.

    Raises:
        YearNotBegun, AnnualFileInvalid, FiguresDisagree: see `gongkai.reports.annual.make_annual`.
        NotWritten: the file cannot be written.
    """
    with open_app(settings) as app:
        report = annual.make_annual(app, year)
    if docx:
        write(docx, annual.as_docx(report))
    if as_json:
        typer.echo(json.dumps(annual.as_json(report), ensure_ascii=False, indent=1))
    else:
        typer.secho(annual.title_of(report), bold=True)
        typer.echo(annual.sections_of(report)[0].paragraphs[0])
    for note in annual.notes_of(report):
        typer.echo(note, err=True)
    missing = annual.missing_of(report)
    if missing:
        typer.echo(f"还缺 {len(missing)} 项，请填入 {annual.annual_file(settings, year)}：", err=True)
        for place in missing:
            typer.echo(f"- {place}", err=True)
    return report.is_complete


def write(path: Path, data: bytes) -> None:
    """Write a file, and say so.

    Raises:
        NotWritten: it cannot be.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise NotWritten(f"{path} 写不进去（{error.strerror}）。") from None
    typer.echo(f"已写入 {path}", err=True)


def _lines(table: Table) -> list[str]:
    """One line a row, with the name of every count that is not zero."""
    lines = []
    for name, *counts in table.rows:
        said = [f"{head} {count}" for head, count in zip(table.head[1:], counts, strict=True) if count]
        lines.append(f"{name}：{'，'.join(said) or '没有'}")
    return lines
