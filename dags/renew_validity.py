"""
### Let the search say what has expired overnight (有效性)

Every night at 00:10: documents whose last day was yesterday, and those whose repeal takes effect today, are put into
the search index again, as expired or repealed. The portal's pages know it by themselves.

**If it fails:** search still calls them in force, at the place where it did. **Rerun safe?** Yes: it puts what differs.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    schedule="10 0 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["search", "impact:tier_2"],
    default_args={"owner": "operations", "retries": 2, "retry_delay": dt.timedelta(minutes=10)},
)
def renew_validity(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(hours=1))
    def renew() -> int:
        from gongkai import tasks

        return at(bureau, tasks.renew_validity)

    renew()
