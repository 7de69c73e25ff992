"""
### Look at a published document again (重新审查)

Started by hand with a form: which document, which kind of reason, urgent or not. Urgent takes it off the portal and
out of the index as soon as the task runs; otherwise the page stays up while the review runs. Reasons in words, and
faster, or with Airflow down: `gongkai rereview`.

**If it fails:** the log says why the request was refused (nothing to review, or not this person). **Rerun safe?** Yes.
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import Param, task
from bureau_dags import at, bureau_dag

REASONS = ["personal_data", "classified", "wrong_content", "rule_changed", "other"]


@bureau_dag(
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=16,
    doc_md=__doc__,
    tags=["review", "impact:tier_1"],
    default_args={"owner": "disclosure-office", "retries": 2, "retry_delay": dt.timedelta(seconds=30)},
    params={
        "document_id": Param(type="string", minLength=26, maxLength=26, title="文件编号"),
        "reason_kind": Param("other", enum=REASONS, title="原因类别"),
        "urgent": Param(False, type="boolean", title="紧急（立即下架）"),
    },
)
def rereview_document(bureau: str | None) -> None:
    @task
    def request_rereview(params: dict | None = None, dag_run: object = None) -> int:
        from airflow.sdk.exceptions import AirflowFailException

        from gongkai import tasks
        from records.domain.errors import Refused

        try:
            return at(
                bureau,
                tasks.request_rereview,
                params["document_id"],
                reason_kind=params["reason_kind"],
                urgent=params["urgent"],
                requested_by=dag_run.triggering_user_name,
            )
        except Refused as refusal:  # asking again is refused again
            raise AirflowFailException(str(refusal)) from None

    request_rereview()
