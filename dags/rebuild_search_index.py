"""
### Build the search index anew (重建索引)

Started by hand, after an upgrade or when search and portal disagree. A new index is built from the published bundles
beside the live one, counted, and swapped in; citizens search the old one until then.

**If it fails:** the old index stays; `search_unavailable` means the engine is down. **Rerun safe?** Yes.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["search", "impact:tier_2"],
    default_args={"owner": "operations", "retries": 1, "retry_delay": dt.timedelta(minutes=2)},
)
def rebuild_search_index(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(hours=2))
    def rebuild() -> int:
        from gongkai import tasks

        return at(bureau, tasks.rebuild_index)

    rebuild()
