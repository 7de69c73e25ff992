"""What each part of a stack takes: memory at its peak, and processor time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import Final

import psutil

_SAMPLE_S: Final = 5.0

#: The process that leads each part, by the part's name.
Parts = Callable[[], Mapping[str, int]]


class PartMemory(threading.Thread):
    """Samples the proportional set size of each part with all that it started; `peaks` has bytes, `all` among them."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(daemon=True)
        self._parts = parts
        self._stopping = threading.Event()
        self.peaks: dict[str, int] = {}

    def run(self) -> None:
        while not self._stopping.wait(_SAMPLE_S):
            sizes = {part: sum(map(_proportional, family(pid))) for part, pid in self._parts().items()}
            for part, size in {**sizes, "all": sum(sizes.values())}.items():
                self.peaks[part] = max(self.peaks.get(part, 0), size)

    def stop(self) -> Mapping[str, int]:
        """End sampling; the peaks."""
        self._stopping.set()
        self.join()
        return self.peaks


def processor_seconds(parts: Parts) -> dict[str, float]:
    """Processor time of each part so far, of what it started and collected as well; and of this process, `bench`."""
    pids = {**parts(), "bench": os.getpid()}
    return {
        part: sum(map(_processor, family(pid) if part != "bench" else [psutil.Process(pid)]))
        for part, pid in pids.items()
    }


def family(pid: int) -> list[psutil.Process]:
    """A process and its descendants; empty if it has ended."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def _proportional(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _processor(process: psutil.Process) -> float:
    try:
        return sum(process.cpu_times()[:4])
    except psutil.Error:
        return 0.0
