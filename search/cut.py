"""A whole document cut at once, into the tokens of search.analysis.tokens, at a third of the cost.

A token is a number, its code: the code point of a Han character or of GAP, or _RUNS and the place of a run of letters
and digits in a list. So a text is an array, and its layouts are columns of arrays, spelt out.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.analysis import BLANK_LINE, GAP, MAX_TOKEN_CHARS, fold, is_han, spaced
from search.code_table import CodeTable

Codes = NDArray[np.uint32]

_GAP, _BLANK, _JOINT = ord(GAP), ord(" "), ord("_")
_RUNS = 1 << 21  # more than any code point
_LETTER = _RUNS  # added to the code point of a character that is part of a run
_UNEVEN = _RUNS - 1  # in place of a character that becomes none or several
_HALF = np.uint64(32)


def cut(*texts: str) -> Cut:
    """Cut texts, with a gap between them."""
    joined = BLANK_LINE.sub("\t", "\t".join(("", *texts, "")))
    signs = _SIGNS.numbers(joined)
    if (signs == _UNEVEN).any():
        signs = _SIGNS.numbers(fold(joined))
    codes, runs = _gather_runs(signs)
    is_gap = codes == _GAP
    return Cut(codes[1:][~(is_gap[1:] & is_gap[:-1])], runs)


def _gather_runs(signs: Codes) -> tuple[Codes, list[str]]:
    """The codes of what is no blank, and the runs. The first and the last sign must be no letters."""
    is_letter = signs >= _LETTER
    starts_and_ends = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
    letters = (signs & (_LETTER - 1)).tobytes().decode("utf-32-le")
    runs: dict[str, int] = {}
    firsts: list[int] = []
    codes: list[int] = []
    for start, end in starts_and_ends.reshape(-1, 2).tolist():
        for first in range(start, end, MAX_TOKEN_CHARS):
            run = letters[first : min(first + MAX_TOKEN_CHARS, end)]
            firsts.append(first)
            codes.append(runs.setdefault(run, _RUNS + len(runs)))
    signs[is_letter] = _BLANK
    signs[firsts] = codes
    return signs[signs != _BLANK], list(runs)


def _sign(character: str) -> int:
    """What becomes of a character: _BLANK, _GAP, the code point of a Han character or letter, or _UNEVEN."""
    pieces = spaced(character).split()
    if pieces and set(pieces) == {GAP}:
        return _GAP
    if spaced(character).isspace():
        return _BLANK
    if len(pieces) != 1 or len(pieces[0]) != 1:
        return _UNEVEN
    return ord(pieces[0]) | (0 if is_han(pieces[0]) else _LETTER)


_SIGNS = CodeTable(_sign, np.uint32)


class Cut:
    """The tokens of a text, made by `cut`.

    `codes` ends with a gap, unless it is empty; `runs` are named by their place.
    """

    def __init__(self, codes: Codes, runs: list[str]) -> None:
        self._codes = codes
        self._runs = runs

    def lay_out(self) -> str:
        """The layout of the tokens."""
        return self._lay_out(self._codes[:-1])

    def lay_out_pairs(self) -> str:
        """The layout of pairs of neighbouring tokens, as search.analysis.lay_out_pairs makes it."""
        firsts, seconds = self._codes[:-2], self._codes[1:-1]
        return self._spell(_row_by_row(firsts, _JOINT, seconds, _BLANK)[:-1])

    def lay_out_distinct(self) -> str:
        """A layout of the tokens, each once and without gaps."""
        firsts, _, _ = self._counted
        is_new = np.append(True, firsts[1:] != firsts[:-1])
        return self._lay_out(firsts[is_new[: firsts.size] & (firsts != _GAP)])

    @property
    def pair_count(self) -> int:
        return max(self._codes.size - 2, 0)

    def frequent_pairs(self, least: int) -> list[str]:
        """The pairs without a gap that stand in the text so many times at least, the most frequent first."""
        firsts, seconds, times = self._counted
        wanted = (times >= least) & (firsts != _GAP) & (seconds != _GAP)
        pairs = self._spell(_row_by_row(firsts[wanted], _JOINT, seconds[wanted], _BLANK)).split()
        return [pair for _, pair in sorted(zip((-times[wanted]).tolist(), pairs, strict=True))]

    @cached_property
    def _counted(self) -> tuple[Codes, Codes, NDArray[np.int64]]:
        """Each token with what follows it, once, ordered by their codes; and how often it does."""
        pairs, times = np.unique(self._codes[:-1].astype(np.uint64) << _HALF | self._codes[1:], return_counts=True)
        return (pairs >> _HALF).astype(np.uint32), pairs.astype(np.uint32), times

    def _lay_out(self, codes: Codes) -> str:
        return self._spell(_row_by_row(codes, _BLANK)[:-1])

    def _spell(self, codes: Codes) -> str:
        """What codes stand for, one after another."""
        places = np.flatnonzero(codes >= _RUNS)
        characters = codes.copy()
        characters[places] = _BLANK
        text = characters.tobytes().decode("utf-32-le")
        pieces: list[str] = []
        done = 0
        for place, code in zip(places.tolist(), codes[places].tolist(), strict=True):
            pieces += text[done:place], self._runs[code - _RUNS]
            done = place + 1
        pieces.append(text[done:])
        return "".join(pieces)


def _row_by_row(*columns: Codes | int) -> Codes:
    """What is in columns, of the length of the first; a single code fills its column."""
    rows = np.empty((np.size(columns[0]), len(columns)), np.uint32)
    for place, column in enumerate(columns):
        rows[:, place] = column
    return rows.ravel()
