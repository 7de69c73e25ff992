"""Where words stand in a text, however they are spaced, hyphenated or set in full width."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from processors.folding import Folded, fold, is_blank, plain_text
from processors.redaction.masking import blackened

_BREAK: Final = re.compile(r"[\t\n\r]+")
#: So short a number or letter code stands in other numbers by chance: it is looked for standing alone.
_SHORT_CODE: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of redacted words that stands in one line or cell: how it is found, what stands in its place, itself."""

    key: str
    replacement: str
    raw: str


class Stream:
    """A text to search; places are characters of it, end exclusive."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text, drop=_silent().__contains__)

    @cached_property
    def key(self) -> str:
        return _lower(self.folded.text)

    def find(self, key: str) -> list[tuple[int, int]]:
        """Every place of a key; a short one only where it stands alone, unless it stands nowhere alone."""
        found = self.everywhere(key)
        alone = [place for place in found if self._is_alone(place)] if is_short(key) else []
        return alone or found

    def find_alone(self, key: str) -> list[tuple[int, int]]:
        """As `find`, but a short key only where it stands alone."""
        return [place for place in self.everywhere(key) if not is_short(key) or self._is_alone(place)]

    def scattered(self, key: str) -> list[tuple[int, int]] | None:
        """Places of all parts of a key that its lines may have been broken into; None if some of it is nowhere.

        A cell's lines stand apart in a text that goes on in the next cell. Everything that could be a part counts.
        """
        for size in (3, 2):
            found: list[tuple[int, int]] = []
            missing = set(range(len(key)))
            for at in range(len(key) - size + 1):
                if places := self.everywhere(key[at : at + size]):
                    found += places
                    missing -= set(range(at, at + size))
            alone = {at: [place for place in self.everywhere(key[at]) if self._is_alone(place)] for at in missing}
            if found and all(alone.values()):
                return [*found, *(place for places in alone.values() for place in places)]
        return None

    def everywhere(self, key: str) -> list[tuple[int, int]]:
        """Every place of a key, also inside of other words."""
        places: list[tuple[int, int]] = []
        at = self.key.find(key) if key else -1
        while at >= 0:
            places.append(self.folded.span(at, at + len(key)))
            at = self.key.find(key, at + 1)
        return places

    def _is_alone(self, place: tuple[int, int]) -> bool:
        start, end = place
        beside = self.text[max(start - 1, 0) : start] + self.text[end : end + 1]
        # A number may stand between Chinese characters; a Chinese character between others is part of a word.
        is_code = self.text[start:end].isascii()
        return not any(character.isalnum() and (character.isascii() or not is_code) for character in beside)


def key_of(words: str) -> str:
    """How words are found: without blanks and dashes, in half width, in small letters."""
    return _lower(plain_text(_silences().sub("", words)))


def is_short(key: str) -> bool:
    """Whether a key is found by chance in other words."""
    return len(key) == 1 or (key.isascii() and len(key) <= _SHORT_CODE)


def pieces_of(words: str, replacement: str) -> tuple[Piece, ...]:
    """The words line by line and cell by cell, longest first, each once."""
    parts, instead = _BREAK.split(words), _BREAK.split(replacement)
    if len(parts) != len(instead):
        instead = [blackened(part) for part in parts]
    pieces = {key: Piece(key, mask, part) for part, mask in zip(parts, instead, strict=True) if (key := key_of(part))}
    return tuple(sorted(pieces.values(), key=lambda piece: (-len(piece.key), piece.key)))


@cache
def _silent() -> frozenset[str]:
    """Characters of the basic plane that show nothing or only part words: blanks, dashes, controls, formats."""
    plane = map(chr, range(0x10000))
    return frozenset(one for one in plane if is_blank(one) or unicodedata.category(one) in {"Pd", "Cc", "Cf"})


@cache
def _silences() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(_silent())))}]+")


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    # Character by character, so that each keeps its place.
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)
