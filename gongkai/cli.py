"""The command line: `gongkai --help` lists the commands."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from gongkai.bench import bench
from gongkai.choosing import at_every_bureau, choose, whole_or_one
from gongkai.errors import OK, OUR_FAULT, SERVICE_MISSING, UNUSABLE_INPUT, one_line
from gongkai.lists.commands import lists
from gongkai.logs import configure_logging
from gongkai.recovery.commands import recovery
from gongkai.reports.commands import report
from gongkai.settings import load_installation, load_settings

app = typer.Typer(
    name="gongkai",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="政务公开文件流水线",
)

app.add_typer(bench)
app.add_typer(report)
app.add_typer(recovery)
app.add_typer(lists)


#: The kinds of reason that Airflow's form offers too (dags/rereview_document.py).
ReasonKind = Literal["personal_data", "classified", "wrong_content", "rule_changed", "other"]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]


@app.callback()
def main(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="在标准错误输出运行日志。")] = False,
    bureau: Annotated[str | None, typer.Option(help="本机有多个机关的，是哪一个（文件夹名）。")] = None,
    all_bureaus: Annotated[
        bool, typer.Option("--all-bureaus", help="本机有多个机关的，逐个执行；一个出错不影响其余。")
    ] = False,
) -> None:
    """Set up logging and choose the bureau before any command."""
    configure_logging(verbose=verbose)
    with one_line():
        if all_bureaus:
            raise typer.Exit(at_every_bureau(sys.argv[1:]))
        if bureau:
            choose(bureau)


@app.command()
def inspect(files: Annotated[list[Path], typer.Argument(help="要查看的文件。")], *, as_json: AsJson = False) -> None:
    """读取文件并显示流水线看到的内容；不写入任何存储。"""
    from gongkai.inspecting import inspect_files, print_report
    from gongkai.screening_words import bureau_words

    with one_line():
        settings = load_settings()
        reports = inspect_files(files, settings.models, bureau_words(settings))
    if as_json:
        typer.echo(json.dumps(reports, ensure_ascii=False, indent=1))
    else:
        print_report(reports)
    raise typer.Exit(UNUSABLE_INPUT if any(report["error"] for report in reports) else OK)


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="先把这些文件复制到收文箱；不写则只处理收文箱。")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """处理收文箱：接收、读取、送审，最后打印台账。"""
    from gongkai.ingesting import ingest_now, ledger_counts

    with one_line():
        ledger = ingest_now(load_settings(), paths or [])
    if as_json:
        typer.echo(json.dumps(ledger_counts(ledger)))
    else:
        for line in ledger.lines():
            typer.echo(line)
    raise typer.Exit(OK if ledger.adds_up else OUR_FAULT)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='检索词；支持 "短语"、OR、-排除。')],
    *,
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多显示多少条。")] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="说明每条结果的得分由哪些部分组成。")] = False,
    as_json: AsJson = False,
) -> None:
    """在已公开的文件中检索。"""
    from gongkai.searching import print_page, search_public

    with one_line():
        page = search_public(load_settings(), query, limit, explain=explain)
    if as_json:
        typer.echo(json.dumps(page, ensure_ascii=False, indent=1))
    else:
        print_page(page)


@app.command()
def verify(
    *,
    head: Annotated[Path | None, typer.Option(help="此前用 gongkai audit --head 导出并另行保存的审计链末端。")] = None,
    as_json: AsJson = False,
) -> None:
    """核验审计链、审查决定、原件、状态与公开内容是否一致。"""
    from gongkai.verifying import verify_all

    with one_line():
        report = verify_all(load_settings(), head)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        for problem in report["problems"]:
            typer.echo(f"{problem['subject']}：{problem['message']}（{problem['code']}）", err=True)
        typer.echo(f"审计链末端 {report['audit_head']['sequence']} {report['audit_head']['hash']}")
        typer.echo(
            f"公文 {report['documents']} 件，审查决定 {report['decisions']} 项，问题 {len(report['problems'])} 处"
        )
    raise typer.Exit(OUR_FAULT if report["problems"] else OK)


@app.command()
def reconcile(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出不一致之处，什么都不改。")] = False,
    as_json: AsJson = False,
) -> None:
    """核对记录、原件、公开内容、索引与 Airflow 的审查流程，修复不一致之处；修复记入审计链。"""
    from gongkai.reconcile import everything

    with one_line():
        findings = everything.reconcile_all(load_settings(), dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(everything.as_json(findings, dry_run=dry_run), ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo(finding.line())
        typer.echo(everything.summary(findings))
    raise typer.Exit(everything.exit_code(findings))


@app.command()
def audit(
    *,
    document: Annotated[str | None, typer.Option(help="只导出这件公文（或到件）的记录。")] = None,
    since: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="起始日期（含），北京时间。")] = None,
    until: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="截止日期（含），北京时间。")] = None,
    form: Annotated[
        Literal["csv", "jsonl"], typer.Option("--format", help="csv 供表格软件，jsonl 每行一个 JSON。")
    ] = "csv",
    out: Annotated[Path | None, typer.Option(help="写入该文件；不写则输出到屏幕。")] = None,
    head: Annotated[bool, typer.Option("--head", help="只导出审计链末端，供另行保存、日后核对。")] = False,
    switch_to: Annotated[
        Literal["sm3", "sha256"] | None,
        typer.Option(help="审计链今后改用这种杂凑算法；已有的不变，改用也记入审计链。"),
    ] = None,
) -> None:
    """导出审计链，供检查人员查阅；或者导出其末端；或者改用另一种杂凑算法。"""
    from gongkai.auditing import export_entries, export_head, switch_algorithm
    from records.domain.audit import Algorithm
    from records.services.audit import AuditSelection

    with one_line():
        if switch_to:
            switched = switch_algorithm(load_settings(), Algorithm(switch_to))
            typer.echo(f"审计链今后使用 {switch_to.upper()}。" if switched else f"审计链已经在用 {switch_to.upper()}。")
            return
        if head:
            export_head(load_settings(), out)
            return
        days = (since.date() if since else None, until.date() if until else None)
        count = export_entries(load_settings(), AuditSelection(document, *days), form, out)
    typer.echo(f"共导出 {count} 条。", err=True)


@app.command()
def rereview(
    document: Annotated[str, typer.Argument(metavar="ID", help="公文编号。")],
    *,
    reason: Annotated[str, typer.Option(help="为什么要重新审查；只供内部查看。")],
    urgent: Annotated[bool, typer.Option("--urgent", help="紧急：页面和检索结果立即撤下，审查结束前不公开。")] = False,
    kind: Annotated[ReasonKind, typer.Option(help="原因类别。")] = "other",
    by: Annotated[
        str | None, typer.Option(help="提请人：通讯录中的人员编号或其 Airflow 账号；不写则按本机登录名。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """提请重新审查一件已公开的公文；须由本科室经办、办公室或者值班人员提请。"""
    from gongkai.rereviewing import print_requested, request_now

    with one_line():
        requested = request_now(load_settings(), document, by=by, reason_kind=kind, reason=reason, urgent=urgent)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(requested)))
    else:
        print_requested(requested)
    raise typer.Exit(SERVICE_MISSING if urgent and requested.public else OK)


@app.command()
def rescreen(*, as_json: AsJson = False) -> None:
    """用现行的筛查规则重新筛查全部已公开的公文；有新发现的提请重新审查，须处理的立即撤下。"""
    from gongkai.rescreening import rescreen_all

    def show(number: int, total: int) -> None:
        on_screen = sys.stderr.isatty()
        if on_screen or number == total or number % 100 == 0:
            start, last = ("\r" if on_screen else ""), number == total
            typer.echo(f"{start}已筛查 {number}/{total}", err=True, nl=last or not on_screen)

    with one_line():
        counts = rescreen_all(load_settings(), show)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(counts)))
    else:
        typer.echo(
            f"已公开 {counts.published} 件，筛查 {counts.screened} 件；"
            f"{counts.documents_with_new} 件有新的发现项共 {counts.new_findings} 处，"
            f"进入重新审查 {counts.rereviews} 件，其中撤下 {counts.suspended} 件；未能筛查 {counts.failed} 件。"
        )
    raise typer.Exit(OUR_FAULT if counts.failed else OK)


@app.command()
def reindex() -> None:
    """由已公开的文件重建检索索引；重建期间检索照常。"""
    from gongkai.tasks import rebuild_index

    with one_line():
        count = rebuild_index()
    typer.echo(f"索引已重建，共 {count} 件。")


@app.command()
def deadline(
    event: Annotated[dt.datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="起算日（当日不计入）。")],
    working_days: Annotated[int, typer.Option(min=1, max=10_000, help="期限为多少个工作日。")],
    *,
    as_json: AsJson = False,
) -> None:
    """计算法定期限的最后一日：按工作日，起算日不计入，最后一日计入。"""
    from gongkai.clock import SystemClock
    from gongkai.deadlines import deadline as count_term

    with one_line():
        found = count_term(load_settings(), SystemClock(), event.date(), working_days)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        typer.echo(found.due.isoformat())
        if found.warning:
            typer.echo(found.warning, err=True)


@app.command()
def remind(
    *,
    preview: Annotated[bool, typer.Option("--preview", help="只列出今天要催办什么、通知谁；不记录，不发送。")] = False,
    trust_clock: Annotated[
        bool, typer.Option("--trust-clock", help="系统时间现在是对的：作废此前因时间有误而记在以后日期的催办。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """催办：将要到期、今天到期和已经逾期的，通知该办的人；当天重复执行不会重复通知。"""
    from gongkai.reminders import printing

    with one_line():
        if trust_clock:
            printing.trust_clock(load_settings())
        show = printing.print_preview if preview else printing.print_reminded
        show(load_settings(), as_json=as_json)


@app.command()
def doctor(*, as_json: AsJson = False) -> None:
    """检查安装：哪里有误，怎么办；什么都不改。"""
    from gongkai.doctor import examination

    with one_line():
        verdicts = list(examination.examine(load_settings()))
    if as_json:
        typer.echo(json.dumps(examination.as_json(verdicts), ensure_ascii=False, indent=1))
    else:
        for verdict in verdicts:
            typer.echo(verdict.line())
    raise typer.Exit(examination.exit_code(verdicts))


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """显示地址、目录、各部分状态与各状态的文件数。"""
    from gongkai.status import print_status, read_status

    with one_line():
        report = read_status(whole_or_one())
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        print_status(report)


@app.command()
def metrics(
    *,
    listen: Annotated[
        str | None, typer.Option(help="在这个地址（主机:端口）持续提供，供 Prometheus 读取；不写则只输出一次。")
    ] = None,
) -> None:
    """运行指标：各状态件数、等待与逾期、磁盘、索引、审计链；只有数量和时间，没有标题和姓名。"""
    from gongkai.seeing.serving import as_text, serve

    with one_line():
        if listen:
            serve(whole_or_one(), listen)
        else:
            typer.echo(as_text(whole_or_one()), nl=False)


@app.command()
def up() -> None:
    """启动 Airflow 与公开网站，处理自己的收文箱。"""
    from gongkai.running import bring_up

    with one_line():
        bring_up(load_installation(), progress=lambda line: typer.echo(f"· {line}", err=True))
    status(as_json=False)


@app.command()
def prepare() -> None:
    """不启动，只准备：文件夹、记录库、索引、公开网站要知道的；本机有多个机关的逐个准备，出错的停用并说明。"""
    from gongkai import running

    def show(line: str) -> None:
        typer.echo(f"· {line}", err=True)

    with one_line():
        settings = load_installation()
        if settings.bureaus is None:
            running.prepare(settings, show)
            return
        prepared = running.prepare_bureaus(settings, show)
    raise typer.Exit(SERVICE_MISSING if prepared.stopped else OK)


@app.command()
def down() -> None:
    """停止 `gongkai up` 启动的一切。"""
    from gongkai.stack.launch import stop

    with one_line():
        stopped = stop(load_installation())
    typer.echo("已停止。" if stopped else "没有在运行。")
    raise typer.Exit(OK if stopped else SERVICE_MISSING)


@app.command("seal-key")
def seal_key() -> None:
    """为保密员生成密钥：公钥存入本机，私钥只显示这一次。"""
    from gongkai.sealing import make_seal_key

    with one_line():
        private_key = make_seal_key(load_settings())
    typer.echo("请将下面的私钥交保密员离线保存；本机不保留，遗失后封存文件无法打开：", err=True)
    typer.echo(private_key)


@app.command()
def unseal(
    box: Annotated[Path, typer.Argument(help="从审查台下载的密封件（.sealed）。", show_default=False)],
    into: Annotated[Path, typer.Option("--into", help="写到这个文件夹。")] = Path(),
) -> None:
    """保密员打开密封件，在符合保密要求的设备上用；私钥在提示后输入，不显示也不保存。"""
    from gongkai.sealing import open_sealed

    private_key = typer.prompt("私钥", hide_input=True, err=True)
    with one_line():
        written = open_sealed(box, private_key, into)
    typer.echo(f"已写入 {written}")
