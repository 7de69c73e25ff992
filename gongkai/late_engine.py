"""The index, opened when it is first asked: no review step asks it, and none has to wait or fail because of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, cast

from search.engine import SearchEngine


class LateEngine:
    """Stands for the engine that `open_it` gives. What opening raises, the first use raises, and each one after it.

    Opening it takes a tenth of a second of processor time, with Elasticsearch some requests as well.
    """

    def __init__(self, open_it: Callable[[], SearchEngine]) -> None:
        self._open = open_it
        self._engine: SearchEngine | None = None
        self._opening = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.close()

    def as_engine(self) -> SearchEngine:
        """This, for whoever asks for the engine."""
        return cast("SearchEngine", self)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the engine has
        return getattr(self._opened(), name)

    def _opened(self) -> SearchEngine:
        with self._opening:
            if self._engine is None:
                self._engine = self._open()
            return self._engine
