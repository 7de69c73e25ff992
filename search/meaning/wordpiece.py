"""Text → the numbers of its tokens, as BERT's Chinese models read it: each Han character by itself, words in pieces."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.analysis import is_han

_UNKNOWN, _BEGINNING, _END = "[UNK]", "[CLS]", "[SEP]"
_LONGEST_WORD = 100
#: ASCII signs that are symbols to Unicode and punctuation to the model.
_SIGNS = frozenset("$+<=>^`|~")


@dataclass(frozen=True, slots=True)
class WordPiece:
    """`vocabulary` maps each piece to its number; a piece within a word begins with ##."""

    vocabulary: dict[str, int]

    @classmethod
    def of(cls, file: Path) -> WordPiece:
        """Read a `tokenizer.json`.

        Raises:
            OSError, ValueError, KeyError: it cannot be read, or is none.
        """
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return cls(read["model"]["vocab"])

    def numbers(self, text: str, limit: int) -> list[int]:
        """At most `limit` numbers, the beginning and the end among them."""
        found: list[int] = []
        for word in _words(text):
            found += self._pieces(word)
            if len(found) >= limit - 2:
                break
        return [self.vocabulary[_BEGINNING], *found[: limit - 2], self.vocabulary[_END]]

    def _pieces(self, word: str) -> list[int]:
        """The longest pieces from the left; a word with a strange one is unknown as a whole."""
        unknown = [self.vocabulary[_UNKNOWN]]
        if len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            end = next((end for end in range(len(word), start, -1) if _piece(word, start, end) in self.vocabulary), 0)
            if not end:
                return unknown
            found.append(self.vocabulary[_piece(word, start, end)])
            start = end
        return found


def _piece(word: str, start: int, end: int) -> str:
    return f"##{word[start:end]}" if start else word[:end]


def _words(text: str) -> Iterator[str]:
    """Han characters and punctuation marks by themselves, what stands between blanks otherwise."""
    return iter("".join(map(_spaced, text)).split())


def _spaced(character: str) -> str:
    if character.isspace():
        return " "
    kind = unicodedata.category(character)[0]
    if kind == "C" or character == "\ufffd":
        return ""
    return f" {character} " if kind == "P" or character in _SIGNS or is_han(character) else character
