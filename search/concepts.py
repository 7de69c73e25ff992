"""A run of characters as typed → what it asks for: its words without those that say nothing, each with its synonyms.

怎么领取失业金 → 领取 (申领, …), 失业金 (失业保险金, …)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import rjieba

from search.analysis import is_han, tokens
from search.dates import Dated, find_date
from search.plan import Tokens
from search.vocabulary import longest_synonym, stopwords, synonyms

MAX_CONCEPTS = 12  # of one term
MAX_FORMS = 12  # of one concept
LONGEST_RUN = 12  # tokens of two neighbouring words that rank higher where they stand together

# Finds 怎么 in 怎么领; nothing in 失业保险金申领办法.
_SPOKEN = re.compile(r"[吗呢吧我咋啥哪谁几想]|什么|怎|如何|多少|多久|能不能|可不可|可以|是否|要不要|有没有|算不算")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for. `forms` are the word as typed, then its synonyms; `parts` the words within it.

    `known`: a word of the dictionary or a list, not letters that happen to stand together.
    """

    forms: tuple[Tokens, ...]
    parts: tuple[Concept, ...] = ()
    known: bool = True
    dated: Dated | None = None

    @property
    def typed(self) -> str:
        """As typed, folded and without punctuation."""
        return "".join(self.forms[0])


@dataclass(frozen=True, slots=True)
class Found:
    """A concept and where it stands in the folded text (end exclusive)."""

    concept: Concept
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the text; `known` as in Concept, `silent` if it is not looked for."""

    start: int
    end: int
    known: bool
    silent: bool = False


def find_concepts(text: str) -> list[Found]:
    """The concepts of a folded text in order, at most 12."""
    found: list[Found] = []
    at = 0
    while dated := find_date(text[at:]):
        start, end, date = dated
        found += _in_words(text, at, at + start)
        found.append(Found(Concept((date.written,), dated=date), at + start, at + end))
        at += end
    found += _in_words(text, at, len(text))
    telling = [each for each in found if not _says_little(each.concept)]
    return (telling or found)[:MAX_CONCEPTS]


def _says_little(concept: Concept) -> bool:
    """A single character without synonyms."""
    return len(concept.forms) == 1 and is_han(concept.typed)


def is_question(text: str) -> bool:
    """Whether a folded text is put as people speak: 失业了怎么领钱."""
    return _SPOKEN.search(text) is not None


def neighbours(text: str, found: Iterable[Found]) -> Iterator[Tokens]:
    """Each two concepts that follow one another, with what stands between them, as they are in the text."""
    every = list(found)
    for first, second in pairwise(every):
        run = tuple(tokens(text[first.start : second.end]))
        if len(run) <= LONGEST_RUN:
            yield run


def _in_words(text: str, start: int, end: int) -> Iterator[Found]:
    units = [_Unit(u.start + start, u.end + start, u.known, u.silent) for u in _units(text[start:end])]
    for unit in _attach(text, _merge(text, units)):
        word = text[unit.start : unit.end]
        yield Found(_concept(word, known=unit.known), unit.start, unit.end)


def _units(text: str) -> Iterator[_Unit]:
    """The words of the dictionary, or longer ones of our lists that begin and end where such words do."""
    ends: list[int] = []
    for word in rjieba.cut(text, False):
        ends.append((ends[-1] if ends else 0) + len(word))
    bounds = set(ends)
    start = 0
    for cut in ends:
        if cut <= start:
            continue
        listed = _longest_listed(text, start, bounds)
        end = max(cut, listed)
        yield _Unit(start, end, known=end - start > 1, silent=_is_silent(text[start:end]))
        start = end


def _longest_listed(text: str, start: int, bounds: set[int]) -> int:
    for end in range(min(start + longest_synonym(), len(text)), start + 1, -1):
        if end in bounds and (text[start:end] in synonyms() or text[start:end] in stopwords()):
            return end
    return start


def _is_silent(word: str) -> bool:
    return word in stopwords() or not tokens(word)


def _merge(text: str, units: Iterable[_Unit]) -> Iterator[_Unit]:
    """Make one of single characters and digits that stand together: 保脸金, 1200元."""
    run: _Unit | None = None
    for unit in units:
        word = text[unit.start : unit.end]
        single = not unit.silent and (len(word) == 1 or word.isdecimal()) and word not in synonyms()
        if run and single and run.end == unit.start:
            run = _Unit(run.start, unit.end, known=False)
            continue
        if run:
            yield run
        run = unit if single else None
        if not single and not unit.silent:
            yield unit
    if run:
        yield run


def _attach(text: str, units: Iterable[_Unit]) -> Iterator[_Unit]:
    """Join a single character with the word after it, else with the one before: 险|稳岗 is 险稳岗."""
    every = list(units)
    kept: list[_Unit] = []
    for unit in every:
        before = kept[-1] if kept else None
        lone = before is not None and _is_lone(text, before)
        if before and before.end == unit.start and (lone or _is_lone(text, unit)):
            kept[-1] = _Unit(before.start, unit.end, known=False)
        else:
            kept.append(unit)
    return iter(kept)


def _is_lone(text: str, unit: _Unit) -> bool:
    return unit.end - unit.start == 1 and is_han(text[unit.start]) and text[unit.start] not in synonyms()


def _concept(word: str, *, known: bool) -> Concept:
    within = dict.fromkeys(part for part in rjieba.cut_for_search(word, False) if part != word and len(part) > 1)
    return Concept(_forms(word), tuple(Concept(_forms(part)) for part in within if tokens(part)), known)


def _forms(word: str) -> tuple[Tokens, ...]:
    """The word, then its synonyms."""
    others = (tuple(tokens(other)) for other in synonyms().get(word, ()))
    return tuple(dict.fromkeys([tuple(tokens(word)), *others]))[:MAX_FORMS]
