"""Reads text as if it were typed plainly (half-width, without blanks) and still knows every character's place."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origins[i]` is where `text[i]` stood in the original."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of `text[start:end]`, which must not be empty; both ends exclusive at the right."""
        return self.origins[start], self.origins[end - 1] + 1


def plain(character: str) -> str:
    """One character in its plain form: Ｘ → X, ０ → 0, （ → (; what has no single plain form stays (① stays ①)."""
    if unicodedata.category(character) == "No":
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def is_blank(character: str) -> bool:
    """Whether a character shows nothing: white space or zero-width."""
    return character.isspace() or character in INVISIBLE


def fold(text: str, *, offset: int = 0, drop: Callable[[str], bool] = is_blank) -> Folded:
    """Fold `text` character by character, leaving out what `drop` names; `offset` is added to the origins."""
    kept = [(plain(character), offset + index) for index, character in enumerate(text) if not drop(character)]
    return Folded("".join(character for character, _ in kept), tuple(index for _, index in kept))
