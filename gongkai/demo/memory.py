"""How much memory the demo and the stack take."""

from __future__ import annotations

import os
import threading

import psutil

from gongkai.settings import Settings
from gongkai.stack.launch import supervisor_pid

SAMPLE_S = 2.0


class MemoryWatch(threading.Thread):
    """Samples the proportional set size of this process, the stack and all they started: shared pages count once.

    By descent: Airflow's processes write their titles over their environment, so that says nothing.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(daemon=True)
        self._settings = settings
        self._stopping = threading.Event()
        self.peak_bytes = 0

    def run(self) -> None:
        while not self._stopping.wait(SAMPLE_S):
            self.peak_bytes = max(self.peak_bytes, self._sample())

    def stop(self) -> int:
        """End sampling; return the peak, bytes."""
        self._stopping.set()
        self.join()
        return self.peak_bytes

    def _sample(self) -> int:
        processes: set[psutil.Process] = set()
        for root in (os.getpid(), supervisor_pid(self._settings)):
            if root is not None:
                processes |= _family(root)
        return sum(_proportional_bytes(process) for process in processes)


def _family(pid: int) -> set[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return {root, *root.children(recursive=True)}
    except psutil.NoSuchProcess:
        return set()


def _proportional_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
