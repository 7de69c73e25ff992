"""SIGKILL at random moments of a night of forty documents: nothing is lost, nothing is published twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.night import NONE, Night, note
from tests.gongkai.home import Home

DOCUMENTS = 40
KILLS = 50
SEED = 20261130
#: From the start of the process; the first second is Python's own.
MOMENTS_S = (0.5, 6.0)

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


def test_workers_publishers_indexers_and_reconcilers(home: Home, notices: Callable[[int], list[Path]]) -> None:
    night, chance = Night(home, notices(DOCUMENTS)), random.Random(SEED)
    night.hand_in()
    killed: Counter[str] = Counter()
    while killed.total() < KILLS:  # one that had done all it had to do was not killed
        part = chance.choices(["worker", "publisher", "indexer", "reconciler"], weights=[4, 3, 2, 1])[0]
        process = night.start(part)
        time.sleep(chance.uniform(*MOMENTS_S))
        if process.poll() is None:
            process.kill()
            killed[part] += 1
        process.wait()
        night.approve_what_waits()

    night.finish()

    losses = night.losses()
    note("SIGKILL", documents=DOCUMENTS, killed=dict(killed), losses=str(losses))
    assert losses == NONE
