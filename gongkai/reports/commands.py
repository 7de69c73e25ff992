"""`gongkai report …`: the reports that the bureau owes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

report = typer.Typer(name="report", no_args_is_help=True, help="报告：每月的公开情况，每年的工作年度报告。")

_AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
_Xlsx = Annotated[Path | None, typer.Option(help="写成 XLSX 表格。", dir_okay=False)]
_Docx = Annotated[Path | None, typer.Option(help="写成 DOCX 文件。", dir_okay=False)]


@report.command()
def monthly(
    *,
    month: Annotated[str, typer.Option(help="哪一个月，如 2026-03。")],
    xlsx: _Xlsx = None,
    docx: _Docx = None,
    as_json: _AsJson = False,
) -> None:
    """月报：各科室当月形成的公文、公开属性、是否按期公开；没有形成公文的科室也列出。"""
    from gongkai.errors import one_line
    from gongkai.reports.printing import print_monthly
    from gongkai.settings import load_settings
    from records.domain.months import Month

    with one_line():
        print_monthly(load_settings(), Month.parse(month), xlsx=xlsx, docx=docx, as_json=as_json)


@report.command()
def annual(
    *,
    year: Annotated[int, typer.Option(min=2008, max=2200, help="哪一年。")],
    docx: _Docx = None,
    template: Annotated[bool, typer.Option("--template", help="只输出空白的数据文件，供办公室填写。")] = False,
    as_json: _AsJson = False,
) -> None:
    """年度报告：按国务院办公厅的统一格式；核对勾稽关系，缺的数据逐项列出，有缺则退出码为 65。"""
    from gongkai.errors import OK, UNUSABLE_INPUT, one_line
    from gongkai.reports.annual_file import annual_template
    from gongkai.reports.printing import print_annual
    from gongkai.settings import load_settings

    if template:
        typer.echo(annual_template(year), nl=False)
        return
    with one_line():
        is_complete = print_annual(load_settings(), year, docx=docx, as_json=as_json)
    raise typer.Exit(OK if is_complete else UNUSABLE_INPUT)
