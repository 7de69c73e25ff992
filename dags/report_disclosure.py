"""
### Make the monthly report (月报)

On the first working day of a month, the report of the month before is made of the records and kept in
`GONGKAI_HOME/reports/monthly/<month>` as JSON, XLSX and DOCX. It tells per unit what was formed, whether it was
published in time, what stays closed on which basis, and what is still open; documents are named by their ids, so that
of one that is sealed later nothing is left. The desk shows the report with titles under 月报. The schedule asks every
morning; once the report is kept, the task does nothing.

**If it fails:** `report_not_kept`: the disk is full or the folder takes nothing; mend it and clear the task.
**Rerun safe?** Yes: a report that is kept is never changed. `gongkai report monthly` makes another one at any time.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    # Every day, because months begin with holidays, too; the task knows which day is the first that is worked.
    schedule="45 8 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["review", "impact:tier_2"],
    default_args={"owner": "disclosure-office", "retries": 2, "retry_delay": dt.timedelta(minutes=5)},
)
def report_disclosure(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(minutes=15))
    def monthly() -> bool:
        from gongkai import tasks

        return at(bureau, tasks.keep_monthly_report)

    monthly()
