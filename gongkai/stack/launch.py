"""Start the stack, say when it is healthy, and stop it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from gongkai.settings import ROOT, Settings
from gongkai.stack.airflow_environment import airflow_environment, portal_environment

#: How long the stack may take to become healthy, seconds. First starts compile and migrate.
START_LIMIT_S = 180.0
STOP_LIMIT_S = 20.0
#: Airflow's database, logs, originals and bundles need room; below this a night ends half-way.
MIN_FREE_BYTES = 500 * 1024 * 1024


#: The name of a process of the stack, its command and its environment.
Part = tuple[str, list[str], dict[str, str]]


class StackRefused(Exception):
    """The stack cannot start here. The message is one line: what is wrong and what to do."""

    code = "stack_refused"


@dataclass(frozen=True, slots=True)
class Bureaucracy:
    """What the launcher needs to know of the bureau: its id, its name, its people's Airflow accounts.

    Where there are several, the accounts are those of all, and the portal finds the rest by itself.
    """

    bureau: str
    name: str
    accounts: tuple[str, ...]


def start(settings: Settings, people: Bureaucracy, progress: Callable[[str], None]) -> None:
    """Start Airflow and the portal and wait until both answer.

    Raises:
        StackRefused: a port is in use, the disk is full, or a part did not become healthy in time.
    """
    if is_running(settings):
        progress("已在运行")
        return
    _check_room(settings)
    for port, variable in (
        (settings.airflow_port, "GONGKAI_AIRFLOW_PORT"),
        (settings.portal_port, "GONGKAI_PORTAL_PORT"),
    ):
        check_port_free(port, variable)
    for folder in (settings.logs, settings.run, settings.airflow_home):
        folder.mkdir(parents=True, exist_ok=True)
    environment = airflow_environment(settings, people.accounts)
    progress("Airflow 数据库升级")
    migrate_airflow(settings, environment, _program("airflow"))
    progress("启动 Airflow 与公开网站")
    supervise(settings, _parts(settings, people, environment))
    wait_healthy(settings, progress)


def stop(settings: Settings) -> bool:
    """Stop everything that `start` started; return False if nothing ran. Kills what does not stop in time.

    The numbers of a stack that died, of before a restart say, may belong to strangers by now: they are left alone.
    """
    state = _read_state(settings)
    if state is None or not _alive(state["supervisor"]):
        _state_file(settings).unlink(missing_ok=True)
        return False
    _signal(state["supervisor"], signal.SIGTERM, os.kill)
    deadline = time.monotonic() + STOP_LIMIT_S
    while time.monotonic() < deadline and _alive(state["supervisor"]):
        time.sleep(0.1)
    _signal(state["supervisor"], signal.SIGKILL, os.kill)
    for group in state["groups"].values():
        _signal(group, signal.SIGKILL, os.killpg)
    _state_file(settings).unlink(missing_ok=True)
    return True


def supervisor_pid(settings: Settings) -> int | None:
    """The process that keeps this home's stack, if it is alive."""
    state = _read_state(settings)
    return state["supervisor"] if state is not None and _alive(state["supervisor"]) else None


def part_pids(settings: Settings) -> Mapping[str, int]:
    """The process that leads each part of this home's stack, by the part's name; empty if nothing runs."""
    state = _read_state(settings)
    return state["groups"] if state is not None and _alive(state["supervisor"]) else {}


def is_running(settings: Settings) -> bool:
    """Whether the supervisor of this home is alive."""
    return supervisor_pid(settings) is not None


def health(settings: Settings) -> dict[str, str]:
    """State of each part: `healthy`, or what it says instead."""
    return {
        **_airflow_health(settings),
        "portal": "healthy" if _answers(f"{settings.portal_url}/healthz") else "unhealthy",
    }


def check_port_free(port: int, variable: str) -> None:
    """Raise StackRefused if something listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StackRefused(f"端口 {port} 已被占用：请停掉占用它的程序，或设置 {variable} 为其他端口。") from None


def _check_room(settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    if free < MIN_FREE_BYTES:
        raise StackRefused(
            f"磁盘空间不足：{settings.home} 只剩 {free // 2**20} MB，"
            f"至少需要 {MIN_FREE_BYTES // 2**20} MB，请清理后再试。"
        )


def migrate_airflow(settings: Settings, environment: dict[str, str], airflow: str) -> None:
    """Bring Airflow's own database to this version; skipped when this version has done it. `airflow` is the program."""
    from importlib.metadata import version

    marker = settings.airflow_home / "migrated-to"
    if marker.exists() and marker.read_text(encoding="utf-8") == version("apache-airflow"):
        return
    log_file = settings.logs / "airflow-migrate.log"
    with log_file.open("wb") as output:
        done = subprocess.run(
            [airflow, "db", "migrate"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise StackRefused(f"Airflow 数据库升级失败（退出码 {done.returncode}），详见 {log_file}。")
    marker.write_text(version("apache-airflow"), encoding="utf-8")


def _parts(settings: Settings, people: Bureaucracy, environment: dict[str, str]) -> list[Part]:
    airflow = _program("airflow")
    parts: list[Part] = [
        ("api-server", [airflow, "api-server"], environment),
        # Without its log server, which would listen on every interface (facts: 8793).
        ("scheduler", [airflow, "scheduler", "--skip-serve-logs"], environment),
        ("dag-processor", [airflow, "dag-processor"], environment),
        ("queue-watch", [sys.executable, "-m", "gongkai.stack.queue_watch"], environment),
        portal_part(settings, people),
    ]
    if settings.metrics:
        metrics = [sys.executable, "-m", "gongkai", "metrics", "--listen", settings.metrics]
        parts.append(("metrics", metrics, environment))
    return parts


def portal_part(settings: Settings, people: Bureaucracy) -> Part:
    """The public site."""
    portal = [sys.executable, "-m", "uvicorn", "portal.main:create", "--factory", "--no-access-log"]
    portal += ["--host", "127.0.0.1", "--port", str(settings.portal_port)]
    return ("portal", portal, portal_environment(settings, people.bureau, people.name))


def supervise(settings: Settings, parts: Sequence[Part]) -> None:
    """Start these parts under a supervisor of their own; `stop` ends them."""
    plan = {
        "state_file": str(_state_file(settings)),
        "children": [
            {"name": name, "command": command, "environment": env, "log_file": str(settings.logs / f"{name}.log")}
            for name, command, env in parts
        ],
    }
    with (settings.logs / "supervisor.log").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai.stack.supervisor"],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    process.communicate(json.dumps(plan).encode())
    _wait_for_state(settings)


def _wait_for_state(settings: Settings) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if _state_file(settings).exists():
            return
        time.sleep(0.05)
    raise StackRefused(f"守护进程没有启动，详见 {settings.logs / 'supervisor.log'}。")


def wait_healthy(settings: Settings, progress: Callable[[str], None]) -> None:
    """Return when Airflow and the portal answer.

    Raises:
        StackRefused: they did not in time; all is stopped.
    """
    began = time.monotonic()
    said: set[str] = set()
    parts: dict[str, str] = {}
    while time.monotonic() - began < START_LIMIT_S:
        parts = health(settings)
        for name in sorted(name for name, state in parts.items() if state == "healthy" and name not in said):
            said.add(name)
            progress(f"{name} 就绪（{time.monotonic() - began:.0f} 秒）")
        if all(state == "healthy" for state in parts.values()):
            return
        if not is_running(settings):
            break
        time.sleep(0.5)
    missing = ", ".join(name for name, state in parts.items() if state != "healthy")
    stop(settings)
    raise StackRefused(f"{missing} 未能就绪，已全部停止，详见 {settings.logs}。")


def _airflow_health(settings: Settings) -> dict[str, str]:
    parts = {"api-server": "unhealthy", "scheduler": "unhealthy", "dag-processor": "unhealthy"}
    try:
        answer = httpx.get(f"{settings.airflow_url}/api/v2/monitor/health", timeout=5, trust_env=False)
        report: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        return parts
    parts["api-server"] = "healthy"
    parts["scheduler"] = str(report.get("scheduler", {}).get("status") or "unhealthy")
    parts["dag-processor"] = str(report.get("dag_processor", {}).get("status") or "unhealthy")
    return parts


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _state_file(settings: Settings) -> Path:
    return settings.run / "stack.json"


def _read_state(settings: Settings) -> dict[str, Any] | None:
    try:
        state: dict[str, Any] = json.loads(_state_file(settings).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return state


def _alive(pid: int) -> bool:
    """Whether this process runs and is one of ours: a number may have been given to another since."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"gongkai.stack.supervisor" in command


def _signal(pid: int, number: int, send: Callable[[int, int], None]) -> None:
    try:
        send(pid, number)
    except ProcessLookupError:
        return
