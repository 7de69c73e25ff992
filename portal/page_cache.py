"""Pages of documents, rendered once and kept as long as nothing changes that they show.

In memory here; as files for the proxy in bundles/page_files.py.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from bundles.consultations import Consultations
from bundles.format import BundleMeta

#: Pages that are kept; the one that nobody asked for longest goes first. At some 10 kB each, 20 MB.
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Shown:
    """All on which a page depends: two are equal only if the page would be the same.

    `meta` and `consultations` are compared by identity: readers give the same object as long as the files are the same.
    `revision` counts the changes of the catalogue, where other documents come from; `today` decides about validity.
    """

    meta: BundleMeta
    consultations: Consultations
    revision: int
    today: dt.date
    origin: str

    def same_as(self, other: Shown) -> bool:
        mine, others = (self.revision, self.today, self.origin), (other.revision, other.today, other.origin)
        return self.meta is other.meta and self.consultations is other.consultations and mine == others


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page. `holds`: no day to come changes it, only somebody's act does."""

    data: bytes
    holds: bool
    #: For a file that holds the page: drawn from its bytes, so that it tells one version from another.
    modified_s: int

    @classmethod
    def of(cls, html: str, *, holds: bool) -> Page:
        data = html.encode()
        # 31 bits: every file system keeps such a time.
        return cls(data, holds, int.from_bytes(hashlib.sha256(data).digest()[:4]) >> 1)

    @property
    def etag(self) -> str:
        """As nginx makes it of the file: whoever answers, it is the same one."""
        return f'"{self.modified_s:x}-{len(self.data):x}"'


@dataclass(frozen=True, slots=True)
class PageCache:
    """Safe to share between threads. Keys are a document's id and whether the letters are large."""

    _pages: OrderedDict[tuple[str, bool], tuple[Shown, Page]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: tuple[str, bool], shown: Shown) -> Page | None:
        with self._lock:
            known = self._pages.get(key)
            if known is None or not known[0].same_as(shown):
                return None
            self._pages.move_to_end(key)
            return known[1]

    def put(self, key: tuple[str, bool], shown: Shown, page: Page) -> None:
        with self._lock:
            self._pages[key] = (shown, page)
            if len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
