"""The readers, imported and opened when a file is first read: whoever takes a page off must not wait for them."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from processors.pool import ReaderPool


class LateReaders:
    """Stands for a `ReaderPool`. Importing it, with all rules of reading, takes half a second of processor time."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._pool: ReaderPool | None = None
        self._opening = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close()

    def as_pool(self) -> ReaderPool:
        """This, for whoever asks for the pool."""
        return cast("ReaderPool", self)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pool has
        return getattr(self._opened(), name)

    def _opened(self) -> ReaderPool:
        with self._opening:
            if self._pool is None:
                from processors.pool import ReaderPool

                self._pool = ReaderPool(self._models)
            return self._pool
