"""What tasks import. Whoever forks them imports this before: no module of these starts a thread or opens a file.

docs/decisions/0031-tasks-are-forked-with-their-imports.md
"""
# ruff: noqa: F401 - imported for what importing does

import airflow.dag_processing.dagbag
import airflow.sdk.execution_time.supervisor
import airflow.sdk.execution_time.task_runner
import pypinyin
import review_steps

import gongkai.review_runs
import gongkai.tasks
import processors.pool
import search.engines.elasticsearch
import search.engines.tantivy
