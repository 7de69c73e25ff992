"""The words that a bureau keeps: what must not leave the house, in its own terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from processors.folding import fold
from processors.screening.automaton import Automaton
from processors.screening.model import FindingKind, Severity
from processors.screening.page import Hit, Page

_START: Final = 2
_RANK: Final = {Severity.BLOCK: 0, Severity.WARN: 1}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the list: what it is found as, and whether it blocks."""

    text: str
    severity: Severity = Severity.BLOCK
    kind: FindingKind = FindingKind.INTERNAL_MARK


class Words:
    """Words without blanks, in plain characters and small letters; of one that stands twice the stricter one."""

    def __init__(self, words: Iterable[Word]) -> None:
        strictest: dict[str, Word] = {}
        for word in words:
            text = plain_word(word.text)
            known = strictest.get(text)
            if known is None or _RANK[word.severity] < _RANK[known.severity]:
                strictest[text] = Word(text, word.severity, word.kind)
        self._by_start: dict[str, list[Word]] = {}
        for text, word in strictest.items():
            self._by_start.setdefault(text[:_START], []).append(word)

    def __len__(self) -> int:
        return sum(map(len, self._by_start.values()))

    def __iter__(self) -> Iterator[Word]:
        return (word for words in self._by_start.values() for word in words)

    def find(self, page: Page) -> Iterator[tuple[FindingKind, Hit]]:
        """Each place of each word, however it is spaced or broken into lines.

        Where places overlap, the one that blocks counts, then the longer one.
        """
        text = small_letters(page.tight)
        present = {text[at : at + _START] for at in range(len(text) - 1)} & self._by_start.keys()
        words = [word for start in present for word in self._by_start[start]]
        if not words:
            return
        words.sort(key=lambda word: (_RANK[word.severity], -len(word.text), word.text))
        folded = None
        for start, end, word in _apart(text, words):
            folded = folded or fold(page.text)
            yield word.kind, Hit(*folded.span(start, end), word.severity)


def _apart(text: str, words: list[Word]) -> Iterator[tuple[int, int, Word]]:
    """Places of words that do not overlap, in reading order."""
    kept: tuple[int, int, Word] | None = None
    for end, number in Automaton([word.text for word in words]).ends(text):
        word = words[number]
        start = end - len(word.text)
        if kept is not None and start < kept[1]:
            if not _takes_place(start, word, kept):
                continue
        elif kept is not None:
            yield kept
        kept = (start, end, word)
    if kept is not None:
        yield kept


def _takes_place(start: int, word: Word, kept: tuple[int, int, Word]) -> bool:
    """Whether a later end is worth more: it is stricter, or as strict and holds all of the earlier one."""
    new, old = _RANK[word.severity], _RANK[kept[2].severity]
    return new < old or (new == old and start <= kept[0])


def plain_word(word: str) -> str:
    """A word as it is compared: plain characters, small letters, no blanks."""
    return small_letters(fold(word).text)


def small_letters(text: str) -> str:
    """Small letters, each in the place of its capital: İ, which would become two characters, stays."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter if len(letter) == 1 else capital for capital in text for letter in [capital.lower()])
