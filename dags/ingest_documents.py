"""
### Take in the bureau's finished documents (收文)

Nightly at 01:00: list the inbox, read new files in batches, hand what can be decided to the reviewers. The last task
prints the ledger: files seen = documents + duplicates + quarantined + still waiting, each named.

**If it fails:** a file that cannot be read does not fail a task; it is in quarantine with its reason
(`gongkai status`). A red `read_batch` was killed or a neighbour was down: clear it, finished files are not read again.
A red `ledger` means that the count does not add up: call the developers. **Rerun safe?** Yes.
"""

from __future__ import annotations

import datetime as dt

from airflow.sdk import task
from airflow.timetables.trigger import CronTriggerTimetable
from bureau_dags import at, bureau_dag

#: Without a start_date a new installation waits for its first night; later a missed night is made up for at once.
#: (`run_immediately=False` would still run within 10 % of the interval, that is until 03:24.)
NIGHTLY = CronTriggerTimetable("0 1 * * *", timezone="Asia/Shanghai", run_immediately=dt.timedelta(0))
BATCH = 25  # documents a task: 20–60 s of work against about 1 s of scheduling


@bureau_dag(
    schedule=NIGHTLY,
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["ingest", "impact:tier_1"],
    default_args={"owner": "disclosure-office", "retries": 2, "retry_delay": dt.timedelta(seconds=15)},
)
def ingest_documents(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(minutes=10))
    def discover(run_id: str | None = None) -> list[list[str]]:
        from gongkai import tasks

        return at(bureau, tasks.discover, run_id, batch=BATCH)

    @task(pool="reading", queue="ocr", execution_timeout=dt.timedelta(hours=1))
    def read_batch(ids: list[str], run_id: str | None = None) -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.read_batch, run_id, ids)

    @task(trigger_rule="all_done")
    def open_reviews() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.deliver_outbox)

    @task(trigger_rule="all_done")
    def ledger(run_id: str | None = None) -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.print_ledger, run_id)

    read_batch.expand(ids=discover()) >> open_reviews() >> ledger()
