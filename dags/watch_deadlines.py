"""
### Watch deadlines, remind people (催办)

Every day at 08:30, before work begins; on a day off it does nothing. Each level of review, the office and the clerks
have internal limits (`bureau.toml`), and two clocks run for every document: the bureau's own and the statutory one.
People are told the working day before the last, on the last day and on each working day after it; who is late is seen
by the level above. So it is with the terms of requests (依申请公开) and of consultations (征求意见). The office is told
of the annual report, of missing holidays and of what has to be looked at again.
The return value of `remind` has the counts. Something overdue is no failure: people were told.

**If it fails:** `remind` red, `reminders_undelivered`: a channel (mail, folder, group robot) did not take all digests;
the message names it and why. Mend it and clear the task: it sends the rest and nothing twice. At the desk everybody
sees their reminders all the same. `clock_behind`: people were reminded of a later day; see to the system's clock, then
`gongkai remind --trust-clock`. `calendar` red: a year of working days is missing or the file is wrong, so deadlines
cannot be counted; add the year that the message names (docs/operations.md, 工作日), then clear the task.
**Rerun safe?** Yes, at any time of the day; `gongkai remind` does the same.
"""

from __future__ import annotations

import datetime as dt

from airflow.sdk import task
from airflow.timetables.trigger import CronTriggerTimetable
from bureau_dags import at, bureau_dag

#: Every day, because make-up days are weekends; the task knows which day is worked. A morning that was missed is made
#: up for when Airflow runs again: reminders are of the day on which the task runs, not of the one it was meant for.
MORNING = CronTriggerTimetable("30 8 * * *", timezone="Asia/Shanghai", run_immediately=dt.timedelta(0))


@bureau_dag(
    schedule=MORNING,
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["review", "impact:tier_1"],
    default_args={"owner": "disclosure-office", "retries": 2, "retry_delay": dt.timedelta(minutes=5)},
)
def watch_deadlines(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(minutes=30))
    def remind() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.remind)

    @task(execution_timeout=dt.timedelta(minutes=5))
    def calendar() -> None:
        from gongkai import tasks

        at(bureau, tasks.require_calendar)

    remind()
    calendar()
