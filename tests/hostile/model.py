"""What a hostile file is to the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Codes of Unreadable (processors/extraction.py).
CODES = frozenset(
    {"empty", "unsupported", "encrypted", "broken", "too_large", "too_many_pages", "timed_out", "crashed"}
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a file may try to reach: a secret beside it, and an address that nobody should ask for."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Hostile:
    """One hazard. `make` gives the file's bytes; `ends` are the outcomes that are right: codes, or "read"."""

    name: str
    make: Callable[[Scene], bytes]
    ends: frozenset[str]


def refused(name: str, make: Callable[[Scene], bytes], *codes: str) -> Hostile:
    """A file that must be refused with one of some codes."""
    return Hostile(name, make, frozenset(codes))


def survived(name: str, make: Callable[[Scene], bytes]) -> Hostile:
    """A file of which only matters that it does no harm: read in part, or refused with any code but a crash."""
    return Hostile(name, make, CODES - {"crashed"} | {"read"})
