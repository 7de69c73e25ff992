"""Warm children of one kind, lent to one caller at a time and replaced when spent, faulty or dead."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from processors.extraction import Unreadable
from processors.sandbox.messages import Reply, Request
from processors.sandbox.worker import Interrupted, Worker

log = logging.getLogger(__name__)

_CRASHED: Final = "读取该文件时解析程序异常退出，文件可能损坏或有害，请核对来源后重新导出。"


class Crew:
    """At most `size` children. Each is started when all others are busy, so one caller alone keeps one child warm.

    Linux ends a child together with the thread that started it; the crew has a thread of its own for that, so callers
    may come from any thread and go.
    """

    def __init__(self, size: int, start: Callable[[], Worker], is_spent: Callable[[Worker], bool]) -> None:
        """`start` makes a child; `is_spent` says of an idle one that it has to be replaced."""
        self._start = start
        self._is_spent = is_spent
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: list[Worker] = []
        self._starter: ThreadPoolExecutor | None = None

    @property
    def workers(self) -> tuple[Worker, ...]:
        """The children there are, the one that is asked next first."""
        with self._lock:
            return (*reversed(self._idle), *self._busy)

    def ask(self, request: Request, timeout_s: float) -> Reply:
        """Have a child answer, waiting for one to be free; once more when somebody killed it from outside.

        Raises:
            Unreadable: see Worker.ask; `crashed` when it was killed twice.
            ReadersUnavailable: no child can be started.
        """
        for _ in range(2):
            try:
                with self._lent() as worker:
                    return worker.ask(request, timeout_s)
            except Interrupted:
                log.warning("reader process killed from outside; asking once more")
        raise Unreadable("crashed", _CRASHED)

    def close(self) -> None:
        """End all children; nobody may be asking. The crew may be asked again afterwards."""
        with self._lock:
            for worker in self._idle:
                worker.close()
            self._idle.clear()
            starter, self._starter = self._starter, None
        if starter is not None:
            starter.shutdown()

    @contextmanager
    def _lent(self) -> Iterator[Worker]:
        with self._free:
            worker = self._taken()
            try:
                yield worker
            finally:
                with self._lock:
                    self._busy.remove(worker)
                    if worker.alive:
                        self._idle.append(worker)

    def _taken(self) -> Worker:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
            if worker is not None and (not worker.alive or self._is_spent(worker)):
                worker.close()
                worker = None
            if worker is None:
                # Under the lock: a machine that starts two OCR children at once needs the memory of both.
                self._starter = self._starter or ThreadPoolExecutor(1, thread_name_prefix="reader-start")
                worker = self._starter.submit(self._start).result()
            self._busy.append(worker)
            return worker
