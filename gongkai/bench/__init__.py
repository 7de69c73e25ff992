"""`gongkai bench`: how well and how fast documents are read, measured on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkai.bench.forms import Form
from gongkai.bench.night_executor import Executor as NightExecutor
from gongkai.bench.relevance_engines import Engine

bench = typer.Typer(
    name="bench", no_args_is_help=True, help="测量：识别、要素、筛查、读取速度、检索。结果见 docs/benchmarks.md。"
)


@bench.command()
def attributes(
    samples: Annotated[Path, typer.Option(help="成对的 .txt 与 .json，格式见 docs/benchmarks.md。", file_okay=False)],
    *,
    form: Annotated[Form, typer.Option("--as", help="先排成哪种文件再读取。")] = Form.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """要素读取的准确程度；有一项未达标则退出码为 1。"""
    from gongkai.bench.attributes import run
    from gongkai.errors import one_line
    from gongkai.settings import load_settings

    with one_line():
        holds = run(samples, form, load_settings().models, as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def night(
    *,
    documents: Annotated[
        list[int] | None, typer.Option(min=10, help="一夜多少件；可以写几次，逐夜比较每件用时。")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=8, help="同时读取几批。")] = 1,
    executor: Annotated[NightExecutor, typer.Option(help="Airflow 的任务由谁执行。")] = NightExecutor.LOCAL,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供 gongkai plan 读取。")] = False,
) -> None:
    """另起一套 Airflow 与公开网站，量整夜：收文、三级审查、公开；每件用时随件数增长则退出码为 1。"""
    from gongkai.bench.night import Plan, run
    from gongkai.errors import one_line

    with one_line():
        holds = run(Plan(tuple(documents or (1000,)), workers, executor), as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def plan(
    *,
    page: Annotated[
        Path | None, typer.Option(help="把表格写进这一页（docs/scaling.md）；不写则打印。", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """由 docs/measured 中量得的整夜推算一市、一省需要什么；不作任何测量。"""
    from gongkai.bench.scale.page import renew, tables
    from gongkai.errors import one_line

    with one_line():
        if page is None:
            typer.echo(tables())
        else:
            typer.echo("已更新。" if renew(page) else "没有变化。")


@bench.command()
def ocr(
    *,
    pages: Annotated[
        Path | None,
        typer.Option(help="改测该目录：图片与同名 .txt，格式见 docs/benchmarks.md。", exists=True, file_okay=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
    with_tesseract: Annotated[
        bool, typer.Option("--tesseract/--no-tesseract", help="同时用 tesseract 比较用时。")
    ] = True,
) -> None:
    """图片识别的准确程度、用时和内存；有一项未达标则退出码为 1。"""
    from gongkai.bench.ocr import run
    from gongkai.errors import one_line
    from gongkai.settings import load_settings

    with one_line():
        holds = run(load_settings().models, pages, with_tesseract=with_tesseract, as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def portal(
    *,
    documents: Annotated[int, typer.Option(min=10, help="公开多少件。")] = 100_000,
    minutes: Annotated[float, typer.Option(min=0, help="平稳负载多少分钟；0 为不测。")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """公开网站的负载：网页与同样字节的裸文件相比、50 人同时检索、平稳负载下的内存；有一项未达标则退出码为 1。"""
    from gongkai.bench.portal import Effort, run
    from gongkai.errors import one_line

    with one_line():
        holds = run(Effort(documents, minutes), as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def read(
    *,
    documents: Annotated[int, typer.Option(min=20, help="最长的一批读多少件。")] = 2000,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """读取的速度与内存，与通用程序库在同一次运行中比较；有一项未达标则退出码为 1。"""
    from gongkai.bench.read import Effort, run
    from gongkai.errors import one_line
    from gongkai.settings import load_settings

    with one_line():
        holds = run(load_settings().models, Effort(documents=documents), as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def relevance(
    documents: Annotated[
        list[Path], typer.Option(help="成对的 ID.txt 与 ID.json；可以写几次。", exists=True, file_okay=False)
    ],
    queries: Annotated[
        Path, typer.Option(help="判定过的查询，格式见 docs/benchmarks.md。", exists=True, dir_okay=False)
    ],
    *,
    engine: Annotated[Engine, typer.Option(help="测哪一种检索引擎。")] = Engine.TANTIVY,
    mix: Annotated[int, typer.Option(min=0, help="另混入多少件由这些文件的句子拼成的文件。")] = 0,
    mix_from: Annotated[
        list[Path] | None, typer.Option(help="混入的文件用这个目录的句子；可以写几次。", exists=True, file_okay=False)
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="同时测 Elasticsearch 的 standard 分析器与 SQLite FTS5。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """检索结果排得好不好：nDCG@10、首条命中、无结果，按查询类别列出。"""
    from gongkai.bench.relevance import Plan, run
    from gongkai.errors import one_line

    with one_line():
        run(Plan(tuple(documents), queries, engine, mix, baselines, tuple(mix_from or ())), as_json=as_json)


@bench.command()
def search(
    texts: Annotated[
        list[Path], typer.Option(help="成对的 ID.txt 与 ID.json，用它们的句子拼成文件；可以写几次。", file_okay=False)
    ],
    *,
    documents: Annotated[int, typer.Option(min=100, help="拼成多少件。")] = 10_000,
    engine: Annotated[Engine, typer.Option(help="测哪一种检索引擎。")] = Engine.TANTIVY,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """检索与建立索引的速度，与 SQLite FTS5（一字一词）在同一次运行中比较。"""
    from gongkai.bench.search_speed import run
    from gongkai.errors import one_line

    with one_line():
        run(texts, documents, engine, as_json=as_json)


@bench.command()
def rereview(
    *,
    documents: Annotated[int, typer.Option(min=1, max=999, help="紧急撤下多少件。")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """另起一套 Airflow 与公开网站，量紧急重新审查从命令开始到页面撤下、检索不到的时间；有一项未达标则退出码为 1。"""
    from gongkai.bench.rereview import run
    from gongkai.errors import one_line

    with one_line():
        holds = run(documents, as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def waiting(
    *,
    documents: Annotated[int, typer.Option(min=3, max=9999, help="多少件等待审查。")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """另起一套 Airflow，量许多公文等待审查时调度器和审查台的负担；有一项未达标则退出码为 1。"""
    from gongkai.bench.waiting import run
    from gongkai.errors import one_line

    with one_line():
        holds = run(documents, as_json=as_json)
    raise typer.Exit(0 if holds else 1)


@bench.command()
def screening(
    *,
    cases: Annotated[
        Path | None,
        typer.Option(help="改测该文件：每行一个 JSON，格式见 docs/benchmarks.md。", exists=True, dir_okay=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")] = False,
) -> None:
    """筛查发现了什么、漏了什么；有一项未达标则退出码为 1。"""
    from gongkai.bench.screening import run
    from gongkai.errors import one_line

    with one_line():
        holds = run(cases, as_json=as_json)
    raise typer.Exit(0 if holds else 1)
