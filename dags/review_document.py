"""
### Confidentiality review of one document (保密审查)

One run per document and round (`review__<id>__r<round>`): unit head → (confidentiality officer, where the bureau wants
one) → deputy in charge → head. A round of three levels leaves the fourth step out. Each task waits in
state `awaiting_input` for its people and uses no worker meanwhile; waiting for days is normal.

**If a step is red:** the log's last line says why. *Refused* (wrong person, content changed, missing legal basis):
clear the task, it asks again. *No decision on record*: an earlier step was marked green by hand; clear that step.
Never mark a step green: nothing is published by it, and the next step fails.
**Rerun safe?** Yes. Decisions live in the records database; a repeated step finds its decision there.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pendulum
from airflow.sdk import Param, task
from bureau_dags import at, bureau_dag, cleared_documents
from review_steps import review_step

STEPS = 4  # 科室负责人 →（保密员）→ 分管领导 → 主要领导
#: An answer within a second of the question can be lost between Airflow's executor and scheduler (measured, 3.3.2):
#: the step then asks again, or finds the decision on record.
RETRIES = 5


@bureau_dag(
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=10_000,
    doc_md=__doc__,
    tags=["review", "impact:tier_1"],
    default_args={"owner": "disclosure-office", "retries": RETRIES, "retry_delay": dt.timedelta(seconds=5)},
    params={"document_id": Param(type="string", minLength=26, maxLength=26), "round": Param(1, type="integer")},
)
def review_document(bureau: str | None) -> None:
    @task(outlets=[cleared_documents(bureau)], trigger_rule="none_failed")
    def close_review(params: dict | None = None) -> str:
        """Say how the round ended; the asset event lets publish_documents begin."""
        from airflow.sdk.exceptions import AirflowFailException

        from gongkai.review_runs import RoundOpen, outcome

        try:
            return at(bureau, outcome, params["document_id"], params["round"])
        except RoundOpen as marked_by_hand:
            raise AirflowFailException(str(marked_by_hand)) from None

    steps = [review_step(step, bureau) for step in range(1, STEPS + 1)]
    for earlier, later in itertools.pairwise(steps):
        earlier >> later
    steps[-1] >> close_review()
