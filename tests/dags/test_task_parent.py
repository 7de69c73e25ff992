"""Tasks find imported what they need, and only where tasks are forked: Airflow's own job calls our listener."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Prints which of the modules are there after the last line before it, and what the process has more than before.
COUNT = """
import json, os, sys
def held():
    links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    return len(os.listdir("/proc/self/task")), sorted(os.readlink(link) for link in links if os.path.exists(link))
"""
JOB = """
sys.argv = ["airflow", {component!r}]
from airflow.jobs.job import Job
Job()
print(json.dumps("gongkai.review_runs" in sys.modules))
"""
LIST = """
import airflow.jobs.job
threads, files = held()
import task_imports
print(json.dumps([held()[0] - threads, [name for name in held()[1] if name not in files], sorted(sys.modules)]))
"""


def last_line_of(program: str, home: Path, executor: str) -> object:
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__EXECUTOR": executor,
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", COUNT + program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("executor", "component", "is_loaded"),
    [
        ("LocalExecutor", "scheduler", True),
        ("LocalExecutor", "dag-processor", False),
        ("CeleryExecutor", "scheduler", False),
    ],
)
def test_what_tasks_import_is_loaded_where_they_are_forked(
    tmp_path: Path, executor: str, component: str, is_loaded: bool
) -> None:
    assert last_line_of(JOB.format(component=component), tmp_path, executor) is is_loaded


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[str], list[str]]:
    """What importing the list adds to a process: threads, open files, and all modules that are there then."""
    threads, files, modules = last_line_of(LIST, tmp_path_factory.mktemp("home"), "LocalExecutor")  # type: ignore[misc]
    return threads, files, modules


def test_a_task_inherits_no_thread_s_lock_and_no_connection(loaded: tuple[int, list[str], list[str]]) -> None:
    assert loaded[:2] == (0, [])


def test_a_review_step_finds_everything_imported(loaded: tuple[int, list[str], list[str]]) -> None:
    needed = {"airflow.dag_processing.dagbag", "airflow.sdk.execution_time.task_runner"}
    needed |= {"airflow.providers.standard.operators.hitl", "bureau_dags", "gongkai.review_runs", "gongkai.app"}
    assert needed - set(loaded[2]) == set()


def test_libraries_with_threads_of_their_own_are_imported_where_they_are_used(
    loaded: tuple[int, list[str], list[str]],
) -> None:
    assert {"numpy", "onnxruntime", "cv2"} & set(loaded[2]) == set()
