"""Which documents mean nearly what was asked: all vectors by their signs, then the nearest ones exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.meaning.embedding import Vector
from search.meaning.shelf import Shelf
from search.meaning.vectors import SIGN_WORDS, Signs, closeness, differing, in_columns, unpack

#: So many passages, the nearest by their signs, are looked at; of their documents all are compared exactly.
COMPARED = 256
#: A document's closeness is so much of its nearest passage's, of the next one's, and of its title's.
NEAREST_SHARE, NEXT_SHARE, TITLE_SHARE = 0.7, 0.15, 0.15


@dataclass(slots=True)
class _Laid:
    """Signs of the passages of `ids`, one document after another; `owners` has the place of each in `ids`."""

    ids: list[str] = field(default_factory=list)
    signs: Signs = field(default_factory=lambda: np.zeros((SIGN_WORDS, 0), dtype=np.uint64))
    owners: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    firsts: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))


class Nearest:
    """The signs of one bureau's passages in memory: 64 bytes each. Not safe for threads."""

    def __init__(self, shelf: Shelf, bureau: str) -> None:
        self._shelf = shelf
        self._bureau = bureau
        self._known: dict[str, bytes] = {}
        self._seen = 0
        self._laid = _Laid()
        self._covered: dict[bytes, float] = {}

    def find(self, vector: Vector) -> dict[str, float]:
        """The closeness of each document that has a passage among the nearest.

        Raises:
            ShelfUnavailable: the file cannot be read.
        """
        self._follow()
        laid = self._laid
        owners = np.unique(laid.owners[_nearest(differing(laid.signs, vector))])
        return _closeness(self._shelf.packed([laid.ids[owner] for owner in owners]), vector)

    def cover(self, vector: Vector) -> float:
        """How close the nearest document is; 0 if there is none. Known until documents change.

        Raises:
            ShelfUnavailable: the file cannot be read.
        """
        self._follow()
        key = vector.tobytes()
        if key not in self._covered:
            self._covered[key] = max(self.find(vector).values(), default=0.0)
        return self._covered[key]

    def _follow(self) -> None:
        changes = self._shelf.changes(self._bureau, self._seen)
        for each in changes:
            if each.signs is None:
                self._known.pop(each.id, None)
            else:
                self._known[each.id] = each.signs
            self._seen = each.change
        if changes:
            self._laid = _lay(self._known.items())
            self._covered.clear()


def _lay(known: Iterable[tuple[str, bytes]]) -> _Laid:
    every = sorted(known)
    counts = np.array([len(signs) // (8 * SIGN_WORDS) for _, signs in every], dtype=np.int32)
    return _Laid(
        ids=[document_id for document_id, _ in every],
        signs=in_columns([signs for _, signs in every]),
        owners=np.repeat(np.arange(len(every), dtype=np.int32), counts),
        firsts=np.cumsum(counts, dtype=np.int32) - counts,
    )


def _closeness(packed: Mapping[str, bytes], vector: Vector) -> dict[str, float]:
    """The closeness of each document, whose packed vectors begin with its title's."""
    if not packed:
        return {}
    cosines = closeness(unpack(b"".join(packed.values())), vector)
    counts = np.array([len(unpack(blob)) for blob in packed.values()])
    firsts = np.cumsum(counts) - counts
    ordered = cosines[np.lexsort((-cosines, np.repeat(np.arange(len(counts)), counts)))]
    nearest, following = ordered[firsts], ordered[firsts + np.minimum(counts - 1, 1)]
    close = NEAREST_SHARE * nearest + NEXT_SHARE * following + TITLE_SHARE * cosines[firsts]
    return dict(zip(packed, close.tolist(), strict=True))


def _nearest(distances: NDArray[np.uint16]) -> NDArray[np.intp]:
    """The places of the smallest, of equal ones the first, so that every process finds the same."""
    if len(distances) <= COMPARED:
        return np.arange(len(distances))
    counted = np.cumsum(np.bincount(distances))
    farthest = int(np.searchsorted(counted, COMPARED))
    return np.flatnonzero(distances <= farthest)[: 2 * COMPARED]
