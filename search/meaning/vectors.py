"""Vectors in few bytes: 512 for what is compared exactly, 64 for what is looked through."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.meaning.embedding import Vector

DIMENSIONS = 512
SIGN_WORDS = DIMENSIONS // 64  # of 64 bits

_LARGEST = 127

#: A row for each vector.
Packed = NDArray[np.int8]
#: The signs of vectors, a column for each: (8, number of vectors).
Signs = NDArray[np.uint64]


def pack(vectors: Sequence[Vector]) -> bytes:
    """Vectors as whole numbers of a byte, each to its own scale: only their direction is kept."""
    rows = np.stack(vectors)
    scaled = rows * (_LARGEST / np.abs(rows).max(axis=1, keepdims=True))
    packed: Packed = np.rint(scaled).astype(np.int8)
    return packed.tobytes()


def unpack(packed: bytes) -> Packed:
    return np.frombuffer(packed, dtype=np.int8).reshape(-1, DIMENSIONS)


def closeness(packed: Packed, vector: Vector) -> Vector:
    """The cosine of each packed vector with a vector of length 1."""
    rows = packed.astype(np.float32)
    cosines: Vector = products(rows, vector) / np.linalg.norm(rows, axis=1)
    return cosines


def products(rows: Vector, vector: Vector) -> Vector:
    """`rows @ vector` without the threads of BLAS: to wake them takes many times what so small a product does."""
    found: Vector = np.einsum("ij,j->i", rows, vector)
    return found


def signs_of(packed: Packed) -> bytes:
    """A bit for each number of each packed vector: whether it is above 0."""
    return np.packbits(packed > 0, axis=1).tobytes()


def in_columns(signs: Sequence[bytes]) -> Signs:
    """Signs of many documents one after another, laid out to be looked through."""
    rows = np.frombuffer(b"".join(signs), dtype=np.uint64).reshape(-1, SIGN_WORDS)
    return np.ascontiguousarray(rows.T)


def differing(signs: Signs, vector: Vector) -> NDArray[np.uint16]:
    """In how many of the 512 signs each vector differs from this one."""
    asked = np.packbits(vector > 0).view(np.uint64)
    total = np.zeros(signs.shape[1], dtype=np.uint16)
    for column, word in zip(signs, asked, strict=True):
        total += np.bitwise_count(column ^ word)
    return total
