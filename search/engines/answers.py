"""Answers that were given since the index last changed: what many people ask is worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict

from search.engine import SearchPage, SearchQuery

#: So many of the last ones asked for are kept, a few megabytes.
KEPT = 256

#: Says which commit of which index answers.
State = tuple[object, ...]


class Answers:
    """Safe for threads. Whoever changes the index changes its state, and with the first question after it all go."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._state: State = ()
        self._pages: OrderedDict[SearchQuery, SearchPage] = OrderedDict()
        self._turn = threading.Lock()

    def find(self, state: State, query: SearchQuery) -> SearchPage | None:
        """The answer that this state of the index gave, if it is kept."""
        with self._turn:
            self._forget_others(state)
            page = self._pages.get(query)
            if page is not None:
                self._pages.move_to_end(query)
            return page

    def keep(self, state: State, query: SearchQuery, page: SearchPage) -> None:
        """Keep an answer of this state, unless another one has answered since."""
        with self._turn:
            if state == self._state:
                self._pages[query] = page
                while len(self._pages) > self._kept:
                    self._pages.popitem(last=False)

    def _forget_others(self, state: State) -> None:
        if state != self._state:
            self._pages.clear()
            self._state = state
