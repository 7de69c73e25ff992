"""Who runs Airflow's tasks in `gongkai bench night`."""

from __future__ import annotations

from enum import StrEnum


class Executor(StrEnum):
    """`local` is the stack of `gongkai up`; `celery` has the workers, broker and database of docker-compose.yml."""

    LOCAL = "local"
    CELERY = "celery"
