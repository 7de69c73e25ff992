"""Rules that every DAG file keeps."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAG_FILES = sorted((ROOT / "dags").glob("*.py"))
DAG_IDS = {
    "ingest_documents",
    "review_document",
    "publish_documents",
    "rereview_document",
    "rebuild_search_index",
    "watch_deadlines",
    "export_open_data",
    "renew_validity",
    "take_submissions",
    "mail_subscribers",
    "report_disclosure",
    "reconcile",
}
TAGS = {"ingest", "review", "publish", "search", "impact:tier_1", "impact:tier_2"}
#: What a DAG file may import at its top level: cheap, and nothing of the product but the review step.
TOP_LEVEL = {"__future__", "datetime", "itertools", "pendulum", "airflow", "review_steps", "bureau_dags"}
IMPORT_LIMIT_S = 2.0


#: Run in a process of its own: Airflow reads its home when it is first imported.
READ_DAGS = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
facts = {
    dag.dag_id: {
        "doc_md": dag.doc_md,
        "tags": sorted(dag.tags),
        "catchup": dag.catchup,
        "tasks": [{"owner": task.owner, "retries": task.retries} for task in dag.tasks],
    }
    for dag in bag.dags.values()
}
print(json.dumps({"dags": facts, "errors": bag.import_errors}))
"""

#: Imports Airflow once and then each file in a process of its own that has nothing else, which prints a line.
IMPORT_EACH = """
import json, os, runpy, sys, time
import airflow.sdk, airflow.providers.standard.operators.hitl, airflow.timetables.assets
sys.path.insert(0, sys.argv[1])
for path in sys.argv[2:]:
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert status == 0, path
        continue
    opened = []
    def hook(event, arguments):
        if event.startswith("socket.connect") or (event == "open" and "w" in str(arguments[1])):
            opened.append((event, str(arguments[0])))
    sys.addaudithook(hook)
    began = time.process_time()
    runpy.run_path(path)
    spent = time.process_time() - began
    ours = [name for name in sys.modules if name in ("gongkai", "records")]
    print(json.dumps({"name": os.path.basename(path), "processor_s": spent, "opened": opened, "ours": ours}))
    sys.stdout.flush()
    os._exit(0)
"""


@pytest.fixture(scope="session")
def imports(airflow_variables):
    """What happens when a DAG file is imported, by its name."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", IMPORT_EACH, str(ROOT / "plugins"), *map(str, DAG_FILES)],
        capture_output=True,
        text=True,
        check=True,
        env=airflow_variables,
    )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"name"')]
    return {each["name"]: each for each in found}


@pytest.fixture(scope="session")
def dags(airflow_variables):
    done = subprocess.run(
        [sys.executable, "-c", READ_DAGS, str(ROOT / "dags")],
        capture_output=True,
        text=True,
        check=True,
        env=airflow_variables,
    )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["errors"] == {}
    return found["dags"]


def test_the_dags_are_those_of_the_design(dags):
    assert set(dags) == DAG_IDS


@pytest.mark.parametrize("dag_id", sorted(DAG_IDS))
class TestEveryDag:
    def test_tells_the_operator_what_to_do_when_it_fails(self, dags, dag_id):
        doc = dags[dag_id]["doc_md"]
        assert doc
        assert "**If" in doc or "**如果" in doc
        assert "Rerun safe?" in doc

    def test_names_an_owner_and_retries_for_every_task(self, dags, dag_id):
        for task in dags[dag_id]["tasks"]:
            assert task["owner"] in {"disclosure-office", "operations"}
            assert task["retries"] >= 1

    def test_uses_tags_of_the_closed_list_and_says_its_impact(self, dags, dag_id):
        tags = set(dags[dag_id]["tags"])
        assert tags <= TAGS
        assert any(tag.startswith("impact:") for tag in tags)

    def test_states_that_it_does_not_catch_up_and_how_many_runs_it_allows(self, dags, dag_id):
        source = (ROOT / "dags" / f"{dag_id}.py").read_text(encoding="utf-8")
        assert "catchup=False" in source
        assert "max_active_runs=" in source
        assert dags[dag_id]["catchup"] is False


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.stem)
class TestEveryDagFile:
    def test_has_at_most_80_lines(self, path):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 80

    def test_imports_only_what_is_cheap_at_its_top_level(self, path):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import) for alias in node.names
        } | {node.module.split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom)}
        assert names <= TOP_LEVEL

    def test_has_no_long_function(self, path):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 45, node.name

    def test_is_imported_quickly_and_opens_nothing(self, path, imports):
        """Beyond airflow itself: no file of ours, no socket, and well below the limit of the dag processor."""
        found = imports[path.name]
        assert found["processor_s"] < IMPORT_LIMIT_S
        assert found["opened"] == []
        assert found["ours"] == []
