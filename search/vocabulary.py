"""The maintained lists of search/words: which words mean the same to a citizen, and which say nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from search.analysis import fold

FOLDER: Final = Path(__file__).parent / "words"
ONE_WAY: Final = ">"


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Word as typed → the other words to look for, in the order of the list; each folded."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for line in _lines("synonyms.txt"):
        left, _, right = line.partition(ONE_WAY)
        typed, also = left.split(), right.split()
        for word in typed:
            # Without an arrow all are equal; with one, the words before it are, and find what is after it.
            found[word].update(dict.fromkeys(other for other in (*typed, *also) if other != word))
    return {word: tuple(others) for word, others in found.items()}


@cache
def stopwords() -> frozenset[str]:
    """Words that are not looked for; folded."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())


@cache
def longest_synonym() -> int:
    """Characters of the longest word of `synonyms`."""
    return max(map(len, synonyms()))


def _lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [fold(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
