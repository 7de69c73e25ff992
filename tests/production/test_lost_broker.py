"""The broker is lost while tasks are queued and running, and comes back: no file is lost, none is taken twice."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.faults.conftest import notices
from tests.faults.night import note
from tests.production.house import House, wait_for

__all__ = ["notices"]

pytestmark = [pytest.mark.long, pytest.mark.timeout(5400)]

DOCUMENTS = 12
AWAY_S = 60.0
NAMES = "夜间示例"


def lose_broker(house: House) -> None:
    """Killed, and killed again as soon as the keeper has started another."""
    until = time.monotonic() + AWAY_S
    while time.monotonic() < until:
        with suppress(KeyError, psutil.Error):
            for process in house.processes()["broker"].children(recursive=True):
                process.kill()
        time.sleep(1)


def documents(house: House) -> list[str]:
    """Names of the files that became documents, of those handed in here."""
    script = "import json\nfrom gongkai.app import open_app\nwith open_app() as app:\n"
    script += "    print(json.dumps([row.file_name for row in app.overview.documents()]))"
    names: list[str] = json.loads(house.inside("worker", "python", "-c", script).splitlines()[-1])
    return [name for name in names if name and name.startswith(NAMES)]


def test_a_night_survives_the_loss_of_its_broker(
    house: House, notices: Callable[[int], list[Path]], tmp_path: Path
) -> None:
    papers = notices(DOCUMENTS)
    sheet = tmp_path / "dispatch.csv"
    rows = "".join(f"{paper.name},社会保险科,示例经办员甲\n" for paper in papers)
    sheet.write_text(f"文件名,拟稿科室,拟稿人\n{rows}", encoding="utf-8")
    house.hand_in([sheet, *papers])
    client = house.operator()
    started = [start(client) for _ in range(2)]
    wait_for("a task is under way", lambda: under_way(house, started[0]))

    lose_broker(house)

    for run_id in started:
        path = f"/api/v2/dags/ingest_documents/dagRuns/{run_id}"
        wait_for(f"{run_id} ends", lambda path=path: client.get(path).json().get("state") in {"success", "failed"})
    ended = [client.get(f"/api/v2/dags/ingest_documents/dagRuns/{each}").json()["state"] for each in started]
    house.run("ingest_documents")
    found = documents(house)
    lost, twice = DOCUMENTS - len(set(found)), len(found) - len(set(found))
    note("broker lost", away_s=AWAY_S, documents=DOCUMENTS, runs_under_way=ended, lost=lost, twice=twice)
    assert (lost, twice) == (0, 0)
    house.inside("worker", "python", "-m", "gongkai", "verify")


def start(client: Any) -> str:
    answer = client.post("/api/v2/dags/ingest_documents/dagRuns", json={"logical_date": None, "conf": {}})
    assert answer.is_success, answer.text
    return str(answer.json()["dag_run_id"])


def under_way(house: House, run_id: str) -> bool:
    states = [state for state, _ in house.task_states("ingest_documents", run_id).values()]
    return "running" in states
