"""Answers that people ask for again while they type: kept for a minute, as long as nothing public changes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

#: Answers that are kept, some 1 kB each; the one that nobody asked for longest goes first.
MOST_ANSWERS = 2_000
#: The index follows what is public within moments, so an answer of the moment between is soon forgotten.
LONGEST_S = 60.0


@dataclass(frozen=True, slots=True)
class AnswerCache(Generic[T]):
    """Safe to share between threads. `clock` in seconds, steady."""

    clock: Callable[[], float] = time.monotonic
    _answers: OrderedDict[str, tuple[int, float, T]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: str, revision: int) -> T | None:
        """What was put under this key at this revision of what is public, at most a minute ago."""
        with self._lock:
            known = self._answers.get(key)
            if known is None or known[0] != revision or self.clock() - known[1] > LONGEST_S:
                return None
            self._answers.move_to_end(key)
            return known[2]

    def put(self, key: str, revision: int, answer: T) -> None:
        """Keep an answer; `revision` is that of before it was looked for."""
        with self._lock:
            self._answers[key] = (revision, self.clock(), answer)
            self._answers.move_to_end(key)
            if len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
