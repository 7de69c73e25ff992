"""How long a night is when work queues: for numbers of documents and machines that cannot be measured here."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds that one document takes of each server; `batch` documents are read by one task.

    `read_s` of a reading process, `open_s` of the one task that opens reviews, `schedule_s` of a scheduler and
    `slot_s` of a task slot, each of the two for one start of a task.
    """

    batch: int
    read_s: float
    open_s: float
    schedule_s: float
    slot_s: float


@dataclass(frozen=True, slots=True)
class Servers:
    """How many batches are read at once, how many schedulers there are, how many other tasks run at once."""

    readers: int
    schedulers: int
    slots: int


def night_seconds(documents: int, servers: Servers, costs: Costs) -> float:
    """From the first batch until every review waits for its first level.

    Batches are read side by side; when the last is read, one task opens all reviews one after the other; each is then
    scheduled and asked. Everybody is served in the order of coming.
    """
    batches = [costs.batch] * (documents // costs.batch) + [documents % costs.batch] * (documents % costs.batch > 0)
    read = max(_finished([0.0] * len(batches), servers.readers, [size * costs.read_s for size in batches]), default=0.0)
    opened = [read + (number + 1) * costs.open_s for number in range(documents)]
    scheduled = _finished(opened, servers.schedulers, [costs.schedule_s] * documents)
    return max(_finished(scheduled, servers.slots, [costs.slot_s] * documents), default=0.0)


def readers_for(documents: int, hours: float, schedulers: int, slots: int, costs: Costs) -> int | None:
    """The fewest reading processes with which the night ends in time; None if all the rest takes longer by itself."""
    limit = hours * 3600
    most = math.ceil(documents / costs.batch)
    if night_seconds(documents, Servers(most, schedulers, slots), costs) > limit:
        return None
    fewest = 1
    while fewest < most:
        middle = (fewest + most) // 2
        if night_seconds(documents, Servers(middle, schedulers, slots), costs) > limit:
            fewest = middle + 1
        else:
            most = middle
    return fewest


def _finished(arrivals: Sequence[float], servers: int, seconds: Sequence[float]) -> list[float]:
    """When each is done, in the order of arrival, if every free server takes the next."""
    free = [0.0] * servers
    done = []
    for arrival, takes in zip(arrivals, seconds, strict=True):
        end = max(arrival, heapq.heappop(free)) + takes
        heapq.heappush(free, end)
        done.append(end)
    return done
