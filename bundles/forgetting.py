"""Keep what is remembered from growing."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


def forget_oldest(remembered: dict[_K, _V], most: int) -> None:
    """Drop what has been in it longest until `most` entries are left; several threads may fill it meanwhile."""
    while len(remembered) > most:
        # Another thread may add or drop an entry at the same moment; then this one looks again.
        with suppress(RuntimeError, StopIteration):
            remembered.pop(next(iter(remembered)), None)
