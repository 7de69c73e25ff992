"""Shows what is going on and how long each stage took."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Stages:
    """Names and durations (seconds) of finished stages, in order. `began` is a `time.time()`."""

    began: float
    finished: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time a stage; the value says a line of progress within it."""
        self.say(f"▶ {name}")
        start = time.monotonic()
        yield lambda line: self.say(f"  {line}")
        self.finished.append((name, time.monotonic() - start))

    def say(self, line: str) -> None:
        """Print a line with the seconds since the command was given."""
        sys.stdout.write(f"[{time.time() - self.began:5.0f} s] {line}\n")
        sys.stdout.flush()
