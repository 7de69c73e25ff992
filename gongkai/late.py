"""A part that is opened when it is first asked: whoever doesn't ask it must neither wait for it nor fail with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar, cast


class Closable(Protocol):
    def close(self) -> None: ...


Part = TypeVar("Part", bound=Closable)


class Late(Generic[Part]):
    """Stands for what `open_it` gives, and closes it. What opening raises, the first use raises, and each after it."""

    def __init__(self, open_it: Callable[[], Part]) -> None:
        self._open = open_it
        self._part: Part | None = None
        self._opening = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._part is not None:
            self._part.close()

    def as_part(self) -> Part:
        """This, for whoever asks for the part."""
        return cast("Part", self)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the part has
        return getattr(self._opened(), name)

    def _opened(self) -> Part:
        with self._opening:
            if self._part is None:
                self._part = self._open()
            return self._part
