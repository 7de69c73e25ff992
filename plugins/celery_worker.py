"""Celery's settings of a worker: Airflow's own, and who reads them imports what tasks need before it forks.

`[celery] celery_config_options` names `SETTINGS`. The worker forks its pool, and each process of the pool its tasks.
"""

import gc
from typing import Any

from airflow.providers.celery.executors.default_celery import DEFAULT_CELERY_CONFIG
from celery.signals import worker_init

SETTINGS: dict[str, Any] = DEFAULT_CELERY_CONFIG


@worker_init.connect
def import_what_tasks_need(**_: object) -> None:
    """Called by Celery in the worker's first process alone, before the pool."""
    import task_imports  # noqa: F401

    gc.freeze()  # the collector writes into what it visits, and every process would get pages of its own
