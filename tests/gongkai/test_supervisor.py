"""The process that holds the stack together, with trivial children in Airflow's place."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from gongkai.settings import ROOT
from tests.gongkai.home import environment

LIMIT_S = 120.0
#: A parent that leaves a grandchild behind, as Airflow's servers do.
FAMILY = "import subprocess, sys; subprocess.Popen(['sleep', '600']).wait()"
#: Something that does not stop when it is asked to.
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@dataclass
class Stack:
    """A running supervisor. It belongs to nobody, so whatever was seen of it is ended by number at the end."""

    folder: Path
    seen: set[int] = field(default_factory=set)

    @property
    def state_file(self) -> Path:
        return self.folder / "stack.json"

    def start(self, **commands: list[str]) -> None:
        children = [
            {
                "name": name,
                "command": command,
                "environment": environment({"NAME": name}),
                "log_file": str(self.folder / f"{name}.log"),
            }
            for name, command in commands.items()
        ]
        subprocess.run(
            [sys.executable, "-m", "gongkai.stack.supervisor"],
            input=json.dumps({"state_file": str(self.state_file), "children": children}).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment({}),
            start_new_session=True,
            check=True,
        )
        wait_for(self.state_file.exists)
        self.seen |= {self.supervisor, *self.groups().values()}

    @property
    def supervisor(self) -> int:
        return int(json.loads(self.state_file.read_text(encoding="utf-8"))["supervisor"])

    def groups(self) -> dict[str, int]:
        """Leaders of the children's groups by name, as `gongkai down` reads them."""
        groups: dict[str, int] = json.loads(self.state_file.read_text(encoding="utf-8"))["groups"]
        self.seen |= set(groups.values())
        return groups

    def family(self) -> set[int]:
        """The supervisor, its children and theirs."""
        parent = psutil.Process(self.supervisor)
        now = {parent.pid, *(child.pid for child in parent.children(recursive=True))}
        self.seen |= now
        return now


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    started = Stack(tmp_path)
    yield started
    for pid in sorted(started.seen):  # the supervisor first: it would start the others again
        if alive(pid):
            psutil.Process(pid).kill()


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def none_alive(pids: set[int]) -> Callable[[], bool]:
    return lambda: not any(map(alive, pids))


def test_whoever_starts_it_may_leave_and_the_state_file_names_all_that_runs(stack: Stack) -> None:
    stack.start(one=["sleep", "600"], two=["sleep", "600"])
    assert set(stack.groups()) == {"one", "two"}
    assert all(map(alive, stack.family()))
    assert stack.family() == {stack.supervisor, *stack.groups().values()}


def test_each_child_leads_a_group_of_its_own_so_that_its_whole_family_can_be_ended(stack: Stack) -> None:
    stack.start(one=["sleep", "600"], two=["sleep", "600"])
    assert all(os.getpgid(pid) == pid for pid in stack.groups().values())


def test_a_child_writes_to_its_log_and_has_the_environment_of_the_plan(stack: Stack) -> None:
    stack.start(one=[sys.executable, "-c", "import os, time; print(os.environ['NAME'], flush=True); time.sleep(600)"])
    log = stack.folder / "one.log"
    wait_for(lambda: log.exists() and log.read_text(encoding="utf-8") == "one\n")


def test_a_killed_child_is_started_again_and_the_others_are_left_alone(stack: Stack) -> None:
    stack.start(one=["sleep", "600"], two=["sleep", "600"])
    before = stack.groups()
    psutil.Process(before["one"]).kill()
    wait_for(lambda: stack.groups()["one"] != before["one"])
    assert alive(stack.groups()["one"])
    assert stack.groups()["two"] == before["two"]


def test_asked_to_stop_it_ends_all_children_and_what_they_started(stack: Stack) -> None:
    stack.start(one=["sleep", "600"], family=[sys.executable, "-c", FAMILY])
    wait_for(lambda: len(stack.family()) == 4)
    everybody = stack.family()
    os.kill(stack.supervisor, signal.SIGTERM)
    wait_for(none_alive(everybody))
    assert not stack.state_file.exists()


def test_a_child_that_does_not_stop_is_killed(stack: Stack) -> None:
    stack.start(stubborn=[sys.executable, "-c", STUBBORN])
    wait_for(lambda: (stack.folder / "stubborn.log").read_text(encoding="utf-8") == "deaf\n")
    everybody = stack.family()
    os.kill(stack.supervisor, signal.SIGTERM)
    wait_for(none_alive(everybody))


def test_killed_itself_it_takes_its_children_along(stack: Stack) -> None:
    stack.start(one=["sleep", "600"], two=["sleep", "600"])
    everybody = stack.family()
    os.kill(stack.supervisor, signal.SIGKILL)
    wait_for(none_alive(everybody))
