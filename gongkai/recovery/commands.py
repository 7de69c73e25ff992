"""The commands `gongkai backup`, `backup-key` and `restore`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gongkai.errors import OUR_FAULT, UNUSABLE_INPUT, one_line
from gongkai.settings import load_settings

recovery = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="备份文件夹，须已存在；最好在另一台机器上。")]


@recovery.command()
def backup(
    folder: Folder,
    *,
    keep: Annotated[int | None, typer.Option(min=1, help="完成后只保留最近几份备份，更早的删除。")] = None,
    check: Annotated[bool, typer.Option("--check", help="不备份，只核对已有的备份是否完整；不需要私钥。")] = False,
    secrets: Annotated[
        Path | None, typer.Option(help="另把密钥加密写到这个文件夹；须与备份分开保管。", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """备份记录、原件、公开内容和配置：加密，只写新增的，运行中也可以。"""
    from gongkai.recovery.checking import check_backups
    from gongkai.recovery.folder import BackupFolder
    from gongkai.recovery.making import back_up_secrets, make_backup

    with one_line():
        if check:
            checked = check_backups(folder)
            _print(asdict(checked), checked.lines(), as_json=as_json)
            raise typer.Exit(UNUSABLE_INPUT if checked.faults else 0)
        settings = load_settings()
        made = make_backup(settings, folder)
        apart = back_up_secrets(settings, folder, secrets) if secrets else None
        dropped = BackupFolder(folder).keep(keep) if keep else (0, 0)
    lines = [f"备份 {made.name}：文件 {made.files} 个，新写 {made.written} 个，审计链到第 {made.audit_sequence} 条。"]
    lines += [f"缺失或已变化，没有备份：{place}" for place in made.missing]
    lines += [f"密钥写入 {apart}"] if apart else []
    lines += [f"删除更早的备份 {dropped[0]} 份。"] if keep else []
    _print({**asdict(made), "secrets": str(apart) if apart else None, "dropped": dropped[0]}, lines, as_json=as_json)
    raise typer.Exit(OUR_FAULT if made.missing else 0)


@recovery.command("backup-key")
def backup_key() -> None:
    """为备份生成密钥：公钥存入本机，私钥只显示这一次。"""
    from gongkai.recovery.key import make_backup_key

    with one_line():
        private_key = make_backup_key(load_settings())
    typer.echo("请将下面的私钥离线保存，不要放在本机和备份里；遗失后备份无法打开：", err=True)
    typer.echo(private_key)


@recovery.command()
def restore(
    folder: Folder,
    *,
    key: Annotated[
        Path | None, typer.Option(help="写有备份私钥的文件；不写则在提示后输入。", show_default=False)
    ] = None,
    secrets: Annotated[
        Path | None, typer.Option(help="gongkai backup --secrets 写的密钥文件（.box）。", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option("--backup", help="哪一份备份；不写则用最近的一份。")] = None,
    open_: Annotated[bool, typer.Option("--open", help="恢复以后、核对完毕，开放公开网站。")] = False,
    removed: Annotated[
        Path | None, typer.Option(help="与 --open 合用：备份以后撤下的公文编号，每行一个。", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """由备份恢复到空的目录；恢复后公开网站不开放，核对此后撤下的文件，再用 --open 开放。"""
    from gongkai.recovery.key import private_key_in, read_private_key
    from gongkai.recovery.opening import open_restored
    from gongkai.recovery.restoring import restore as restore_backup

    if open_:
        with one_line():
            opened = open_restored(load_settings(), folder, removed)
        lines = [f"{each}：备份以后已撤下或封存，仍不公开；请提请重新审查。" for each in opened.kept_off]
        lines += [each.line() for each in opened.findings]
        _print(asdict(opened), [*lines, f"公开网站已开放，公开文件 {opened.shown} 件。"], as_json=as_json)
        raise typer.Exit(0)
    with one_line():
        private_key = private_key_in(key) if key else read_private_key(typer.prompt("私钥", hide_input=True, err=True))
        restored = restore_backup(load_settings(), folder, private_key=private_key, secrets_box=secrets, name=name)
    lines = [f"{each.subject}：{each.message}（{each.code}）" for each in restored.problems]
    lines += [
        f"备份 {restored.name} 已恢复，文件 {restored.files} 个，审计链到第 {restored.head.sequence} 条，"
        f"问题 {len(restored.problems)} 处。",
        "公开网站尚未开放：核对备份以后撤下的文件，再执行 gongkai restore --open。",
    ]
    _print(asdict(restored), lines, as_json=as_json)
    raise typer.Exit(OUR_FAULT if restored.problems else 0)


def _print(report: dict[str, object], lines: list[str], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for line in lines:
        typer.echo(line)
