"""`script/production`: what `docker compose` does, without it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any, Final

import psutil
import typer

from gongkai.production.compose import ComposeUnusable, load_stack, read_variables
from gongkai.production.network import Networks
from gongkai.production.sandbox import Sandbox
from gongkai.settings import ROOT

BASE: Final = ROOT / "var" / "production"
#: How long everything may take to become healthy, and to stop, seconds.
START_LIMIT_S: Final = 1800.0
STOP_LIMIT_S: Final = 180.0
_UP: Final = {"healthy", "completed"}

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="不用 Docker 运行 docker-compose.yml 所写的全部服务。",
)


@app.command()
def up() -> None:
    """启动全部服务，全部就绪后返回。"""
    if os.geteuid() != 0:
        _fail("需要 root：每个服务都在自己的命名空间里、以自己的账号运行。")
    if _keeper() is None:
        load_stack(read_variables())  # whatever is wrong is said here, not in a log
        BASE.mkdir(parents=True, exist_ok=True)
        _state_file().unlink(missing_ok=True)
        with (BASE / "keeper.log").open("ab") as output:
            subprocess.Popen(
                [sys.executable, "-m", "gongkai.production.keeper", str(BASE)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=ROOT,
            )
    _wait_until_up()


@app.command()
def down() -> None:
    """停止全部服务；数据留在 var/production/volumes。"""
    keeper = _keeper()
    if keeper is not None:
        keeper.send_signal(signal.SIGTERM)
        if not _has_ended(keeper, STOP_LIMIT_S):
            keeper.kill()  # the sandboxes die with it
            _has_ended(keeper, 10)
    Networks(load_stack(read_variables())).clear()
    _state_file().unlink(missing_ok=True)
    typer.echo("已停止。")


@app.command("ps")
def show_states() -> None:
    """每个服务的状态和内存（按比例分摊，MB）；有服务未就绪时退出码为 1。"""
    services = _read_state()["services"]
    for name, each in services.items():
        memory = f"{_memory_bytes(each['pid']) // 2**20:>6}" if each["pid"] else "     -"
        typer.echo(f"{name:<14} {each['state']:<10} {memory}")
    if not services or any(each["state"] not in _UP for each in services.values()):
        raise typer.Exit(1)


@app.command("exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def run_inside(service: str, command: Annotated[list[str], typer.Argument()]) -> None:
    """在一个服务里执行命令，用它的账号、变量和网络。"""
    services = _read_state()["services"]
    if not services.get(service, {}).get("pid"):
        _fail(f"{service} 没有在运行。")
    sandbox = Sandbox.of(load_stack(read_variables()).services[service], BASE)
    done = subprocess.run(sandbox.inside(services[service]["pid"], tuple(command)), check=False)
    raise typer.Exit(done.returncode)


@app.command()
def logs(service: str) -> None:
    """显示一个服务的日志文件路径和最后 50 行。"""
    file = BASE / "log" / f"{service}.log"
    if not file.exists():
        _fail(f"没有 {file}。")
    typer.echo(file)
    typer.echo("\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-50:]))


def _wait_until_up() -> None:
    began, said = time.monotonic(), dict[str, str]()
    while time.monotonic() - began < START_LIMIT_S:
        states = {name: each["state"] for name, each in _read_state()["services"].items()}
        for name, state in states.items():
            if said.get(name) != state and state != "waiting":
                typer.echo(f"{name} {state}（{time.monotonic() - began:.0f} 秒）")
        said = states
        if states and all(state in _UP for state in states.values()):
            return
        if "failed" in states.values():
            break
        if not states and time.monotonic() - began > 30:
            _fail(f"没有启动，见 {BASE / 'keeper.log'}。")
        time.sleep(0.5)
    missing = "、".join(name for name, state in said.items() if state not in _UP)
    _fail(f"未能就绪：{missing}。日志在 {BASE / 'log'}；script/production down 停止其余服务。")


def _memory_bytes(pid: int) -> int:
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(process.memory_full_info().pss for process in family)
    except psutil.Error:  # it ended meanwhile
        return 0


def _keeper() -> psutil.Process | None:
    """The living keeper of this checkout."""
    number = _read_state()["keeper"]
    try:
        process = psutil.Process(number) if number else None
        return process if process and str(BASE) in process.cmdline() else None
    except psutil.Error:
        return None


def _has_ended(process: psutil.Process, limit_s: float) -> bool:
    """Wait for the end of a process that somebody else started; one that nobody has collected has ended, too."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.2)
    return False


def _read_state() -> dict[str, Any]:
    try:
        state: dict[str, Any] = json.loads(_state_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"keeper": 0, "services": {}}
    return state


def _state_file() -> Path:
    return BASE / "state.json"


def _fail(message: str) -> None:
    typer.echo(f"production: {message}", err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    try:
        app()
    except ComposeUnusable as unusable:
        _fail(str(unusable))
