"""SIGKILL of Airflow's parts, of tasks and of the portal at 50 random moments of a night of forty documents."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress

import psutil
import pytest

from bundles.reader import Published
from gongkai.airflow_api import AirflowUnavailable
from gongkai.reconcile.everything import reconcile_all
from gongkai.reconcile.finding import Outcome
from gongkai.stack.launch import health, part_pids
from gongkai.verifying import verify_all
from records.domain.errors import Refused
from records.domain.lifecycle import State
from tests.faults.night import note
from tests.gongkai.home import decide
from tests.stack import stack_kit
from tests.stack.conftest import notice
from tests.stack.started import started_stack

__all__ = ["notice"]

DOCUMENTS = 40
#: While files are read, and while they are published.
READING_KILLS, PUBLISHING_KILLS = 25, 25
SEED = 20261130
PARTS = ["task", "scheduler", "api-server", "dag-processor", "portal"]
#: A killed task is half of what is killed while files are published: it writes bundles and index.
PUBLISHING_WEIGHTS = [4, 1, 1, 1, 1]
#: Between two kills; Airflow needs some time to do anything that is worth a kill.
PAUSE_S = (1.0, 12.0)

pytestmark = [pytest.mark.long, pytest.mark.timeout(10800)]


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with started_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(stack_kit, "PATIENCE_S", 3600.0)


def kill_something(running, weights, chance):
    """At the first random moment at which there is something to be killed; say what it was."""
    while True:
        time.sleep(chance.uniform(*PAUSE_S))
        if found := kill(running, chance.choices(PARTS, weights)[0], chance):
            return found


def kill(running, part, chance):
    """End a part's whole process group, or one process of a task; say what it was, or None if there was none."""
    pids = part_pids(running.settings)
    with suppress(ProcessLookupError, psutil.Error, KeyError, IndexError):
        if part == "task":
            return kill_task(running, psutil.Process(pids["scheduler"]), chance)
        os.killpg(pids[part], signal.SIGKILL)
        return part
    return None


def kill_task(running, scheduler, chance):
    """The process that runs a task, or the one that watches it: either may be met."""
    names = running_tasks(running)
    process = chance.choice(working(scheduler))
    title = " ".join(process.cmdline())
    process.kill()
    return next((name for number, name in names.items() if number in title), "task")


def running_tasks(running):
    """Id of a task that runs, as it stands in the title of its process, to its name."""
    with suppress(AirflowUnavailable):
        answer = running.api.request("GET", "/api/v2/dags/~/dagRuns/~/taskInstances", params={"state": "running"})
        return {each["id"]: each["task_id"] for each in answer.json().get("task_instances", [])}
    return {}


def working(scheduler):
    """Its processes but for idle workers: one that dies while it waits keeps the executor's queue (docs/faults.md)."""
    return [each for each in scheduler.children(recursive=True) if "<idle>" not in " ".join(each.cmdline())]


def approve(running, limit):
    """As the reviewers do at the desk: the records first, the waiting runs are woken by the outbox."""
    for row in running.app.overview.documents(State.IN_REVIEW)[:limit]:
        with suppress(Refused):
            while running.app.review.waiting_step(row.id) is not None:
                decide(running.app, row.id)


def trigger(running, dag_id):
    """As an operator who tries again while the API server is away."""
    with suppress(AirflowUnavailable):
        running.api.trigger(dag_id)


def take_the_rest(running):
    """A run that was killed may fail; the next one takes what it left."""
    stack_kit.wait_for("all is healthy again", lambda: set(health(running.settings).values()) == {"healthy"})
    with suppress(AssertionError, AirflowUnavailable):
        running.run("ingest_documents")
    running.run("ingest_documents")


def pages_of(running, names):
    """Ids of those of these files that are published, on record and outside."""
    rows = [row for row in running.app.overview.documents(State.PUBLISHED) if row.file_name in names]
    bureau = running.app.bureau.id
    return [row.id for row in rows if isinstance(running.app.bundles.current(bureau, row.id), Published)]


def test_forty_documents_come_through(stack, notice):
    chance, killed = random.Random(SEED), Counter()
    names = [f"强杀示例{number:02}.docx" for number in range(DOCUMENTS)]
    for name in names:
        stack.hand_in(name, notice(name.removesuffix(".docx")))
    stack.api.trigger("ingest_documents")

    for _ in range(READING_KILLS):
        killed[kill_something(stack, [1] * len(PARTS), chance)] += 1
    take_the_rest(stack)

    for _ in range(PUBLISHING_KILLS):
        approve(stack, 2)
        trigger(stack, "publish_documents")
        killed[kill_something(stack, PUBLISHING_WEIGHTS, chance)] += 1
    approve(stack, DOCUMENTS)
    trigger(stack, "publish_documents")
    stack_kit.wait_for("everything has its page", lambda: len(pages_of(stack, names)) == DOCUMENTS)
    stack_kit.wait_for("all is healthy again", lambda: set(health(stack.settings).values()) == {"healthy"})

    findings = reconcile_all(stack.settings)
    rows = [row for row in stack.app.overview.documents() if row.file_name in names]
    pages = pages_of(stack, names)
    versions = sum(len(stack.app.desk.dossier(each).versions) for each in pages)
    left = [each for each in findings if each.outcome is not Outcome.REPAIRED]
    problems = verify_all(stack.settings)["problems"]
    lost = {"files": DOCUMENTS - len(rows), "pages": DOCUMENTS - len(pages), "twice": versions - len(pages)}
    note("SIGKILL of the stack", seed=SEED, kills=killed.total(), killed=dict(killed), lost=lost)
    assert (len(rows), len(pages), versions) == (DOCUMENTS, DOCUMENTS, DOCUMENTS)
    assert ([each.line() for each in left], problems) == ([], [])
