"""Load on a server of this machine: as many requests as it answers (wrk), or people who look at what they got."""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Final

from gongkai.bench.own_proxy import program

CONNECTIONS: Final = 8
#: How long an answer may take, seconds: a bound against hanging.
_PATIENCE_S: Final = 60.0
_OK: Final = 200


class LoadRefused(Exception):
    """The server answered with something else than 200, or not at all: the load says nothing."""


def rate(url: str, *, seconds: int) -> float:
    """Answers a second on eight kept connections, each with one request under way at any time.

    Raises:
        ProgramMissing: wrk is not installed.
        LoadRefused: an answer was not 200.
    """
    command = [program("wrk"), "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said or "Socket errors" in said:
        raise LoadRefused(said[-400:])
    return float(found[1])


@dataclass(frozen=True, slots=True)
class People:
    """`count` people on `port`. Each asks for one of `paths` by chance, reads for `pause_s` on average, and goes on."""

    port: int
    paths: Sequence[str]
    count: int
    pause_s: float = 0.0
    _faults: list[str] = field(default_factory=list, repr=False)

    def ask(self, *, seconds: float) -> list[float]:
        """Milliseconds of every answer.

        Raises:
            LoadRefused: an answer was not 200.
        """
        until, took = time.monotonic() + seconds, list[float]()
        threads = [threading.Thread(target=self._one, args=(seed, until, took)) for seed in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._faults:
            raise LoadRefused(self._faults[0])
        return took

    def _one(self, seed: int, until: float, took: list[float]) -> None:
        chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_S)
        pause = self._pause(chance) * chance.random()  # or all would come at once
        while time.monotonic() + pause < until and not self._faults:
            time.sleep(pause)
            path = chance.choice(self.paths)
            try:
                took.append(_answered(connection, path))
            except (OSError, HTTPException, LoadRefused) as error:
                self._faults.append(f"{path}: {error!r}")
            pause = self._pause(chance)
            if pause:  # a server does not wait for people
                connection.close()
        connection.close()

    def _pause(self, chance: random.Random) -> float:
        return chance.expovariate(1 / self.pause_s) if self.pause_s else 0.0


def _answered(connection: HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != _OK:
        raise LoadRefused(f"status {answer.status}")
    return (time.perf_counter() - began) * 1000


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
