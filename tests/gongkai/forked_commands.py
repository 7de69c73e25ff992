"""`python -m gongkai …` without two seconds of importing: each command is a process that is forked with its imports.

So are Airflow's tasks (docs/decisions/0031-tasks-are-forked-with-their-imports.md). Run as a program, it is whom the
commands are forked from.
"""
# ruff: noqa: F401 - what commands import is there before they are forked

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn, TextIO

from gongkai.settings import ROOT


class ForkedCommands:
    """One command at a time. It ends with the process that made it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.gongkai.forked_commands"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def run(
        self, arguments: Sequence[str], environment: dict[str, str], limit_s: float
    ) -> subprocess.CompletedProcess[str]:
        """As subprocess.run does it, output captured.

        Raises:
            subprocess.TimeoutExpired: it took longer; it is killed.
        """
        with self._turn, tempfile.TemporaryDirectory() as folder:
            streams = Path(folder, "stdout"), Path(folder, "stderr")
            order = {"arguments": list(arguments), "environment": environment, "streams": list(map(str, streams))}
            code = self._ask(order, limit_s)
            said = [stream.read_text(encoding="utf-8") for stream in streams]
        return subprocess.CompletedProcess(["gongkai", *arguments], code, *said)

    def _ask(self, order: dict[str, object], limit_s: float) -> int:
        given, answers = self._parent.stdin, self._parent.stdout
        assert given is not None
        assert answers is not None
        print(json.dumps({**order, "limit_s": limit_s}), file=given, flush=True)
        answer = answers.readline()
        assert answer, "whom commands are forked from has ended"
        code = json.loads(answer)
        if code is None:
            raise subprocess.TimeoutExpired("gongkai", limit_s)
        return int(code)


@cache
def forked_commands() -> ForkedCommands:
    """Those of this process."""
    return ForkedCommands()


def serve(orders: TextIO, answers: TextIO) -> None:
    """Run the command of each line; answer with its exit code, or null if it took too long."""
    import gongkai.cli
    import gongkai.tasks
    import search.engines.elasticsearch
    import search.engines.tantivy

    for line in orders:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        print(json.dumps(_code_of(child, order["limit_s"])), file=answers, flush=True)


def _code_of(child: int, limit_s: float) -> int | None:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return None


def _become(order: dict[str, list[str]]) -> NoReturn:
    """Be the command, and end."""
    os.setsid()
    for number, path in enumerate((os.devnull, *order["streams"])):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = ["gongkai", *order["arguments"]]
    code = 1
    try:
        runpy.run_module("gongkai", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _main() -> None:
    # Descriptors 0 to 2 are the commands': what is between us and who asks is moved away.
    with os.fdopen(os.dup(0)) as orders, os.fdopen(os.dup(1), "w") as answers:
        serve(orders, answers)


if __name__ == "__main__":
    _main()
