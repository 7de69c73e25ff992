"""Counting what happens in this process, by many threads at once."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from metering.families import Family, Sample


@dataclass(slots=True)
class Tally:
    """A counter with labels. Label values come from a fixed set: nothing that somebody sends may become one."""

    name: str
    help: str
    labels: tuple[str, ...]
    _counted: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def count(self, *values: str) -> None:
        with self._lock:
            self._counted[values] += 1

    def family(self) -> Family:
        with self._lock:
            counted = sorted(self._counted.items())
        samples = tuple(Sample(count, dict(zip(self.labels, values, strict=True))) for values, count in counted)
        return Family(self.name, "counter", self.help, samples)


@dataclass(slots=True)
class Durations:
    """A histogram of seconds with one label."""

    name: str
    help: str
    label: str
    bounds_s: Sequence[float]
    _buckets: dict[str, list[int]] = field(init=False)
    _sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._buckets = defaultdict(lambda: [0] * (len(self.bounds_s) + 1))

    def observe(self, value: str, seconds: float) -> None:
        with self._lock:
            self._buckets[value][bisect.bisect_left(self.bounds_s, seconds)] += 1
            self._sums[value] += seconds

    def family(self) -> Family:
        with self._lock:
            samples = tuple(sample for value in sorted(self._buckets) for sample in self._samples(value))
        return Family(self.name, "histogram", self.help, samples)

    def _samples(self, value: str) -> Iterator[Sample]:
        total = 0
        for bound, count in zip((*map(str, self.bounds_s), "+Inf"), self._buckets[value], strict=True):
            total += count
            yield Sample(total, {self.label: value, "le": bound}, "_bucket")
        yield Sample(self._sums[value], {self.label: value}, "_sum")
        yield Sample(total, {self.label: value}, "_count")
