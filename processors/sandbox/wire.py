"""Length-prefixed JSON over a pipe; a peer that says rubbish, too much or nothing costs a bounded time."""

from __future__ import annotations

import os
import selectors
import struct
import time
from collections.abc import Callable
from typing import Final

_HEADER: Final = struct.Struct(">I")
_CHUNK: Final = 1 << 16


class WireBroken(Exception):
    """The peer closed the pipe or announced more than it may send."""


class WireTimeout(Exception):
    """Nothing complete came in time."""


def send(descriptor: int, body: bytes) -> None:
    """Write one frame: four bytes of length, big-endian, then the body.

    Raises:
        WireBroken: the peer has closed its end.
    """
    view = memoryview(_HEADER.pack(len(body)) + body)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError as broken:
        raise WireBroken("pipe closed while writing") from broken


def receive(
    descriptor: int,
    *,
    max_bytes: int,
    deadline: float | None = None,
    watch: Callable[[], None] | None = None,
    watch_s: float = 1.0,
) -> bytes:
    """Read one frame's body. `deadline` is on time.monotonic(); None waits for ever.

    `watch` is called at least every `watch_s` seconds while waiting; what it raises ends the waiting.

    Raises:
        WireBroken: end of file, or a length above `max_bytes`.
        WireTimeout: the deadline passed.
    """
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)

        def exactly(count: int) -> bytes:
            parts = bytearray()
            while len(parts) < count:
                _wait(selector, deadline, watch, watch_s)
                chunk = os.read(descriptor, min(_CHUNK, count - len(parts)))
                if not chunk:
                    raise WireBroken("pipe closed")
                parts += chunk
            return bytes(parts)

        (length,) = _HEADER.unpack(exactly(_HEADER.size))
        if length > max_bytes:
            raise WireBroken(f"frame of {length} bytes, at most {max_bytes} allowed")
        return exactly(length)


def _wait(
    selector: selectors.BaseSelector, deadline: float | None, watch: Callable[[], None] | None, watch_s: float
) -> None:
    """Return when there is something to read."""
    while True:
        remaining = None if deadline is None else deadline - time.monotonic()
        if remaining is not None and remaining <= 0:
            raise WireTimeout("no complete frame in time")
        pause = remaining if watch is None else min(watch_s, watch_s if remaining is None else remaining)
        if selector.select(pause):
            return
        if watch is not None:
            watch()
