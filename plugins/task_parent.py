"""What every task imports is imported once: in the process that LocalExecutor forks its tasks from, its scheduler.

With Celery that is each worker (`celery_worker.py`), and the scheduler stays as it is.
"""

import sys

from airflow.configuration import conf
from airflow.listeners import hookimpl


@hookimpl
def on_starting(component: object) -> None:
    """Called by Airflow as each of its jobs begins, the scheduler's before it forks; and in every task, once more."""
    is_scheduler = type(component).__name__ == "Job" and sys.argv[1:2] == ["scheduler"]  # its kind is not set yet
    if is_scheduler and conf.get("core", "executor") == "LocalExecutor":
        import task_imports  # noqa: F401
