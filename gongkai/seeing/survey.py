"""One look at the whole installation: records, public side, index, disk, parts, and what was last checked."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bundles.catalogue import Catalogue
from gongkai.app import App
from gongkai.seeing.marks import Mark, read_mark
from gongkai.settings import Settings
from gongkai.stack.launch import health, is_running
from records.domain.operations import Night, Situation
from records.services.requests.desk import RequestCounts
from search.engine import SearchUnavailable

#: A look is good for so long, seconds: many may watch, and each look reads the records.
FRESH_S: Final = 15.0
NIGHTS: Final = 14


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk on which a folder lies, in bytes."""

    place: str
    size: int
    free: int


@dataclass(frozen=True, slots=True)
class Store:
    """One copy of what is public, against the records: documents that it lacks, and that it must not have.

    What the public side has not been told yet counts as neither.
    """

    documents: int
    missing: int
    surplus: int


@dataclass(frozen=True, slots=True)
class Survey:
    """`index` is None if the search engine does not answer. `parts` are the processes, healthy or not."""

    situation: Situation
    requests: RequestCounts
    nights: tuple[Night, ...]
    disks: tuple[Disk, ...]
    bundles: Store
    index: Store | None
    parts: Mapping[str, bool]
    verification: Mark | None
    backup: Mark | None


@dataclass
class Lookout:
    """Looks again when the last look is FRESH_S old. Safe to share between threads."""

    app: App
    _catalogue: Catalogue = field(init=False)
    _last: tuple[float, Survey] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._catalogue = Catalogue(self.app.bundles, self.app.bureau.id)

    def survey(self) -> Survey:
        """Raises StoreUnavailable: the records do not answer."""
        with self._lock:
            if self._last is None or time.monotonic() - self._last[0] > FRESH_S:
                self._last = (time.monotonic(), self._look())
            return self._last[1]

    def forget(self) -> None:
        """Look anew next time: something was just changed."""
        with self._lock:
            self._last = None

    def _look(self) -> Survey:
        app = self.app
        situation = app.operating.situation()
        public = frozenset(self._catalogue.newest(limit=self._catalogue.count()))
        return Survey(
            situation=situation,
            requests=app.requests.desk.counts(),
            nights=tuple(app.operating.nights(NIGHTS)),
            disks=_disks(app.settings),
            bundles=_against(situation, public, frozenset(situation.live)),
            index=self._index(situation),
            parts=_parts(app.settings),
            verification=read_mark(app.settings, "verification"),
            backup=read_mark(app.settings, "backup"),
        )

    def _index(self, situation: Situation) -> Store | None:
        try:
            return _against(situation, self.app.engine.ids(self.app.bureau.id), frozenset(situation.searchable))
        except SearchUnavailable:
            return None


def _against(situation: Situation, has: frozenset[str], should: frozenset[str]) -> Store:
    lacks, surplus = should - has - situation.under_way, has - should - situation.under_way
    return Store(len(has), len(lacks), len(surplus))


def _disks(settings: Settings) -> tuple[Disk, ...]:
    """The disks of home, originals and bundles; a folder on a disk that is listed already is left out."""
    found: dict[int, Disk] = {}
    for place, folder in (("home", settings.home), ("originals", settings.originals), ("bundles", settings.bundles)):
        device = _device(folder)
        if device is not None and device not in found:
            usage = shutil.disk_usage(folder)
            found[device] = Disk(place, usage.total, usage.free)
    return tuple(found.values())


def _device(folder: Path) -> int | None:
    try:
        return folder.stat().st_dev
    except OSError:
        return None


def _parts(settings: Settings) -> dict[str, bool]:
    """Airflow's parts; the portal too where this machine runs it: elsewhere it is asked itself."""
    states = health(settings)
    if not is_running(settings):
        states.pop("portal", None)
    return {name: state == "healthy" for name, state in states.items()}
