"""The one process that starts every service when what it waits for is there, checks it, and starts a dead one again.

Runs in its own session (`python -m gongkai.production.keeper BASE`). A thread for each service: bubblewrap kills a
sandbox when the thread that started it ends, so nothing outlives this process, however it ends.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from gongkai.production.compose import Health, Service, Stack, load_stack, read_variables
from gongkai.production.network import Networks
from gongkai.production.sandbox import Sandbox

log = logging.getLogger(__name__)

#: The shortest pause between two questions while a service starts, seconds, whatever its interval is.
_STARTING_PAUSE_S: Final = 3.0
_POLL_S: Final = 0.2
#: So many times longer may a check take while its service starts.
_STARTING_PATIENCE: Final = 3
_RESTART_PAUSE_S: Final = 5.0
#: The longest grace that a service gets here, seconds.
_STOP_LIMIT_S: Final = 60.0
#: States in which a service counts as there, by Compose's condition.
_CONDITIONS: Final = {"service_healthy": {"healthy"}, "service_completed_successfully": {"completed"}}


@dataclass
class Board:
    """What every service is doing, written to `file` at each change."""

    file: Path
    services: dict[str, dict[str, str | int]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    stopping: bool = False

    def put(self, name: str, state: str, pid: int = 0) -> None:
        with self.changed:
            self.services[name] = {"state": state, "pid": pid}
            text = json.dumps({"keeper": os.getpid(), "services": self.services})
            temporary = self.file.with_suffix(".new")
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(self.file)
            self.changed.notify_all()

    def state(self, name: str) -> str:
        return str(self.services.get(name, {}).get("state", "waiting"))

    def stop(self) -> None:
        with self.changed:
            self.stopping = True
            self.changed.notify_all()


class Runner(threading.Thread):
    """One service, from waiting for others to its end."""

    def __init__(self, sandbox: Sandbox, networks: Networks, board: Board, log_file: Path) -> None:
        super().__init__(name=sandbox.service.name)
        self.sandbox = sandbox
        self.networks = networks
        self.board = board
        self.log_file = log_file

    @property
    def service(self) -> Service:
        return self.sandbox.service

    def run(self) -> None:
        try:
            self._run()
        except Exception:
            log.exception("%s cannot be run", self.name)
            self.board.put(self.name, "failed")

    def _run(self) -> None:
        self._wait_for_others()
        while not self.board.stopping:
            process, pid = self._start()
            code = self._watch(process, pid)
            if not self.service.restarts or self.board.stopping:
                self.board.put(self.name, "completed" if code == 0 else "failed")
                return
            self.board.put(self.name, "restarting")
            log.warning("%s ended with %s and is started again", self.name, code)
            self._pause(_RESTART_PAUSE_S)
        self.board.put(self.name, "stopped")

    def _wait_for_others(self) -> None:
        with self.board.changed:
            while not self.board.stopping:
                if all(self.board.state(name) in _CONDITIONS[kind] for name, kind in self.service.depends_on.items()):
                    return
                self.board.changed.wait()

    def _start(self) -> tuple[subprocess.Popen[bytes], int]:
        """Start the sandbox, plug it into its networks, and let it begin; its process is the second value."""
        self.sandbox.write_files(self.networks.hosts(self.service))
        info_read, info_write = os.pipe()
        block_read, block_write = os.pipe()
        with self.log_file.open("ab") as output:
            process = subprocess.Popen(
                self.sandbox.command(info_write, block_read),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(info_write, block_read),
                start_new_session=True,
            )
        os.close(info_write)
        os.close(block_read)
        try:
            with os.fdopen(info_read) as info:
                pid = int(json.load(info)["child-pid"])
            self.networks.join(self.service, pid)
            os.write(block_write, b"1")
        finally:
            os.close(block_write)
        self.board.put(self.name, "starting", pid)
        log.info("Started %s (pid %s)", self.name, pid)
        return process, pid

    def _watch(self, process: subprocess.Popen[bytes], pid: int) -> int:
        """Ask for its health until it ends or has to; return its exit code."""
        health = self.service.health
        due, failures = time.monotonic(), 0
        while process.poll() is None:
            if self.board.stopping and self._is_last_needed():
                return self._end(process, pid)
            if health is not None and time.monotonic() >= due:
                asked = time.monotonic()
                failures = 0 if self._is_healthy(health, pid) else failures + 1
                self._put_health(health, failures, pid)
                is_starting = self.board.state(self.name) == "starting"
                pause_s = _starting_pause_s(time.monotonic() - asked) if is_starting else health.interval_s
                due = time.monotonic() + pause_s
            time.sleep(_POLL_S)
        return process.returncode

    def _put_health(self, health: Health, failures: int, pid: int) -> None:
        before = self.board.state(self.name)
        if failures == 0:
            state = "healthy"
        else:
            state = "unhealthy" if failures >= health.retries and before != "starting" else before
        if state != before:
            self.board.put(self.name, state, pid)

    def _is_healthy(self, health: Health, pid: int) -> bool:
        command = self.sandbox.inside(pid, self.sandbox.substitute.health or health.command)
        # A group of its own, so that what the check started ends with it.
        check = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
        )
        # Everything starts at once, and a check that imports Airflow waits for its turn.
        patience = _STARTING_PATIENCE if self.board.state(self.name) == "starting" else 1
        try:
            return check.wait(timeout=health.timeout_s * patience) == 0
        except subprocess.TimeoutExpired:
            os.killpg(check.pid, signal.SIGKILL)
            check.wait()
            return False

    def _is_last_needed(self) -> bool:
        """Whether nobody is left that depends on this service: stores stop last."""
        dependants = [each for each in self.networks.stack.services.values() if self.name in each.depends_on]
        return all(self.board.state(each.name) in {"waiting", "stopped", "completed", "failed"} for each in dependants)

    def _end(self, process: subprocess.Popen[bytes], pid: int) -> int:
        for child in psutil.Process(pid).children():
            child.send_signal(self.sandbox.substitute.stop_signal)
        try:
            process.wait(timeout=min(self.service.stop_grace_s, _STOP_LIMIT_S))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self.board.put(self.name, "stopped")
        return 0

    def _pause(self, seconds: float) -> None:
        with self.board.changed:
            self.board.changed.wait_for(lambda: self.board.stopping, timeout=seconds)


def _starting_pause_s(took_s: float) -> float:
    """Airflow's own checks cost seconds of a core: asking may take no more than a third of the time."""
    return max(_STARTING_PAUSE_S, 2 * took_s)


def keep(base: Path, stack: Stack) -> None:
    """Run the stack until told to stop by SIGTERM; `base` holds volumes, logs and the state."""
    networks = Networks(stack)
    board = Board(base / "state.json")
    (base / "log").mkdir(parents=True, exist_ok=True)
    for name in stack.services:
        board.put(name, "waiting")
    networks.make()
    runners = [
        Runner(Sandbox.of(service, base), networks, board, base / "log" / f"{name}.log")
        for name, service in stack.services.items()
    ]
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: threading.Thread(target=board.stop).start())
    for runner in runners:
        runner.start()
    for runner in runners:
        while runner.is_alive():
            runner.join(timeout=1)  # signals are handled between the waits
    networks.clear()
    board.file.unlink(missing_ok=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    keep(Path(sys.argv[1]), load_stack(read_variables()))
