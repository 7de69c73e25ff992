"""`gongkai bench waiting`: what reviews cost while they wait for people, on a stack of its own with real processes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import psutil

from gongkai.airflow_api import REVIEW_DAG, review_run_id, step_task_id
from gongkai.app import App, open_app
from gongkai.bench.notices import UNIT_HEAD, hand_in
from gongkai.bench.own_stack import own_stack, say
from gongkai.bench.rows import Row, report
from gongkai.demo.reviewers import Opinion, Reviewer
from gongkai.settings import Settings
from gongkai.stack.airflow_environment import password_of
from gongkai.stack.launch import part_pids

#: Bars of issue 5: the list in milliseconds; a calm scheduler is one that leaves most of its core alone.
_LIST_MS: Final = 300.0
_CALM: Final = 25.0
#: How long each part's processor time is watched, seconds.
_WATCHED_S: Final = 60.0
_REQUESTS, _DECISIONS = 20, 3
#: How long all reviews may take to be asked, seconds for each: a bound against hanging.
_PATIENCE_S: Final = 60.0
_POLL_S: Final = 0.5
_TOLD_EVERY: Final = 50


def run(documents: int, *, as_json: bool) -> bool:
    """Measure and print; whether every bar holds."""
    with own_stack() as settings, open_app(settings) as app:
        rows = list(_measure(settings, app, documents))
    return report(rows, as_json=as_json)


def _measure(settings: Settings, app: App, documents: int) -> Iterable[Row]:
    alone = _shares(settings)
    began = time.perf_counter()
    ids = list(hand_in(settings, documents).values())
    _wait_until_asked(app, documents)
    yield Row(f"{documents} 件从收文到全部等待审查", time.perf_counter() - began, "秒")
    for part, share in _shares(settings).items():
        yield Row(f"{part}，没有待审时", alone[part], "% 核")
        yield Row(f"{part}，{documents} 件待审时", share, "% 核", at_most=_CALM if part == "scheduler" else None)
    person = next(person for person in app.bureau.people if person.id == UNIT_HEAD)
    reviewer = Reviewer.log_in(settings.airflow_url, person, password_of(settings, person.airflow_user))
    lists = [_list(reviewer) for _ in range(_REQUESTS + 1)][1:]
    yield Row("我的工作（经 Airflow），中位", statistics.median(lists), "毫秒", at_most=_LIST_MS)
    yield Row("我的工作（经 Airflow），最长", max(lists), "毫秒")
    after = [_next_level(app, reviewer, document_id) for document_id in ids[:_DECISIONS]]
    yield Row("作出决定到征询上一级，中位", statistics.median(after), "秒")


def _shares(settings: Settings) -> Mapping[str, float]:
    """Processor time of each part with all that it started, in per cent of one core."""
    before = {part: _processor_s(pid) for part, pid in part_pids(settings).items()}
    say(f"各部分的处理器时间，看 {_WATCHED_S:.0f} 秒")
    time.sleep(_WATCHED_S)
    after = {part: _processor_s(pid) for part, pid in part_pids(settings).items()}
    return {part: (after[part] - before[part]) / _WATCHED_S * 100 for part in before}


def _processor_s(pid: int) -> float:
    root = psutil.Process(pid)
    return sum(sum(process.cpu_times()[:4]) for process in (root, *root.children(recursive=True)))


def _wait_until_asked(app: App, documents: int) -> None:
    told = 0

    def are_asked() -> bool:
        nonlocal told
        count = _asked(app)
        if count - told >= _TOLD_EVERY:
            told = count
            say(f"{count}/{documents} 件在等待审查")
        return count >= documents

    _wait(are_asked, _PATIENCE_S * documents, "待审")


def _asked(app: App) -> int:
    """How many reviews wait for their first level."""
    path = f"/api/v2/dags/{REVIEW_DAG}/dagRuns/~/taskInstances"
    found: dict[str, Any] = app.runs.request("GET", path, params={"state": "awaiting_input", "limit": 1}).json()
    return int(found["total_entries"])


def _list(reviewer: Reviewer) -> float:
    """Milliseconds until the first page of the desk is there."""
    began = time.perf_counter()
    reviewer.waiting()
    return (time.perf_counter() - began) * 1_000


def _next_level(app: App, reviewer: Reviewer, document_id: str) -> float:
    """Seconds from a decision at the desk until the level above is asked."""
    began = time.perf_counter()
    reviewer.decide(document_id, Opinion("approve"))
    task = f"/api/v2/dags/{REVIEW_DAG}/dagRuns/{review_run_id(document_id, 1)}/taskInstances/{step_task_id(2)}"
    _wait(lambda: app.runs.request("GET", task).json().get("state") == "awaiting_input", _PATIENCE_S, "上一级")
    return time.perf_counter() - began


def _wait(happened: Callable[[], bool], patience_s: float, what: str) -> None:
    """Poll until it happened.

    Raises:
        TimeoutError: it did not.
    """
    deadline = time.monotonic() + patience_s
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: nothing within {patience_s:.0f} s")
        time.sleep(_POLL_S)
