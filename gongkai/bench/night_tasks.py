"""How long Airflow's tasks ran."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from gongkai.airflow_api import AirflowApi

#: The most that Airflow gives at once.
_PAGE: Final = 100


def task_seconds(api: AirflowApi) -> dict[str, tuple[int, float]]:
    """Count and seconds of the task instances that ran, by `dag.task`; of a review's step, its last stretch alone."""
    found: dict[str, list[float]] = defaultdict(list)
    offset = 0
    while True:
        asked = {"limit": _PAGE, "offset": offset, "order_by": "id"}
        page: list[dict[str, Any]] = api.request("GET", "/api/v2/dags/~/dagRuns/~/taskInstances", params=asked).json()[
            "task_instances"
        ]
        for instance in page:
            if instance["duration"]:
                found[f"{instance['dag_id']}.{instance['task_id']}"].append(float(instance["duration"]))
        if len(page) < _PAGE:
            return {task: (len(each), round(sum(each), 1)) for task, each in found.items()}
        offset += _PAGE
