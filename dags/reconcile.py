"""
### 核对与修复 (reconcile)

每天 04:30，在夜间收文、公开和开放数据之后：核对记录、原件、公开包、索引、开放数据和 Airflow 的审查流程，
修复不一致之处。公开网站上有而记录库没有公开的，立即撤下；记录库已公开而网站缺的，重新写入；审查流程不见了的，重新发起；
没有送达的待办，送达；中断时留下的未完成文件，删除。每一处一行，写在任务日志里；修复记入审计链。
`back_up` 备份到 GONGKAI_BACKUP_FOLDER（没有设置的不备份），保留最近 30 份。

**如果变红：** `disagreement_left`：有程序不能替人决定的（原件缺失或被改、审计链断裂、审查决定与审计链不符），
按日志里的代码查值班手册；`not_all_compared`：检索引擎或者 Airflow 没有应答，恢复后自动重试；
`backup_key_missing`、`backup_folder_unavailable`、`originals_not_backed_up`：今天的备份没有做或者不全，查值班手册“备份与恢复”。
**能重跑吗（Rerun safe?）** 能，随时可以。
"""

from __future__ import annotations

import datetime as dt

import pendulum
from airflow.sdk import task
from bureau_dags import at, bureau_dag


@bureau_dag(
    schedule="30 4 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["publish", "impact:tier_1"],
    default_args={"owner": "operations", "retries": 2, "retry_delay": dt.timedelta(minutes=10)},
)
def reconcile(bureau: str | None) -> None:
    @task(execution_timeout=dt.timedelta(hours=3))
    def compare_and_repair() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.reconcile)

    @task(execution_timeout=dt.timedelta(hours=3))
    def back_up() -> dict[str, int]:
        from gongkai import tasks

        return at(bureau, tasks.back_up)

    # One does not wait for the other: a night with something to repair is backed up, too.
    compare_and_repair()
    back_up()
