"""What the demo prints at the end: each document and why, times, addresses, log-ins."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from typing import Any

from rich.console import Console
from rich.table import Table

from gongkai.airflow_api import AirflowApi
from gongkai.demo.scenario import Result
from gongkai.demo.stages import Stages
from gongkai.settings import Settings
from gongkai.stack.airflow_environment import password_of
from records.domain.bureau import Bureau

#: Wide enough for a file name and its reason on one line, also where no terminal says how wide it is.
MEBIBYTE = 1024 * 1024

_console = Console(file=sys.stdout, highlight=False, width=150)


def print_documents(results: list[Result]) -> None:
    table = Table("文件", "状态", "应为", "原因", title="每份文件")
    for result in results:
        mark = "" if result.is_reached else "✗ "
        table.add_row(result.expectation.file, f"{mark}{result.state}", result.expectation.state, result.why)
    _console.print(table)


def print_times(stages: Stages, api: AirflowApi) -> None:
    table = Table("阶段", "秒", title="用时")
    for name, seconds in stages.finished:
        table.add_row(name, f"{seconds:.1f}")
    table.add_row("合计（含安装）", f"{time.time() - stages.began:.1f}")
    _console.print(table)
    steps = Table("步骤（Airflow 任务）", "次数", "秒，合计", "秒，最长", title="每一步")
    for name, seconds_each in sorted(_task_seconds(api).items()):
        steps.add_row(name, str(len(seconds_each)), f"{sum(seconds_each):.1f}", f"{max(seconds_each):.1f}")
    _console.print(steps)


def print_searches(answers: dict[str, list[str]]) -> None:
    for query, titles in answers.items():
        _console.print(f"检索“{query}”：{len(titles)} 件")
        for title in titles[:3]:
            _console.print(f"   {title}")


def print_addresses(settings: Settings, bureau: Bureau, peak_bytes: int) -> None:
    _console.print(f"内存峰值 {peak_bytes // MEBIBYTE} MB（全部进程，共享页只计一次）")
    _console.print(f"Airflow   {settings.airflow_url}")
    _console.print(f"审查台    {settings.airflow_url}/desk/")
    _console.print(f"公开网站  {settings.portal_url}")
    table = Table("账号", "口令", "人员（虚构）", title="登录 Airflow 与审查台")
    for person in bureau.people:
        table.add_row(person.airflow_user, password_of(settings, person.airflow_user), person.name)
    _console.print(table)


def _task_seconds(api: AirflowApi) -> dict[str, list[float]]:
    """Seconds of every finished task instance by `dag.task`; the wait for people is not running time."""
    found: dict[str, list[float]] = defaultdict(list)
    path = "/api/v2/dags/~/dagRuns/~/taskInstances"
    instances: list[dict[str, Any]] = api.request("GET", path, params={"limit": 1000}).json()["task_instances"]
    for instance in instances:
        if instance["duration"]:
            found[f"{instance['dag_id']}.{instance['task_id']}"].append(float(instance["duration"]))
    return found
