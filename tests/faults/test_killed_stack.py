"""SIGKILL of Airflow's parts and the portal at random moments of a night of forty documents, on the real stack."""

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
from gongkai.reconcile.everything import reconcile_all
from gongkai.reconcile.finding import Outcome
from gongkai.stack.launch import health, part_pids
from gongkai.verifying import verify_all
from records.domain.errors import Refused
from records.domain.lifecycle import State
from tests.faults.night import note
from tests.gongkai.home import decide
from tests.stack import stack_kit
from tests.stack.conftest import notice, stack

__all__ = ["notice", "stack"]

DOCUMENTS = 40
KILLS = 26
SEED = 20261130
PARTS = ["task", "scheduler", "api-server", "dag-processor", "portal"]
#: Between two kills; Airflow needs some time to do anything that is worth a kill.
PAUSE_S = (1.0, 12.0)

pytestmark = [pytest.mark.long, pytest.mark.timeout(7200)]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(stack_kit, "PATIENCE_S", 1800.0)


def kill(running, part, chance):
    """End a part's whole process group, or one process that the scheduler started for a task; whether there was one."""
    pids = part_pids(running.settings)
    with suppress(ProcessLookupError, psutil.Error, KeyError, IndexError):
        if part == "task":
            chance.choice(working(psutil.Process(pids["scheduler"]))).kill()
        else:
            os.killpg(pids[part], signal.SIGKILL)
        return True
    return False


def working(scheduler):
    """Its processes but for idle workers: one that dies while it waits keeps the executor's queue (docs/faults.md)."""
    return [each for each in scheduler.children(recursive=True) if "<idle>" not in " ".join(each.cmdline())]


def approve_everything(running):
    """As the reviewers do at the desk: the records first, the waiting runs are woken by the outbox."""
    for row in running.app.overview.documents(State.IN_REVIEW):
        with suppress(Refused):
            while running.app.review.waiting_step(row.id) is not None:
                decide(running.app, row.id)


def test_forty_documents_come_through(stack, notice):
    chance, killed = random.Random(SEED), Counter()
    names = [f"强杀示例{number:02}.docx" for number in range(DOCUMENTS)]
    for name in names:
        stack.hand_in(name, notice(name.removesuffix(".docx")))
    stack.api.trigger("ingest_documents")

    def kill_some(count):
        for _ in range(count):
            time.sleep(chance.uniform(*PAUSE_S))
            part = chance.choice(PARTS)
            killed[part] += kill(stack, part, chance)

    kill_some(KILLS // 2)
    stack_kit.wait_for("all is healthy again", lambda: set(health(stack.settings).values()) == {"healthy"})
    with suppress(AssertionError):  # the run that was killed may have failed; the next one takes the rest
        stack.run("ingest_documents")
    stack.run("ingest_documents")
    approve_everything(stack)
    stack.api.trigger("publish_documents")
    kill_some(KILLS - KILLS // 2)
    stack_kit.wait_for("all is healthy again", lambda: set(health(stack.settings).values()) == {"healthy"})
    stack.run("publish_documents")

    findings = reconcile_all(stack.settings)
    rows = {row.file_name: row for row in stack.app.overview.documents() if row.file_name in names}
    public = [row for row in rows.values() if row.state is State.PUBLISHED]
    pages = [each for each in public if isinstance(stack.app.bundles.current(stack.app.bureau.id, each.id), Published)]
    versions = sum(len(stack.app.desk.dossier(each.id).versions) for each in public)
    left = [each for each in findings if each.outcome is not Outcome.REPAIRED]
    problems = verify_all(stack.settings)["problems"]
    note(
        "SIGKILL of the stack", killed=dict(killed), documents=len(rows), pages=len(pages), twice=versions - len(public)
    )
    assert (len(rows), len(pages), versions) == (DOCUMENTS, DOCUMENTS, DOCUMENTS)
    assert ([each.line() for each in left], problems) == ([], [])
