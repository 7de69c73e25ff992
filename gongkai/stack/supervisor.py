"""The one process that starts the others, starts a dead one again, and ends them all.

Runs in its own session (`python -m gongkai.stack.supervisor`), so that a closed terminal ends nothing.
Each child leads its own process group: Airflow leaves orphans when only its first process is told to stop.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

log = logging.getLogger("gongkai.stack")

#: How long a child has to stop before it is killed, seconds.
STOP_GRACE_S = 10.0
#: A child that dies is started again after this long, seconds; the pause doubles up to the limit.
RESTART_PAUSE_S = 1.0
RESTART_PAUSE_LIMIT_S = 30.0
POLL_S = 0.25
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process of the stack and how it is started."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log_file: Path
    process: subprocess.Popen[bytes] | None = None
    pause_s: float = RESTART_PAUSE_S
    start_at: float = 0.0

    def start(self) -> None:
        with self.log_file.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
            )
        log.info("Started %s (pid %s)", self.name, self.process.pid)

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                log.debug("%s has ended already", self.name)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Keep `children` running until told to stop; `state_file` names them for `gongkai down`."""

    children: list[Child]
    state_file: Path
    stopping: bool = field(default=False)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        while not self.stopping:
            self._start_what_is_down()
            time.sleep(POLL_S)
        self._stop_all()
        self.state_file.unlink(missing_ok=True)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start_what_is_down(self) -> None:
        changed = False
        for child in self.children:
            if child.is_running():
                continue
            if child.process is not None and child.start_at == 0.0:
                log.warning("%s ended with %s; starting it again", child.name, child.process.returncode)
                child.signal_group(signal.SIGKILL)
                child.start_at = time.monotonic() + child.pause_s
                child.pause_s = min(child.pause_s * 2, RESTART_PAUSE_LIMIT_S)
            if time.monotonic() >= child.start_at:
                child.start()
                child.start_at = 0.0
                changed = True
        if changed:
            self._write_state()

    def _stop_all(self) -> None:
        for child in self.children:
            child.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE_S
        while time.monotonic() < deadline and any(child.is_running() for child in self.children):
            time.sleep(0.1)
        for child in self.children:
            child.signal_group(signal.SIGKILL)

    def _write_state(self) -> None:
        state = {
            "supervisor": os.getpid(),
            "groups": {child.name: child.process.pid for child in self.children if child.process is not None},
        }
        temporary = self.state_file.with_suffix(".new")
        temporary.write_text(json.dumps(state), encoding="utf-8")
        temporary.replace(self.state_file)


def _die_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor is killed, so that no orphan holds a port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> None:
    """Read the plan (JSON on standard input: children with name, command, environment, log_file; state_file)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    plan = json.load(sys.stdin)
    if os.fork():  # the launcher waits for this first process; the second one belongs to nobody and stays
        os._exit(0)
    children = [
        Child(item["name"], item["command"], item["environment"], Path(item["log_file"])) for item in plan["children"]
    ]
    Supervisor(children, Path(plan["state_file"])).run()


if __name__ == "__main__":
    main()
