"""`gongkai bench rereview`: an urgent re-review on a stack of its own, with real processes, from command to citizen."""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

import typer
from docx import Document

from gongkai.app import App, open_app
from gongkai.bench.read import Row
from gongkai.bench.takedown import Takedown, take_down
from gongkai.ingesting import ingest_now
from gongkai.running import bring_up
from gongkai.sealing import make_seal_key
from gongkai.settings import ROOT, Settings, load_settings
from gongkai.stack.launch import stop
from records.domain.document import DocumentId
from records.domain.review import DecisionRequest, Verdict

#: Bar of issue 5, seconds.
_TARGET_S: Final = 5.0
#: Whose documents these are, and who flags them (deploy/bureau.example.toml).
_UNIT, _CLERK = "社会保险科", "clerk-a"
_MATTERS: Final = ("窗口延时", "培训班次", "档案转递", "招聘活动", "仲裁立案", "见习岗位", "贷款贴息", "职称评审")


def run(documents: int, *, as_json: bool) -> bool:
    """Measure and print; whether the bar holds."""
    with _stack() as settings, open_app(settings) as app:
        published = _publish(app, documents)
        taken = [take_down(settings, document_id, words, _CLERK) for words, document_id in published.items()]
    rows = list(_rows(taken))
    if as_json:
        typer.echo(json.dumps([{**asdict(row), "holds": row.holds} for row in rows], ensure_ascii=False, indent=1))
    else:
        typer.echo("| 项目 | 结果 | 目标 |\n|---|---|---|")
        for row in rows:
            typer.echo(f"| {row.name} | {row.value:.2f} {row.unit} | {row.bar} |")
    return all(row.holds for row in rows)


def _rows(taken: list[Takedown]) -> Iterator[Row]:
    for name, values, bar in (
        ("页面撤下", [each.page for each in taken], _TARGET_S),
        ("检索不到", [each.search for each in taken], _TARGET_S),
        ("首页不再列出", [each.home for each in taken], _TARGET_S),
        ("命令结束（Airflow 已接到新一轮审查）", [each.command for each in taken], None),
        ("其中命令自身的处理器时间", [each.processor for each in taken], None),
    ):
        yield Row(f"{name}，中位", statistics.median(values), "秒")
        yield Row(f"{name}，最长", max(values), "秒", at_most=bar)


@contextmanager
def _stack() -> Iterator[Settings]:
    """Airflow and the portal in a folder of their own, with the people of the example."""
    home = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    ports = {f"GONGKAI_{part}_PORT": str(_free_port()) for part in ("AIRFLOW", "PORTAL")}
    settings = load_settings({"GONGKAI_HOME": str(home), **ports})
    shutil.copyfile(ROOT / "deploy" / "bureau.example.toml", settings.bureau_file)
    make_seal_key(settings)
    try:
        bring_up(settings, progress=lambda line: typer.echo(f"· {line}", err=True))
        yield settings
    finally:
        stop(settings)
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _publish(app: App, documents: int) -> Mapping[str, DocumentId]:
    """Documents that three levels approved; each by words that find it and no other."""
    names = [f"{_MATTERS[number % len(_MATTERS)]}{number + 1:03}" for number in range(documents)]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        sheet = Path(folder) / "dispatch.csv"
        sheet.write_text("\n".join(["文件名,拟稿科室", *(f"{name}.docx,{_UNIT}" for name in names)]), encoding="utf-8")
        ledger = ingest_now(app.settings, [sheet, *(_write(Path(folder), name) for name in names)])
    ids = {Path(each.source_path or "").stem: each.document_id for each in ledger.arrivals if each.document_id}
    for document_id in ids.values():
        for _level in range(3):
            _approve(app, document_id)
    app.publishing.publish_cleared(limit=documents)
    app.deliver_outbox()
    return ids


def _write(folder: Path, name: str) -> Path:
    path, paper = folder / f"{name}.docx", Document()
    for line in (
        f"示例区人力资源和社会保障局关于{name}有关事项的通知",
        "各有关单位：",
        f"现就{name}有关事项通知如下。",
    ):
        paper.add_paragraph(line)
    paper.add_paragraph("（此件主动公开）")
    paper.save(str(path))
    return path


def _approve(app: App, document_id: DocumentId) -> None:
    waiting = app.review.waiting_step(document_id)
    if waiting is None:
        raise RuntimeError(f"{document_id} is not in review")
    person = waiting.assignees[0].id
    app.review.note_view(document_id, person, waiting.content_hash)
    app.review.record(
        DecisionRequest(document_id, waiting.round, waiting.step, waiting.content_hash, Verdict.APPROVE, person)
    )
