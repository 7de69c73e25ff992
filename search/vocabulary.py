"""The maintained lists of search/words: which words mean the same to a citizen, and which say nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
    for typed, also in _groups():
        for word in typed:
            # Without an arrow all are equal; with one, the words before it are, and find what is after it.
            found[word].update(dict.fromkeys(other for other in (*typed, *also) if other != word))
    return {word: tuple(others) for word, others in found.items()}


@cache
def in_documents() -> Mapping[str, str]:
    """Word as typed → the one that documents have for it: the first after an arrow, else the first of its synonyms."""
    found = {word: others[0] for word, others in synonyms().items() if others}
    for typed, also in reversed(list(_groups())):  # of several lines the first holds
        found.update((word, also[0]) for word in typed if also)
    return found


@cache
def stopwords() -> frozenset[str]:
    """Words that are not looked for; folded."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())


@cache
def matters() -> tuple[str, ...]:
    """What people ask any office about; folded."""
    return tuple(dict.fromkeys(matter for line in _lines("matters.txt") for matter in line.split()))


@cache
def longest_synonym() -> int:
    """Characters of the longest word of `synonyms`."""
    return max(map(len, synonyms()))


def _groups() -> Iterator[tuple[list[str], list[str]]]:
    """Each line of the synonyms: the words before the arrow, and after it."""
    for line in _lines("synonyms.txt"):
        left, _, right = line.partition(ONE_WAY)
        yield left.split(), right.split()


def _lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [fold(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
