"""Tasks find imported what they need, and only where tasks are forked: Airflow's own job calls our listener."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """\
import os, sys
sys.argv = ["airflow", {component!r}]
from airflow.jobs.job import Job
before = len(os.listdir("/proc/self/task"))
Job()
print("gongkai.review_runs" in sys.modules, len(os.listdir("/proc/self/task")) - before)
"""


@pytest.mark.parametrize(
    ("executor", "component", "is_loaded"),
    [
        ("LocalExecutor", "scheduler", True),
        ("LocalExecutor", "dag-processor", False),
        ("CeleryExecutor", "scheduler", False),
    ],
)
def test_what_tasks_import_is_loaded_where_they_are_forked_and_starts_no_thread(
    tmp_path: Path, executor: str, component: str, is_loaded: bool
) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__EXECUTOR": executor,
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}",
    }
    program = PROGRAM.format(component=component)
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split()[-2:] == [str(is_loaded), "0"], done.stderr
