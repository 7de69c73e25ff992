"""One night on a stack of its own: documents come in, three levels decide, everything is published."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from gongkai.airflow_api import INGEST_DAG, REVIEW_DAG, AirflowApi, step_task_id
from gongkai.app import App, open_app
from gongkai.bench.night_documents import hand_in
from gongkai.bench.night_executor import Executor
from gongkai.bench.night_figures import Night, Phase
from gongkai.bench.night_stacks import NightStack, night_stack
from gongkai.bench.night_stores import stores
from gongkai.bench.night_tasks import task_seconds
from gongkai.bench.night_watch import PartMemory, processor_seconds
from gongkai.bench.own_stack import say
from gongkai.settings import ROOT
from records.domain.document import DocumentId
from records.domain.errors import Unavailable
from records.domain.lifecycle import State
from records.domain.review import DecisionRequest, Verdict

_LEVELS: Final = 3
_POLL_S: Final = 1.0
#: Bounds against hanging, seconds: at the least, and for each document.
_PATIENCE_S, _PATIENCE_EACH_S = 600.0, 60.0
_TELL_EVERY_S: Final = 60.0
_ATTEMPTS: Final = 10
#: Starting it twice starts it once.
_RUN: Final = "night"
_Answer = TypeVar("_Answer")


class NightStuck(Unavailable):
    """A stage did not end in time, or a document did not get where all others got."""

    code = "night_stuck"


def run_night(documents: int, workers: int, executor: Executor) -> Night:
    """Start a stack, run the night on it, take it away again.

    Raises:
        NightStuck: not all documents came to the end.
        FontsMissing, StackRefused, ModelsMissing: as they say.
    """
    at, before = dt.datetime.now(dt.UTC), os.getloadavg()[0]  # noqa: TID251 - when it was measured, no date of a record
    with night_stack(executor, workers) as stack, open_app(stack.settings) as app:
        say("制作文件")
        kinds = hand_in(Path(stack.settings.inbox_url), documents)
        memory = PartMemory(stack.parts)
        memory.start()
        course = _Course(stack, app, documents)
        course.run()
        return Night(
            documents=documents,
            workers=workers,
            executor=executor.value,
            commit=_commit(),
            at=at.isoformat(timespec="minutes"),
            load=(round(before, 1), round(os.getloadavg()[0], 1)),
            kinds=kinds,
            phases=tuple(course.phases),
            tasks=_insist(lambda: task_seconds(app.runs)),
            memory=memory.stop(),
            stores=stores(stack, app),
        )


@dataclass
class _Course:
    """The night's phases in order."""

    stack: NightStack
    app: App
    documents: int
    phases: list[Phase] = field(default_factory=list)

    def run(self) -> None:
        with self._phase("ingest"):
            _insist(lambda: self.app.runs.trigger(INGEST_DAG, run_id=_RUN))
            self._wait("收文", lambda: _state(self.app.runs) in {"success", "failed"})
        counts = self.app.overview.counts()
        if counts[State.IN_REVIEW] != self.documents:
            raise NightStuck(f"{self.documents} 件中只有 {counts[State.IN_REVIEW]} 件送审：{dict(counts)}")
        with self._phase("ask"):
            self._wait_until_asked(1)
        for level in range(1, _LEVELS + 1):
            with self._phase(f"level_{level}"):
                self._decide_all()
                if level < _LEVELS:
                    self._wait_until_asked(level + 1)
        with self._phase("publish"):
            self._wait("公开", self._is_published, lambda: f"{len(self._public())}/{self.documents} 件已公开")

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        before, began = processor_seconds(self.stack.parts), time.monotonic()
        yield
        seconds, after = time.monotonic() - began, processor_seconds(self.stack.parts)
        used = {part: max(0.0, after[part] - before.get(part, 0.0)) for part in after}
        self.phases.append(Phase(name, round(seconds, 1), {part: round(each, 1) for part, each in used.items()}))
        say(f"{name}：{seconds:.0f} 秒，处理器 {sum(used.values()):.0f} 秒")

    def _wait_until_asked(self, level: int) -> None:
        self._wait(
            f"第 {level} 级",
            lambda: self._asked(level) >= self.documents,
            lambda: f"第 {level} 级：{self._asked(level)}/{self.documents} 件在等待",
        )

    def _asked(self, level: int) -> int:
        """How many reviews wait in Airflow for this level."""
        asked: Mapping[str, str | int] = {"state": "awaiting_input", "task_id": step_task_id(level), "limit": 1}
        path = f"/api/v2/dags/{REVIEW_DAG}/dagRuns/~/taskInstances"
        return int(self.app.runs.request("GET", path, params=asked).json()["total_entries"])

    def _decide_all(self) -> None:
        """What this level does at the desk: look at each document, approve it, and wake its review."""
        for document in self.app.overview.in_review():
            self._approve(document.id)
            self.app.deliver_outbox(document_id=document.id)

    def _approve(self, document_id: DocumentId) -> None:
        waiting = self.app.review.waiting_step(document_id)
        if waiting is None:
            raise NightStuck(f"{document_id} 不在审查中")
        person = waiting.assignees[0].id
        self.app.review.note_view(document_id, person, waiting.content_hash)
        self.app.review.record(
            DecisionRequest(document_id, waiting.round, waiting.step, waiting.content_hash, Verdict.APPROVE, person)
        )

    def _is_published(self) -> bool:
        """All are before the public, and no review runs any more."""
        return len(self._public()) == self.documents and not self.app.runs.running_reviews()

    def _public(self) -> frozenset[DocumentId]:
        return frozenset(self.app.overview.live()) & frozenset(map(DocumentId, self.app.engine.ids(self.app.bureau.id)))

    def _wait(self, what: str, happened: Callable[[], bool], progress: Callable[[], str] | None = None) -> None:
        began = told = time.monotonic()
        while not _answered(happened):
            now = time.monotonic()
            if now - began > _PATIENCE_S + _PATIENCE_EACH_S * self.documents:
                raise NightStuck(f"{what}没有按时完成")
            if now - told > _TELL_EVERY_S:
                told = now
                say(progress() if progress else f"{what}：{now - began:.0f} 秒")
            time.sleep(_POLL_S)


def _answered(happened: Callable[[], bool]) -> bool:
    """A busy API server is no failure of the night."""
    try:
        return happened()
    except (Unavailable, KeyError):
        return False


def _insist(ask: Callable[[], _Answer]) -> _Answer:
    """Ask again while Airflow is too busy to answer; the last refusal is raised."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return ask()
        except Unavailable:
            time.sleep(_POLL_S)
    return ask()


def _state(api: AirflowApi) -> str:
    return str(api.request("GET", f"/api/v2/dags/{INGEST_DAG}/dagRuns/{_RUN}").json()["state"])


def _commit() -> str:
    """The state that is measured; empty where there is no git."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - a developer's tool
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
