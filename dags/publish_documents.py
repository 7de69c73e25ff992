"""
### Publish what the review has cleared (公开发布)

Runs when a review ends and every ten minutes. Also delivers the outbox: review runs to start or wake, bundles and
index entries to write, tombstones. Then what was taken off or corrected is erased from the index's files, too.

**If it fails:** `search_unavailable` and `airflow_unavailable` heal themselves at the next run; `outbox_failing` names
what a row was refused for. A warning `not_cleared` in the log: a document is cleared without a complete chain for its
content; it is not published, call the confidentiality officer.
`forget_removed` red: what was taken off is not found any more, but its bytes are still in the index; run it again.
**Rerun safe?** Yes: publishing twice writes the same bundle once.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable
from bureau_dags import at, bureau_dag, cleared_documents

BATCH = 50  # documents a task; a task costs about 1 s of scheduling
#: At the limit, Airflow (3.3.2) leaves the next asset run lying for up to a minute (measured): the limit is far away,
#: and the runs take turns by their task.
MAX_ACTIVE_RUNS = 100
EVERY_TEN_MINUTES = CronTriggerTimetable("*/10 * * * *", timezone="Asia/Shanghai")


@bureau_dag(
    schedule=lambda bureau: AssetOrTimeSchedule(timetable=EVERY_TEN_MINUTES, assets=[cleared_documents(bureau)]),
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=MAX_ACTIVE_RUNS,
    doc_md=__doc__,
    tags=["publish", "impact:tier_1"],
    default_args={"owner": "disclosure-office", "retries": 2, "retry_delay": dt.timedelta(minutes=2)},
)
def publish_documents(bureau: str | None) -> None:
    @task(max_active_tis_per_dag=1, execution_timeout=dt.timedelta(minutes=8))
    def publish_batch() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.publish_batch, limit=BATCH)

    @task(max_active_tis_per_dag=1, execution_timeout=dt.timedelta(hours=1))
    def forget_removed() -> bool:
        from gongkai import tasks

        return at(bureau, tasks.forget_removed)

    publish_batch() >> forget_removed()
