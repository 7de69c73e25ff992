"""
### Make the open-data dump anew (开放数据)

Every night at 03:30: all that is public is written as JSON lines and CSV, for citizens who want everything at once.
What is taken down or corrected leaves the dump at once, without this.

**If it fails:** the dump of the night before stays, without what was taken down since. **Rerun safe?** Yes.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    schedule="30 3 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["publish", "impact:tier_2"],
    default_args={"owner": "operations", "retries": 2, "retry_delay": dt.timedelta(minutes=10)},
)
def export_open_data(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(hours=1))
    def export() -> int:
        from gongkai import tasks

        return at(bureau, tasks.export_open_data)

    export()
