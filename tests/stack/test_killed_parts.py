"""Parts of the stack are killed without warning; the supervisor starts them again, and nothing is lost or doubled."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal

import httpx
import psutil

from gongkai.clock import SystemClock
from gongkai.stack.launch import health, part_pids
from gongkai.stack.queue_watch import QueueWatch
from records.domain.ledger import Fate
from tests.stack.stack_kit import wait_for


def kill(stack, part):
    """SIGKILL to the part's whole process group, and wait until the supervisor has started another."""
    state_file = stack.settings.run / "stack.json"
    group = json.loads(state_file.read_text(encoding="utf-8"))["groups"][part]
    os.killpg(group, signal.SIGKILL)
    wait_for(
        f"{part} is started again",
        lambda: json.loads(state_file.read_text(encoding="utf-8"))["groups"][part] != group,
    )


def is_healthy(stack):
    return set(health(stack.settings).values()) == {"healthy"}


def test_a_killed_scheduler_costs_no_file_and_takes_none_twice(stack, notice):
    names = [f"断电示例{number}.docx" for number in range(4)]
    for name in names:
        stack.hand_in(name, notice(name.removesuffix(".docx")))
    run_id = stack.api.trigger("ingest_documents")
    wait_for("the run begins", lambda: stack.run_state("ingest_documents", run_id) == "running")

    kill(stack, "scheduler")

    wait_for("the run ends", lambda: stack.run_state("ingest_documents", run_id) in {"success", "failed"})
    assert stack.run_state("ingest_documents", run_id) == "success"
    ledger = stack.app.intake.ledger(run_id)
    assert ledger.adds_up
    assert ledger.count(Fate.DOCUMENT) == len(names)
    assert len({stack.document(name) for name in names}) == len(names)


def test_a_scheduler_whose_idle_workers_were_killed_is_ended_and_the_next_one_runs_what_waits(stack):
    """The worker that waits for work holds the lock of the queue, and takes it along (Airflow 3.3.2)."""
    scheduler = part_pids(stack.settings)["scheduler"]
    wait_for("nothing is under way", lambda: not stack.api.is_task_running())
    for worker in wait_for("a worker is idle", lambda: _idle_workers(scheduler)):
        worker.kill()
    run_id = stack.api.trigger("ingest_documents")
    watch = QueueWatch(
        stack.api, lambda: os.killpg(scheduler, signal.SIGKILL), SystemClock(), stuck=dt.timedelta(seconds=20)
    )

    wait_for("the watch has seen it", watch.look)

    wait_for("the run ends", lambda: stack.run_state("ingest_documents", run_id) in {"success", "failed"})
    assert stack.run_state("ingest_documents", run_id) == "success"


def test_a_killed_api_server_and_portal_come_back(stack):
    kill(stack, "api-server")
    kill(stack, "portal")

    wait_for("everything is healthy", lambda: is_healthy(stack))
    assert httpx.get(stack.settings.portal_url, trust_env=False, timeout=20).is_success


def test_the_records_verify_after_all_of_this(stack, command):
    verified = command(stack.settings, "verify", "--json")
    assert json.loads(verified.stdout)["problems"] == []
    assert verified.returncode == 0


def test_status_names_addresses_folders_and_counts(stack, command):
    status = json.loads(command(stack.settings, "status", "--json").stdout)
    assert status["running"] is True
    assert set(status["parts"].values()) == {"healthy"}
    assert status["addresses"]["portal"] == stack.settings.portal_url
    assert status["documents"]["in_review"] >= 1


def test_nothing_listens_on_an_address_that_others_can_reach(stack):
    """Airflow's log servers would (facts/airflow.md): 8793 and 8794 on every interface."""
    groups = json.loads((stack.settings.run / "stack.json").read_text(encoding="utf-8"))["groups"].values()
    ours = {process.pid for group in groups for process in _family(psutil.Process(group))}
    listening = [
        connection
        for connection in psutil.net_connections("inet")
        if connection.pid in ours and connection.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert {connection.laddr.ip for connection in listening} <= {"127.0.0.1", "::1"}


def _idle_workers(scheduler):
    return [child for child in psutil.Process(scheduler).children(recursive=True) if _waits_for_work(child)]


def _waits_for_work(process):
    """Whether it is an idle worker of the LocalExecutor; one that has just ended, like a finished task, is none."""
    try:
        return "<idle>" in "".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def _family(process):
    return [process, *process.children(recursive=True)]
