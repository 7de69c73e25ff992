"""One DAG of each kind for every bureau that the installation serves; where there is one bureau, under its plain name.

Every DAG file imports this, so it imports nothing that is heavy. When a task runs, only its own DAG is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

from airflow.sdk import DAG, Asset, get_parsing_context

T = TypeVar("T")
Build = FunctionType


def bureau_dag(*, schedule: Any, **options: Any) -> Callable[[Build], Build]:
    """Make the decorated function's DAGs; it gets the bureau's name, None where there is one, and makes the tasks.

    `schedule` may be a function of the bureau.
    """

    def make(build: Build) -> Build:
        wanted = get_parsing_context().dag_id
        for bureau in _bureaus():
            dag_id = _dag_id(build.__name__, bureau)
            if wanted and wanted != dag_id:
                continue
            tags = [*options.get("tags", ()), *([bureau] if bureau else ())]
            own = schedule(bureau) if callable(schedule) else schedule
            with DAG(dag_id, schedule=own, **{**options, "tags": tags}) as dag:
                build(bureau)
            dag.fileloc = build.__code__.co_filename
        return build

    return make


def cleared_documents(bureau: str | None) -> Asset:
    """What a review that has ended tells: something may be to be published."""
    name = f"cleared_documents/{bureau}" if bureau else "cleared_documents"
    return Asset(name=name, uri=f"gongkai://records/cleared/{bureau}" if bureau else "gongkai://records/cleared")


def at(bureau: str | None, job: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Do a task's work at its bureau."""
    from gongkai.bureau_settings import in_bureau

    return in_bureau(bureau, job, *arguments, **named)


def _bureaus() -> tuple[str | None, ...]:
    folder = os.environ.get("GONGKAI_BUREAUS")
    if not folder:
        return (None,)
    from gongkai.bureau_names import bureau_names

    return bureau_names(Path(folder))


def _dag_id(name: str, bureau: str | None) -> str:
    if bureau is None:
        return name
    from gongkai.bureau_names import bureau_dag_id

    return bureau_dag_id(name, bureau)
