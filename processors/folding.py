"""Reads text as if it were typed plainly (half-width, without blanks) and still knows every character's place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: Characters without width, and those that turn the direction of what follows.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u00ad\u034f\u061c\u180e\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
)
#: What `is_blank` names, as a set for the search of a whole line; `\s` and `str.isspace` are the same characters.
_BLANK: Final = re.compile(rf"[\s{''.join(sorted(INVISIBLE))}]")
_BASIC_PLANE_END: Final = 0x10000


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


class _PlainForms(dict[int, str]):
    """Plain forms by code point, each worked out when it is first met: texts are folded again and again.

    Only those of the basic plane are kept, so that no file can make it grow without end.
    """

    def __missing__(self, code_point: int) -> str:
        form = plain(chr(code_point))
        if code_point < _BASIC_PLANE_END:
            self[code_point] = form
        return form


_FORMS: Final = _PlainForms()


def plain_text(text: str) -> str:
    """Every character in its plain form; none is left out, so each keeps its offset."""
    return text.translate(_FORMS)


def is_blank(character: str) -> bool:
    """Whether a character shows nothing: white space or zero-width."""
    return character.isspace() or character in INVISIBLE


def fold(text: str, *, offset: int = 0, drop: Callable[[str], bool] = is_blank) -> Folded:
    """Fold `text` character by character, leaving out what `drop` names; `offset` is added to the origins."""
    if drop is is_blank and _BLANK.search(text) is None:
        return Folded(plain_text(text), tuple(range(offset, offset + len(text))))
    kept = [index for index, character in enumerate(text) if not drop(character)]
    shown = "".join([text[index] for index in kept])
    return Folded(plain_text(shown), tuple([offset + index for index in kept]))
