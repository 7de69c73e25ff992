"""Where in texts something sounds so, whichever characters it is written with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.code_table import CodeTable
from search.fold_at_once import fold_at_once
from search.sound_layout import INITIAL, SILENT, Syllables, syllable_number, usual_sound
from search.sounds import readings

_CHARS_PER_MARK = 4  # at most one punctuation mark in so many characters that sound alike


def heard(texts: Iterable[str], syllables: Sequence[str]) -> Counter[str]:
    """The pieces of texts that sound so, folded, with punctuation in them (双随机、一公开); how often each is there.

    A syllable of one letter, other than a, e and o, stands for all that begin with it.
    """
    marks = len(syllables) // _CHARS_PER_MARK
    folded = fold_at_once(("\n" * (marks + 1)).join(texts))  # so many marks that nothing is heard across two texts
    usual, other = _USUAL.numbers(folded), _OTHER.numbers(folded)
    places = np.flatnonzero(usual != SILENT)
    usual, other = usual[places], other[places]
    starts = max(places.size - len(syllables) + 1, 0)
    sounds_so = np.ones(starts, np.bool_)
    for offset, syllable in enumerate(syllables):
        here = slice(offset, offset + starts)
        sounds_so &= _is(syllable, usual[here]) | _is(syllable, other[here])
    firsts = np.flatnonzero(sounds_so)
    ends = places[firsts + len(syllables) - 1] + 1
    spans = zip(places[firsts].tolist(), ends.tolist(), strict=True)
    return Counter(" ".join(folded[start:end].split()) for start, end in spans if end - start - len(syllables) <= marks)


def _is(syllable: str, sounds: Syllables) -> NDArray[np.bool_]:
    is_initial = len(syllable) == 1 and syllable not in "aeo"
    same: NDArray[np.bool_] = (sounds & INITIAL if is_initial else sounds) == syllable_number(syllable)
    return same


def _other(character: str) -> int:
    """The second reading of a character in use, or its only one."""
    found = readings(character)
    return syllable_number(found[-1]) if found else int(SILENT)


_USUAL = CodeTable(usual_sound, np.uint64)
_OTHER = CodeTable(_other, np.uint64)
