"""What one document takes, from the nights on record and from what was measured elsewhere."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gongkai.bench.night_figures import Night, Phase
from gongkai.bench.scale.simulation import Costs, Servers
from gongkai.settings import ROOT
from records.domain.errors import BadInput

#: What `gongkai bench night --json` wrote, a file a machine, and other figures with where they come from.
MEASURED: Final = ROOT / "docs" / "measured"
_OTHERS: Final = "engines.toml"
#: Documents a reading task, dags/ingest_documents.py.
BATCH: Final = 25
#: Slots of the other tasks: gongkai.stack.airflow_environment.PARALLELISM less the readers', and docker-compose.yml.
SLOTS: Final[Mapping[str, int]] = {"local": 3, "celery": 4}
_LEVELS: Final = 3


class NoNights(BadInput):
    """No night is on record, so that there is nothing to compute with."""

    code = "no_nights"
    advice = "请先执行 gongkai bench night --json。"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one document: seconds of each kind of server, processor seconds of all parts, what it leaves in each store.

    `source` says which night it was; `starts` are task starts of its review, `publish_s` seconds of the one task that
    publishes.
    """

    source: str
    costs: Costs
    starts: float
    publish_s: float
    processor_s: float
    stores: Mapping[str, float]
    memory: Mapping[str, int]


def load_nights(folder: Path = MEASURED) -> list[Night]:
    """All nights on record, in order of file name and then as they were measured.

    Raises:
        NoNights: there is none.
    """
    files = sorted(folder.glob("*.json"))
    nights = [night for path in files for night in _nights(json.loads(path.read_text(encoding="utf-8")))]
    if not nights:
        raise NoNights(f"{folder} 中没有量得的整夜。")
    return nights


def load_others(folder: Path = MEASURED) -> Mapping[str, Any]:
    """Limits and sizes that no night tells."""
    return tomllib.loads((folder / _OTHERS).read_text(encoding="utf-8"))


def figures_of(nights: Sequence[Night]) -> Figures:
    """Of the longest night with Celery, if there is one: it is what a city runs, and tells scheduler and tasks apart.

    With LocalExecutor they are one family of processes, so that the scheduler's time has the tasks' in it.
    """
    night = max(nights, key=lambda each: (each.executor == "celery", each.documents))
    starts = night.stores["airflow_task_starts_rows"] / night.documents
    scheduler = sum(phase.processor["scheduler"] for phase in night.phases)
    # A step's own duration has the wait for people in it; what closes the round starts alike and waits for nobody.
    closed = night.tasks["review_document.close_review"]
    return Figures(
        source=f"{night.executor}, {night.documents} documents",
        costs=Costs(
            batch=BATCH,
            read_s=_each(night, "ingest_documents.read_batch"),
            open_s=_each(night, "ingest_documents.open_reviews"),
            schedule_s=scheduler / night.stores["airflow_task_starts_rows"],
            slot_s=closed[1] / closed[0],
        ),
        starts=starts,
        publish_s=_each(night, "publish_documents.publish_batch"),
        processor_s=sum(sum(phase.processor.values()) for phase in night.phases) / night.documents,
        stores={name: size / night.documents for name, size in night.stores.items()},
        memory=night.memory,
    )


def servers_of(night: Night) -> Servers:
    """What a recorded night ran on."""
    return Servers(night.workers, 1, SLOTS[night.executor])


def _each(night: Night, task: str) -> float:
    return night.tasks[task][1] / night.documents


def _nights(written: Iterable[dict[str, Any]]) -> Iterable[Night]:
    for each in written:
        phases = tuple(Phase(**phase) for phase in each["phases"])
        tasks = {name: (count, seconds) for name, (count, seconds) in each["tasks"].items()}
        yield Night(**{**each, "load": tuple(each["load"]), "phases": phases, "tasks": tasks})
