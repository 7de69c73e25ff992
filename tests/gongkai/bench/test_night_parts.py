"""The parts of `gongkai bench night` that can be tried in seconds; the whole of it is its own test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from gongkai.bench.night import growth
from gongkai.bench.night_watch import PartMemory, processor_seconds
from gongkai.bench.own_servers import own_postgres
from tests.gongkai.bench.test_scale import NIGHT

#: Holds 50 MB, has computed for half a second, says so, and waits.
BUSY = (
    "x = bytes(range(256)) * 200_000\nimport time\nwhile time.process_time() < 0.6: pass\n"
    "print(len(x), flush=True); input()"
)


@pytest.fixture
def part() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        yield child.pid
        child.kill()


def test_each_part_is_watched_and_all_of_them_together(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.bench.night_watch._SAMPLE_S", 0.05)
    memory = PartMemory(lambda: {"reader": part, "gone": 2**22 - 1})
    memory.start()
    while not memory.peaks:
        memory.join(0.05)
    peaks = memory.stop()
    assert 50_000_000 < peaks["reader"] < 100_000_000
    assert (peaks["gone"], peaks["all"]) == (0, peaks["reader"])


def test_processor_time_is_that_of_the_part_and_of_the_bench_itself(part: int) -> None:
    used = processor_seconds(lambda: {"reader": part})
    assert 0.5 <= used["reader"] < 60
    assert set(used) == {"reader", "bench"}


def test_growth_is_told_against_the_shortest_night() -> None:
    longer = replace(NIGHT, documents=200)  # twice as many in the same time
    slower = replace(NIGHT, documents=50)
    assert [round(row.value, 2) for row in growth([NIGHT, longer])] == [0.5, 0.5]
    assert all(row.holds for row in growth([NIGHT, longer]))
    assert [row.holds for row in growth([NIGHT, slower])] == [False, False]
    assert list(growth([NIGHT])) == []


def test_a_postgres_of_our_own_has_its_databases_and_leaves_nothing() -> None:
    with own_postgres(("airflow", "records")) as server:
        for database in ("airflow", "records"):
            with psycopg.connect(host=str(server.folder), user=server.user, dbname=database) as connection:
                assert connection.execute("SELECT current_database()").fetchone() == (database,)
    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server.pid, 0)
