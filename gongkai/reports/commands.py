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
