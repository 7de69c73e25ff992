"""What every task imports is imported once: in the process that LocalExecutor forks its tasks from, its scheduler.

A task of a review computes for a second or two, and half a second of it went into imports (docs/scaling.md).
With Celery the scheduler is parent of no task, and stays as it is.
"""

import sys

from airflow.configuration import conf
from airflow.listeners import hookimpl


@hookimpl
def on_starting(component: object) -> None:
    """Called by Airflow as each of its jobs begins, the scheduler's before it forks; and in every task, once more."""
    is_scheduler = type(component).__name__ == "Job" and sys.argv[1:2] == ["scheduler"]  # its kind is not set yet
    if is_scheduler and conf.get("core", "executor") == "LocalExecutor":
        import gongkai.review_runs
        import gongkai.tasks  # noqa: F401
        import search.engines.tantivy  # noqa: F401 - the others import it when they open the index
