"""The cases of `gongkai bench screening`: texts of samples/screening/texts, their slots filled.

Each kind has two halves, and those that are told by words a third part. `seen` was in view while the rules were
written; `unseen` was written before them too, by the same hand, and read by them only when they were finished.
`later` are wordings of later sets: first they measured the rules, then the rules were mended after them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from samples.screening.slots import filled

TEXTS: Final = Path(__file__).parent / "texts"
#: Texts of numbers are filled so often that each half has at least this many cases of a kind and side.
_AT_LEAST: Final = 22


class Half(StrEnum):
    """Which of the texts; not every kind has later ones."""

    SEEN = "seen"
    UNSEEN = "unseen"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Case:
    """`expected` tells whether screening has to find something of `kind` in `text`."""

    kind: str
    text: str
    expected: bool


def cases(*halves: Half, seed: int = 1) -> list[Case]:
    """All cases of these halves (of both, if none is given), by kind; the same seed gives the same texts."""
    return [
        case
        for path in sorted(TEXTS.glob("*.toml"))
        for half in halves or tuple(Half)
        for case in _of(path, half, random.Random(f"{seed}:{half}:{path.stem}"))  # noqa: S311 - invented, not secret
    ]


def _of(path: Path, half: Half, rng: random.Random) -> Iterator[Case]:
    sides = tomllib.loads(path.read_text(encoding="utf-8")).get(half, {"positive": [], "negative": []})
    for side, expected in (("positive", True), ("negative", False)):
        rounds = -(-_AT_LEAST // max(1, len(sides[side])))
        for text in sides[side] * rounds:
            yield Case(path.stem, filled(text, rng), expected)
