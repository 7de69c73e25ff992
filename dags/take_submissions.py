"""
### Take what citizens sent (收取网友提交)

Every ten minutes: reports of errors, requests for information and comments on drafts are taken from the drop box, and
wait on the review desk under 网友报错, 依申请公开 and 征求意见. Then the states that requesters look up and the
consultations on the portal are brought up to date, and what names people is erased where it is past its term.

**If it fails:** the boxes stay, and the next run takes them. **Rerun safe?** Yes, each is taken once.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    schedule="*/10 * * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["ingest", "impact:tier_2"],
    default_args={"owner": "operations", "retries": 1, "retry_delay": dt.timedelta(minutes=2)},
)
def take_submissions(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(minutes=8))
    def take() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.take_submissions)

    take()
