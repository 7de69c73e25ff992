"""The stacks that a night runs on, each in a folder of its own that is removed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gongkai.airflow_api import AirflowApi
from gongkai.bench.night_executor import Executor
from gongkai.bench.night_watch import Parts
from gongkai.bench.own_celery import own_celery
from gongkai.bench.own_stack import own_stack
from gongkai.running import READING_POOL
from gongkai.settings import Settings
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, password_of
from gongkai.stack.launch import StackRefused, part_pids


@dataclass(frozen=True, slots=True)
class NightStack:
    """A running stack. `parts` has the process that leads each part; `airflow_database` is an SQLAlchemy URL."""

    settings: Settings
    parts: Parts
    airflow_database: str


@contextmanager
def night_stack(executor: Executor, workers: int) -> Iterator[NightStack]:
    """A stack that reads so many batches at a time.

    Raises:
        StackRefused, WorkersMissing, ServerMissing: as they say.
    """
    if executor is Executor.LOCAL:
        with own_stack() as settings:
            _set_readers(settings, workers)
            yield NightStack(settings, lambda: part_pids(settings), f"sqlite:///{settings.airflow_home / 'airflow.db'}")
        return
    with own_celery(workers) as stack:
        servers = {"postgres": stack.postgres.pid, "broker": stack.broker.pid}
        yield NightStack(
            stack.settings, lambda: {**part_pids(stack.settings), **servers}, stack.postgres.url("airflow")
        )


def _set_readers(settings: Settings, workers: int) -> None:
    api = AirflowApi(settings.airflow_url, OPERATOR_ACCOUNT, password_of(settings, OPERATOR_ACCOUNT))
    body = {"name": READING_POOL, "slots": workers, "include_deferred": False, "description": ""}
    answer = api.request("PATCH", f"/api/v2/pools/{READING_POOL}", json=body, params={"update_mask": ["slots"]})
    if not answer.is_success:
        raise StackRefused(f"资源池 {READING_POOL} 未能改为 {workers} 个名额（Airflow 答复 {answer.status_code}）。")
