"""Document numbers whose code was typed in pinyin: guofa 2018 38, gf2018 38."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from search.numbers import find_number
from search.plan import Node, Phrase
from search.sounds import read_pinyin, readings

#: Documents of one year and serial that are looked at.
LOOKED_AT = 50

# Finds guofa 2018 38, guo fa〔2018〕38号, gf2018 38; not app 2018.
_SPELT = re.compile(
    r"(?P<letters>[a-z]{2,30}(?: [a-z]{1,6})*)\s*\W{0,2}(?P<year>(?:19|20)\d{2})\D{1,4}(?P<serial>\d{1,5})(?!\d)"
)


class Numbers(Protocol):
    """What is asked of an index."""

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        """Title, body, attachments and, last, document number of the newest matches of each node."""


def with_codes(index: Numbers, text: str) -> str:
    """A folded text with the letters of each number replaced by the code that a document of year and serial bears."""
    for match in list(_SPELT.finditer(text))[::-1]:
        bears = Phrase("number", (match["year"], match["serial"].lstrip("0"), "号"))
        numbers = (texts[-1] for texts in index.texts((bears,), LOOKED_AT, newest=True)[0])
        if code := _code_that_sounds(match["letters"], numbers):
            text = text[: match.start("letters")] + code + text[match.end("letters") :]
    return text


def _code_that_sounds(letters: str, numbers: Iterable[str]) -> str | None:
    for number in numbers:
        found = find_number(number)
        if found and found[2].code and _sounds(letters, found[2].code):
            return found[2].code
    return None


def _sounds(letters: str, code: str) -> bool:
    """Whether letters are the syllables of a code, or the first letters of them."""
    ways: list[Sequence[str]] = [*read_pinyin(letters), letters.replace(" ", "")]
    return any(
        len(way) == len(code) and all(_fits(sound, character) for sound, character in zip(way, code, strict=True))
        for way in ways
    )


def _fits(sound: str, character: str) -> bool:
    return any(reading == sound or (len(sound) == 1 and reading[0] == sound) for reading in readings(character))
