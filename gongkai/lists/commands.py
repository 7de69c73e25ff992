"""`gongkai lists …`: structured lists from tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

lists = typer.Typer(name="lists", no_args_is_help=True, help="清单：权责清单、双随机结果、办事指南等的模板和导入。")

_Kind = Annotated[str, typer.Argument(metavar="KIND", help="清单类别，如 powers；写错时列出全部类别。")]


@lists.command("import")
def import_(
    kind: _Kind,
    file: Annotated[Path, typer.Argument(help="CSV 或者 XLSX 表格。", exists=True, dir_okay=False)],
    *,
    unit: Annotated[str, typer.Option(help="承办科室：通讯录中的编号或者名称。")],
    name: Annotated[str, typer.Option(help="清单名称；双随机抽查结果每次都要写，其他清单不写则用类别的名称。")] = "",
    made_on: Annotated[str, typer.Option("--made-on", help="形成（变更）日期，如 2026-03-05；不写则为今天。")] = "",
    by: Annotated[
        str | None, typer.Option(help="登记人：通讯录中的人员编号或其 Airflow 账号；不写则按本机登录名。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """导入一张表并送审；有一行有误就全部不导入，并列出每一处错误，退出码为 65。"""
    from gongkai.errors import OK, UNUSABLE_INPUT, one_line
    from gongkai.lists.printing import import_now
    from gongkai.lists.releasing import Header
    from gongkai.settings import load_settings

    with one_line():
        is_taken = import_now(load_settings(), kind, file, Header(unit, name, made_on), by=by, as_json=as_json)
    raise typer.Exit(OK if is_taken else UNUSABLE_INPUT)


@lists.command()
def template(
    kind: _Kind,
    *,
    xlsx: Annotated[
        Path | None, typer.Option(help="写成 XLSX 表格，附填写说明；不写则输出 CSV。", dir_okay=False)
    ] = None,
) -> None:
    """输出空白的表，供科室填写。"""
    from gongkai.errors import one_line
    from gongkai.lists.templates import template_csv, template_xlsx
    from records.domain.lists.catalogue import kind_of

    with one_line():
        found = kind_of(kind)
        if xlsx is None:
            typer.echo(template_csv(found), nl=False)
        else:
            xlsx.write_bytes(template_xlsx(found))
            typer.echo(f"已写入 {xlsx}")
