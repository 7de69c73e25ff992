"""`watch_deadlines` in the real Airflow, without servers."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.app import open_app
from gongkai.sealing import make_seal_key
from gongkai.settings import load_settings
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId
from records.domain.lifecycle import State
from records.store.migrate import upgrade

ROOT = Path(__file__).resolve().parents[2]
RUN_DAG = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
dag = DagBag(sys.argv[1]).get_dag("watch_deadlines")
for task in dag.tasks:
    task.retries = 0  # nobody waits minutes here
run = dag.test()
print(json.dumps({
    "tasks": {each.task_id: each.state for each in run.get_task_instances()},
    "counts": run.get_task_instance("remind").xcom_pull(task_ids="remind"),
}))
"""
#: A year in which weekends and five days are off: the tests run in any.
YEAR = """
[[year]]
year = {year}
source = "示例"
days_off = [{year}-01-01, {year}-05-01, {year}-10-01, {year}-10-02, {year}-10-03]
make_up_days = []
"""


@pytest.fixture
def home(airflow_variables, tmp_path):
    """A bureau with one document that the office should have determined long ago, and a migrated Airflow."""
    variables = airflow_variables | {"GONGKAI_HOME": str(tmp_path)}
    settings = load_settings(variables)
    shutil.copyfile(ROOT / "deploy" / "bureau.example.toml", settings.bureau_file)
    make_seal_key(settings)
    upgrade(settings.records_url)
    with open_app(settings) as app, app.intake.open_work() as work:
        now = app.clock.now()
        years = "".join(YEAR.format(year=year) for year in range(now.year - 1, now.year + 2))
        work.documents.add(
            Document(
                bureau=app.bureau.id,
                id=DocumentId("01J00000000000000000000000"),
                original_sha256="0" * 64,
                size_bytes=1,
                media_type="text/plain",
                file_name="通知.txt",
                unit="insurance",
                handed_in_by=None,
                state=State.EXTRACTED,
                received_at=now - dt.timedelta(days=60),
                disclosure=Disclosure.WITHHELD,
            )
        )
        work.commit()
    settings.working_days_file.write_text(years, encoding="utf-8")
    migrate = [sys.executable, "-m", "airflow", "db", "migrate"]
    subprocess.run(migrate, env=variables, check=True, capture_output=True)
    return variables


def test_what_is_overdue_is_no_failure_and_the_counts_are_the_return_value(home):
    run = [sys.executable, "-c", RUN_DAG, str(ROOT / "dags")]
    stdout = subprocess.run(run, env=home, capture_output=True, text=True, check=True).stdout
    done = json.loads(stdout.strip().splitlines()[-1])
    assert done["tasks"] == {"remind": "success", "calendar": "success"}
    counts = done["counts"]
    found = counts["working_day"]  # on a day off nobody is reminded
    assert (counts["documents"], counts["overdue"], counts["noted"]) == (found, found, 3 * found)
