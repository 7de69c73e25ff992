"""What the real stack writes into its logs while a list of people goes through it: nobody's number, nobody's name."""

from __future__ import annotations

from pathlib import Path

from samples.catalogue import SAMPLES
from samples.make import DEFAULT_SEED, content
from samples.numbers import placeholders
from tests.gongkai.seeing.identifiers import identifiers_in, personal_names
from tests.stack.stack_kit import Stack

LIST = "10-公益性岗位拟聘用名单通知.docx"


def test_no_log_of_any_process_and_no_task_log_names_anybody(stack: Stack, tmp_path: Path) -> None:
    paper = tmp_path / LIST
    paper.write_bytes(content(next(sample for sample in SAMPLES if sample.name == LIST)))
    stack.hand_in(LIST, paper, unit="就业促进科")
    stack.run("ingest_documents")
    document_id = stack.document(LIST)
    stack.wait_until_asked(document_id, 1)
    for dag_id in ("publish_documents", "watch_deadlines", "take_submissions", "export_open_data"):
        stack.run(dag_id)
    personal = {*placeholders(DEFAULT_SEED).values(), *personal_names()}
    task_logs = stack.settings.airflow_home / "logs"
    assert any(document_id in path.read_text(encoding="utf-8", errors="replace") for path in task_logs.rglob("*.log"))
    for folder in (task_logs, stack.settings.logs):
        assert identifiers_in(folder, personal) == {}
