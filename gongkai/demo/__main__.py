"""`script/demo`: everything once, with sample documents; `--exit` stops at the end and tells whether all is well."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from gongkai.airflow_api import AirflowApi
from gongkai.app import open_app
from gongkai.demo import report, scenario
from gongkai.demo.expectations import load_expectations
from gongkai.demo.memory import MemoryWatch
from gongkai.demo.stages import Stages
from gongkai.errors import OK, OUR_FAULT, SERVICE_MISSING, one_line
from gongkai.running import bring_up
from gongkai.sealing import make_seal_key, seal_key_file
from gongkai.settings import ROOT, Settings, load_settings
from gongkai.stack import launch
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, password_of

SEARCHES = ("失业保险金", '"主动公开"', "示人社发〔2026〕8号")


def demo(*, leave: Annotated[bool, typer.Option("--exit", help="完成后停止并退出。")] = False) -> None:
    """示范：样例文件入库、审查、公开、检索。"""
    with one_line():
        settings = _demo_settings()
    if launch.is_running(settings):
        typer.echo("gongkai: 示范已在运行，请先在那边按 Ctrl-C。", err=True)
        raise typer.Exit(SERVICE_MISSING)
    stages = Stages(float(os.environ.get("GONGKAI_DEMO_BEGAN") or time.time()))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(OUR_FAULT))
    code = OUR_FAULT
    try:
        with one_line():
            code = _run(settings, stages)
        if not leave:
            stages.say("示范保持运行，按 Ctrl-C 停止。")
            signal.pause()
    except KeyboardInterrupt:
        stages.say("正在停止……")
    finally:
        launch.stop(settings)
    raise typer.Exit(code)


def _demo_settings() -> Settings:
    """A home of its own, emptied by every demo: of what the user set for their own documents, the ports alone count."""
    names = ("GONGKAI_AIRFLOW_PORT", "GONGKAI_PORTAL_PORT")
    ports = {name: os.environ[name] for name in names if name in os.environ}
    return load_settings({**ports, "GONGKAI_HOME": str(ROOT / "var" / "demo"), "GONGKAI_SETTLE_S": "1"})


def _run(settings: Settings, stages: Stages) -> int:
    if installing := time.time() - stages.began:
        stages.finished.append(("安装", installing))
    watch = MemoryWatch(settings)
    watch.start()
    with stages.stage("准备"):
        scenario.fresh_home(settings)
        if not seal_key_file(settings).exists():
            _keep_demo_key(settings, make_seal_key(settings))
    with stages.stage("制作样例文件"):
        samples = scenario.make_samples(settings)
    with stages.stage("启动") as progress:
        bring_up(settings, progress)
    with stages.stage("收文：接收、读取、送审") as progress:
        scenario.fill_inbox(settings, samples)
        run_key = scenario.ingest(settings, progress)
    expectations = load_expectations()
    with open_app(settings) as app:
        with stages.stage("审查与公开") as progress:
            results = scenario.review(app, run_key, expectations, progress)
        with stages.stage("检索"):
            answers = {query: scenario.search(settings, query) for query in SEARCHES}
        report.print_documents(results)
        report.print_searches(answers)
        report.print_times(
            stages, AirflowApi(settings.airflow_url, OPERATOR_ACCOUNT, password_of(settings, OPERATOR_ACCOUNT))
        )
        report.print_addresses(settings, app.bureau, watch.stop())
    is_well = all(result.is_reached for result in results) and all(answers.values())
    stages.say("全部到位。" if is_well else "有文件没有到位，见上表 ✗。")
    return OK if is_well else OUR_FAULT


def _keep_demo_key(settings: Settings, private_key: str) -> None:
    """A real officer's private key never lies here; the fictitious one's does, so that the sample can be opened."""
    path: Path = settings.home / "demo-officer-private.key"
    path.write_text(private_key + "\n", encoding="ascii")
    path.chmod(0o600)


if __name__ == "__main__":
    typer.run(demo)
