"""Finds all words of a list in one walk over a text, however many they are and whatever the text is made of."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence


class Automaton:
    """Words as a trie with the way back from each dead end (Aho and Corasick, 1975).

    `words` come in the order in which they are preferred where several end at the same character.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._next: list[dict[str, int]] = [{}]
        self._back = [0]
        self._best: list[int | None] = [None]
        for number, word in enumerate(words):
            self._add(number, word)
        self._link()

    def ends(self, text: str) -> Iterator[tuple[int, int]]:
        """(end, number of the word) wherever a word ends, in reading order; the steps grow with `text` alone."""
        following, back, best = self._next, self._back, self._best
        node = 0
        for end, character in enumerate(text, start=1):
            while node and character not in following[node]:
                node = back[node]
            node = following[node].get(character, 0)
            found = best[node]
            if found is not None:
                yield end, found

    def _add(self, number: int, word: str) -> None:
        node = 0
        for character in word:
            if character not in self._next[node]:
                self._next[node][character] = len(self._next)
                self._next.append({})
                self._back.append(0)
                self._best.append(None)
            node = self._next[node][character]
        if self._best[node] is None:
            self._best[node] = number

    def _link(self) -> None:
        """From each node, breadth first: where the walk goes on when no word continues, and what ends there too."""
        waiting = deque(self._next[0].values())
        while waiting:
            node = waiting.popleft()
            for character, child in self._next[node].items():
                back = self._back[node]
                while back and character not in self._next[back]:
                    back = self._back[back]
                self._back[child] = self._next[back].get(character, 0)
                self._best[child] = _preferred(self._best[child], self._best[self._back[child]])
                waiting.append(child)


def _preferred(one: int | None, other: int | None) -> int | None:
    known = [number for number in (one, other) if number is not None]
    return min(known, default=None)
