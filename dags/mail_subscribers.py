"""
### Tell subscribers what is new (订阅邮件)

Every morning at 06:30: whoever subscribed by mail on the portal and confirmed it gets one mail with what was published
since the last one, in their column or by their search. What was taken off meanwhile is not named. Subscriptions that
nobody confirmed within seven days are deleted. Without `GONGKAI_SMTP_URL` or `GONGKAI_PUBLIC_URL` it only deletes.

**If it fails:** `subscribers_not_told`: the mail server did not take all of them; mend it and clear the task, it sends
the rest and nothing twice. `search_unavailable`: nobody was told by search; nothing is lost. **Rerun safe?** Yes.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    schedule="30 6 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["publish", "impact:tier_2"],
    default_args={"owner": "operations", "retries": 3, "retry_delay": dt.timedelta(minutes=10)},
)
def mail_subscribers(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(hours=2))
    def mail() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.mail_subscribers)

    mail()
