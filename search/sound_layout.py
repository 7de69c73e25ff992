"""Layouts of how a text sounds: pairs of syllables, or of their first letters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.code_table import CodeTable
from search.sounds import readings

#: The letters of a blurred syllable, four at most, in the bytes of a number; the last byte has room for a sign.
Syllables = NDArray[np.uint64]
_APOSTROPHE, _BLANK = (np.uint64(ord(sign) << 56) for sign in "' ")
#: What is left of a syllable's number if only its first letter counts.
INITIAL = np.uint64(0xFF)
#: In place of the number of what has no sound.
SILENT = np.uint64(ord(" "))


def lay_out_sounds(text: str) -> str:
    """Pairs of syllables of a text that follow one another, whatever punctuation is between them.

    >>> lay_out_sounds("失业，保险")
    "si'ye ye'bao bao'xian"
    """
    return _lay_out_pairs(_syllables_of(text))


def lay_out_initials(text: str) -> str:
    """The same of the first letters: what is typed as sybx.

    >>> lay_out_initials("失业，保险")
    "s'y y'b b'x"
    """
    return _lay_out_pairs(_syllables_of(text) & INITIAL)


def syllable_number(syllable: str) -> int:
    """A blurred syllable, or its first letter, as a number by its letters."""
    return int.from_bytes(syllable.encode("ascii"), "little")


def usual_sound(character: str) -> int:
    """The usual reading of a character as a number, or SILENT."""
    found = readings(character)
    return syllable_number(found[0]) if found else int(SILENT)


def _lay_out_pairs(syllables: Syllables) -> str:
    pairs = np.column_stack((syllables[:-1] | _APOSTROPHE, syllables[1:] | _BLANK))
    return pairs.tobytes().translate(None, b"\0").decode("ascii").rstrip()


def _syllables_of(text: str) -> Syllables:
    sounds = _SOUNDS.numbers(text)
    heard: Syllables = sounds[sounds != SILENT]
    return heard


_SOUNDS = CodeTable(usual_sound, np.uint64)
