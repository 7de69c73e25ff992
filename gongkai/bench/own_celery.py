"""The stack with the executor of docker-compose.yml: Celery workers, RabbitMQ, both databases on PostgreSQL."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkai.bench.free_port import free_port
from gongkai.bench.own_servers import Broker, Postgres, own_broker, own_postgres
from gongkai.bench.own_stack import say
from gongkai.errors import OUR_FAULT
from gongkai.production.substitutes import PROGRAMS
from gongkai.running import ensure_pool, prepared_people
from gongkai.sealing import make_seal_key
from gongkai.settings import ROOT, Settings, load_settings
from gongkai.stack.airflow_environment import airflow_environment
from gongkai.stack.launch import Part, migrate_airflow, portal_part, stop, supervise, wait_healthy
from records.domain.errors import Unavailable

#: Of the images' environment, which has Celery.
_AIRFLOW: Final = PROGRAMS / "airflow" / "bin" / "airflow"
#: As in docker-compose.yml.
_SLOTS: Final = 4


class WorkersMissing(Unavailable):
    """There is no environment with Celery on this machine."""

    code = "program_missing"
    advice = "请先执行 script/production install。"


@dataclass(frozen=True, slots=True)
class CeleryStack:
    """A running stack; its workers are parts like others."""

    settings: Settings
    postgres: Postgres
    broker: Broker


@contextmanager
def own_celery(readers: int) -> Iterator[CeleryStack]:
    """A running stack with so many workers of the queue `ocr` and one of `default`; all is removed at the end.

    Raises:
        WorkersMissing, ServerMissing, StackRefused: as they say.
    """
    if not _AIRFLOW.exists():
        raise WorkersMissing(f"没有 {_AIRFLOW}。")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(OUR_FAULT))  # the stack outlives us otherwise
    with own_postgres(("airflow", "records")) as postgres, own_broker() as broker:
        home = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
        ports = {f"GONGKAI_{part}_PORT": str(free_port()) for part in ("AIRFLOW", "PORTAL")}
        records = {"GONGKAI_RECORDS_URL": postgres.url("records")}
        settings = load_settings({"GONGKAI_HOME": str(home), **ports, **records})
        shutil.copyfile(ROOT / "deploy" / "bureau.example.toml", settings.bureau_file)
        make_seal_key(settings)
        try:
            _start(settings, postgres, broker, readers)
            yield CeleryStack(settings, postgres, broker)
        finally:
            stop(settings)
            shutil.rmtree(home, ignore_errors=True)


def _start(settings: Settings, postgres: Postgres, broker: Broker, readers: int) -> None:
    people = prepared_people(settings, say)
    environment = {**airflow_environment(settings, people.accounts), **_celery_environment(postgres, broker)}
    for folder in (settings.logs, settings.run, settings.airflow_home):
        folder.mkdir(parents=True, exist_ok=True)
    say("Airflow 数据库升级")
    migrate_airflow(settings, environment, str(_AIRFLOW))
    supervise(settings, [*_parts(settings, environment, readers), portal_part(settings, people)])
    wait_healthy(settings, say)
    ensure_pool(settings, readers)


def _celery_environment(postgres: Postgres, broker: Broker) -> dict[str, str]:
    return {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__PARALLELISM": "32",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgres.url("airflow"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": postgres.url("airflow", "asyncpg"),
        "AIRFLOW__CELERY__BROKER_URL": broker.url,
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{postgres.url('airflow')}",
        "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER": "1",
        "AIRFLOW__CELERY__CELERY_CONFIG_OPTIONS": "celery_worker.SETTINGS",
    }


def _parts(settings: Settings, environment: dict[str, str], readers: int) -> list[Part]:
    airflow = str(_AIRFLOW)
    names = ["worker", *(f"worker-ocr-{number + 1}" for number in range(readers))]
    return [
        ("api-server", [airflow, "api-server"], environment),
        ("scheduler", [airflow, "scheduler", "--skip-serve-logs"], environment),
        ("dag-processor", [airflow, "dag-processor"], environment),
        *((name, _worker(airflow, settings, name), environment) for name in names),
    ]


def _worker(airflow: str, settings: Settings, name: str) -> list[str]:
    queue, slots = ("default", _SLOTS) if name == "worker" else ("ocr", 1)
    return [
        *(airflow, "celery", "worker", "--skip-serve-logs", "--without-mingle", "--without-gossip"),
        *("--queues", queue, "--concurrency", str(slots)),
        *("--celery-hostname", f"{name}@localhost", "--pid", str(settings.run / f"{name}.pid")),
    ]
