"""What makes a vector of a text, whichever model does it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

#: A vector of length 1.
Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Safe for threads."""

    @property
    def name(self) -> str:
        """Which model; vectors of different ones cannot be compared."""

    def embed(self, text: str) -> Vector:
        """The vector of a folded text; what goes beyond the model's length is not read."""
