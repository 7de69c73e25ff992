"""What is public, ordered and counted by column, kept in memory and up to date.

It is for lists, counts and links. What is shown of a document comes from a verified bundle each time.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from threading import Lock

from bundles.changes import Position, changes_since
from bundles.columns import Columns
from bundles.forgetting import forget_oldest
from bundles.format import BundleMeta
from bundles.reader import BundleReader
from bundles.relations import NameIndex, Relations, names_of

#: More changes than a night brings; of one that is forgotten, a second look counts as a change.
_MOST_LOOKED_AT = 2_000
#: Lists are sorted oldest first, and read from their end.
_Key = tuple[dt.datetime, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document stands; `column` is one that the site has."""

    column: str
    key: _Key
    unit: str | None
    listed_only: bool


@dataclass(slots=True)
class _State:
    """All that was read under one set of columns."""

    columns: Columns
    #: Documents that changed since the first reading, as the reader gave them: the same objects while nothing changes.
    looked_at: dict[str, BundleMeta | None] = field(default_factory=dict)
    places: dict[str, _Place] = field(default_factory=dict)
    order: dict[str, list[_Key]] = field(default_factory=lambda: defaultdict(list))
    names: NameIndex = field(default_factory=NameIndex)
    units: Counter[str] = field(default_factory=Counter)
    pages: int = 0

    def put(self, meta: BundleMeta) -> None:
        column = self.columns.find(meta.attributes.column) or self.columns.find(self.columns.fallback)
        if column is None:
            return
        place = _Place(column.id, (meta.published_at, meta.id), meta.attributes.unit, meta.listed_only)
        self.places[meta.id] = place
        insort(self.order[place.column], place.key)
        if not meta.listed_only:
            self.names.add(names_of(meta, interprets=column.interprets))
            self._count(place, 1)

    def drop(self, document_id: str) -> None:
        place = self.places.pop(document_id, None)
        if place is None:
            return
        keys = self.order[place.column]
        del keys[bisect_left(keys, place.key)]
        if not place.listed_only:
            self.names.remove(document_id)
            self._count(place, -1)

    def _count(self, place: _Place, step: int) -> None:
        self.pages += step
        if place.unit:
            self.units[place.unit] += step


@dataclass(slots=True)
class Catalogue:
    """The public documents of one bureau. Safe to share between threads.

    Each question first takes in what `changes.log` says; the first one reads every meta.json.
    """

    reader: BundleReader
    bureau: str
    _state: _State | None = field(default=None, repr=False)
    _position: Position = field(default_factory=Position, repr=False)
    _revision: int = field(default=0, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def columns(self) -> Columns:
        """The columns of the site as they are now."""
        return self.reader.columns(self.bureau)

    @property
    def is_read(self) -> bool:
        """Whether the first, long reading is done."""
        return self._state is not None

    def revision(self) -> int:
        """A number that is another one after every change of what is public or of the columns."""
        with self._lock:
            self._fresh()
            return self._revision

    def newest(self, columns: Iterable[str] | None = None, *, offset: int = 0, limit: int) -> list[str]:
        """Ids of the newest publications in these columns, or in all, from the `offset`th (0-based) on."""
        with self._lock:
            return [key[1] for key in islice(self._descending(self._fresh(), columns), offset, offset + limit)]

    def dated_pages(self, *, offset: int, limit: int) -> list[tuple[str, dt.datetime]]:
        """Ids of documents that have a page, with the time (aware) of their publication, newest first."""
        with self._lock:
            state = self._fresh()
            keys = (key for key in self._descending(state, None) if not state.places[key[1]].listed_only)
            return [(document_id, at) for at, document_id in islice(keys, offset, offset + limit)]

    def count(self, columns: Iterable[str] | None = None) -> int:
        """How many documents these columns hold, rows without a page included."""
        with self._lock:
            state = self._fresh()
            return sum(len(state.order[column]) for column in _chosen(state, columns))

    def counts(self) -> dict[str, int]:
        """Documents of each column that has any."""
        with self._lock:
            return {column: len(keys) for column, keys in self._fresh().order.items() if keys}

    def pages(self) -> int:
        """How many documents have a page."""
        with self._lock:
            return self._fresh().pages

    def units(self) -> list[tuple[str, int]]:
        """Units with the number of their pages, most first."""
        with self._lock:
            return [(unit, count) for unit, count in self._fresh().units.most_common() if count > 0]

    def column_of(self, document_id: str) -> str | None:
        """The id of the column in which a document stands."""
        with self._lock:
            place = self._fresh().places.get(document_id)
            return place.column if place else None

    def relations(self, document_id: str) -> Relations:
        """To which public documents one is related."""
        with self._lock:
            return self._fresh().names.relations(document_id)

    def _descending(self, state: _State, columns: Iterable[str] | None) -> Iterator[_Key]:
        return merge(*(reversed(state.order[column]) for column in _chosen(state, columns)), reverse=True)

    def _fresh(self) -> _State:
        columns = self.columns
        changed, position = changes_since(self.reader.root / self.bureau, self._position)
        state = self._state
        if state is None or changed is None or state.columns is not columns:
            state = _State(columns)
            for meta in self.reader.glances(self.bureau):
                state.put(meta)
            self._revision += 1
        else:
            for document_id in changed:
                self._look_again(state, document_id)
        self._state, self._position = state, position
        return state

    def _look_again(self, state: _State, document_id: str) -> None:
        meta = self.reader.glance(self.bureau, document_id)
        if document_id in state.looked_at and meta is state.looked_at[document_id]:
            return
        state.looked_at[document_id] = meta
        forget_oldest(state.looked_at, _MOST_LOOKED_AT)
        state.drop(document_id)
        if meta is not None:
            state.put(meta)
        self._revision += 1


def _chosen(state: _State, columns: Iterable[str] | None) -> list[str]:
    return list(state.order) if columns is None else list(columns)
