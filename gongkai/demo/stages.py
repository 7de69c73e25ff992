"""Shows what is going on and how long each stage took."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MEBIBYTE = 1024 * 1024


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


class MemoryWatch(threading.Thread):
    """Samples the memory of everything below this home: proportional set size, so that shared pages count once."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self._home = str(home).encode()
        self._stopping = threading.Event()
        self.peak_bytes = 0

    def run(self) -> None:
        while not self._stopping.wait(2.0):
            self.peak_bytes = max(self.peak_bytes, self._sample())

    def stop(self) -> int:
        """End sampling; return the peak, bytes."""
        self._stopping.set()
        self.join()
        return self.peak_bytes

    def _sample(self) -> int:
        return sum(self._pss(process) for process in Path("/proc").glob("[0-9]*") if self._is_ours(process))

    def _is_ours(self, process: Path) -> bool:
        """A process of the stack carries its home in its environment."""
        try:
            return self._home in (process / "environ").read_bytes()
        except OSError:
            return False

    def _pss(self, process: Path) -> int:
        try:
            for line in (process / "smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
        except OSError:
            return 0
        return 0
