"""Text as an array of numbers, one for each of its characters, all looked up at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.uint32, np.uint64)


class CodeTable(Generic[Number]):
    """Character → a number other than 0, asked of `number_of` when the character is first met."""

    def __init__(self, number_of: Callable[[str], int], kind: type[Number]) -> None:
        self._number_of = number_of
        self._numbers: NDArray[Number] = np.zeros(sys.maxunicode + 1, kind)  # takes memory where it is written

    def numbers(self, text: str) -> NDArray[Number]:
        """A number for each character of a text, lone surrogates included."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        found = self._numbers[codes]
        if not found.all():
            for code in set(codes[found == 0].tolist()):
                self._numbers[code] = self._number_of(chr(code))
            found = self._numbers[codes]
        return found
