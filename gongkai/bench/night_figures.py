"""What is measured of a night: `gongkai bench night --json` writes it, `gongkai plan` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

#: Before people come, and after.
NIGHT_PHASES: Final = ("ingest", "ask")
Stage = Literal["night", "day", "whole"]


@dataclass(frozen=True, slots=True)
class Phase:
    """Wall time, and processor time of each part of the stack, both in seconds."""

    name: str
    seconds: float
    processor: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Night:
    """One night and the day after it.

    `kinds` counts files; `tasks` has count and seconds of Airflow's task instances by `dag.task`; `memory` the peak of
    each part in bytes (shared pages divided) and of `all` together; `stores` what all documents left behind: bytes, or
    files where the name ends in `_files`, or rows where it ends in `_rows`. `load` is the machine's before and after.
    """

    documents: int
    workers: int
    executor: str
    commit: str
    at: str
    load: tuple[float, float]
    kinds: Mapping[str, int]
    phases: tuple[Phase, ...]
    tasks: Mapping[str, tuple[int, float]]
    memory: Mapping[str, int]
    stores: Mapping[str, int]

    def seconds(self, stage: Stage) -> float:
        """How long the night, the day after it, or both took."""
        return sum(phase.seconds for phase in self.phases if stage in ("whole", _stage_of(phase)))

    def per_hour(self, stage: Stage) -> float:
        """Documents an hour."""
        return self.documents / self.seconds(stage) * 3600


def _stage_of(phase: Phase) -> Stage:
    return "night" if phase.name in NIGHT_PHASES else "day"
