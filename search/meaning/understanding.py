"""A SearchEngine that also learns what its documents mean. Publishing never fails for want of that."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ParamSpec

from search.engine import IndexDocument, SearchEngine, SearchPage, SearchQuery, SearchUnavailable
from search.meaning.meanings import Meanings
from search.meaning.shelf import ShelfUnavailable

_LOG = logging.getLogger(__name__)
P = ParamSpec("P")
AT_ONCE = 100  # documents that are looked up together


@dataclass(frozen=True, slots=True)
class UnderstandingEngine:
    """`engine` asks the `meanings` when it searches."""

    engine: SearchEngine
    meanings: Meanings

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Texts are read first: the index forgets kept answers when it changes."""
        every = list(documents)
        if _try(self.meanings.note, every):
            _try(self.meanings.learn)
        self.engine.put(every)

    def remove(self, ids: Iterable[str]) -> None:
        every = list(ids)
        self.engine.remove(every)
        try:
            self.meanings.forget(every)
        except ShelfUnavailable as error:  # what is taken down has to go everywhere: whoever removes tries again
            raise SearchUnavailable(str(error)) from error

    def search(self, query: SearchQuery) -> SearchPage:
        return self.engine.search(query)

    def named(self, bureau: str, text: str, limit: int) -> tuple[str, ...]:
        return self.engine.named(bureau, text, limit)

    def ids(self, bureau: str) -> frozenset[str]:
        return self.engine.ids(bureau)

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """The index is live before texts are read that nobody has read yet."""
        bureaus: set[str] = set()
        count = self.engine.rebuild(self._noting(documents, bureaus))
        for bureau in bureaus:
            _try(self._forget_others, bureau)
        _try(self.meanings.learn)
        return count

    def forget_removed(self, documents: Callable[[], Iterable[IndexDocument]]) -> bool:
        return self.engine.forget_removed(documents)

    def close(self) -> None:
        self.engine.close()
        self.meanings.close()

    def _noting(self, documents: Iterable[IndexDocument], bureaus: set[str]) -> Iterator[IndexDocument]:
        works = True
        waiting: list[IndexDocument] = []
        for each in documents:
            bureaus.add(each.bureau)
            waiting.append(each)
            if len(waiting) == AT_ONCE:
                works = works and _try(self.meanings.note, waiting)
                waiting = []
            yield each
        _try(self.meanings.note, waiting)

    def _forget_others(self, bureau: str) -> None:
        self.meanings.forget(self.meanings.known(bureau) - self.engine.ids(bureau))


def _try(act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether it was done; if not, search goes by words alone for now, and the next rebuild tries again."""
    try:
        act(*args, **kwargs)
    except ShelfUnavailable as error:
        _LOG.warning("search goes by words alone: %s", error)
        return False
    return True
