"""A run of characters as typed → what it asks for: its words without those that say nothing, each with its synonyms.

怎么领取失业金 → 领取 (申领, …), 失业金 (失业保险金, …)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

import rjieba

from search.analysis import is_han, tokens
from search.dates import Dated, find_date
from search.plan import Tokens
from search.vocabulary import longest_synonym, stopwords, synonyms

MAX_CONCEPTS = 12  # of one term
MAX_FORMS = 12  # of one concept
RUN_FORMS = 3  # of each of two neighbouring words
LONGEST_RUN = 12  # tokens of two neighbouring words that rank higher where they stand together

_NO_WORD, _NUMERAL = 0.5, 0.3
#: Pronouns, conjunctions, prepositions and particles, as the dictionary marks them: 每个, 只要, 通过.
_SILENT_KINDS = frozenset(("r", "c", "p", "u", "y", "e", "o"))

# Finds 二三十年, 七十多, 几百块; not 十三五 or 一级.
_AMOUNT = re.compile(
    r"[一二两三四五六七八九十百千万几半]+(?:多|余|来)?(?:年|个月|个|天|日|岁|块|元|次|人|多)|[十百千万几]+多"
)

# Finds 怎么 in 怎么领; nothing in 失业保险金申领办法.
_SPOKEN = re.compile(
    r"[吗呢吧我咋啥哪谁几想]|什么|怎|如何|多少|多久|多大|多长|能不能|可不可|可以|是否|要不要|有没有|会不会|算不算"
    r"|合不合|该不该|给不给|行不行|好不好"
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for. `forms` are the word as typed, then its synonyms; `parts` the words within it.

    `known`: a word of the dictionary or a list, not letters that happen to stand together. `kind` as the dictionary
    marks it (n, v, m, …).
    """

    forms: tuple[Tokens, ...]
    parts: tuple[Concept, ...] = ()
    known: bool = True
    dated: Dated | None = None
    kind: str = ""

    @property
    def telling(self) -> float:
        """How much it says beside others as rare: what is no word may be a slip, an amount is rarely what is sought."""
        if not self.known:
            return _NO_WORD
        return _NUMERAL if self.kind == "m" else 1.0

    @property
    def typed(self) -> str:
        """As typed, folded and without punctuation."""
        return "".join(self.forms[0])


@dataclass(frozen=True, slots=True)
class Run:
    """Two concepts that were typed beside one another: as `typed`, and with synonyms."""

    typed: Tokens
    otherwise: tuple[Tokens, ...] = ()


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
    kind: str = ""


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


def neighbours(text: str, found: Iterable[Found]) -> Iterator[Run]:
    """Each two concepts that follow one another, with what stands between them, as they are in the text."""
    for first, second in pairwise(found):
        typed = tuple(tokens(text[first.start : second.end]))
        if len(typed) <= LONGEST_RUN:
            yield Run(typed, tuple(_said_otherwise(first.concept, second.concept)))


def _said_otherwise(first: Concept, second: Concept) -> Iterator[Tokens]:
    """The two with synonyms in their places: 住建局 + 公告, 住房和城乡建设局 + 公告."""
    for one, other in product(first.forms[:RUN_FORMS], second.forms[:RUN_FORMS]):
        if (one, other) != (first.forms[0], second.forms[0]):
            yield one + other


def _in_words(text: str, start: int, end: int) -> Iterator[Found]:
    units = [_Unit(u.start + start, u.end + start, u.known, u.silent, u.kind) for u in _units(text[start:end])]
    for unit in _attach(text, _merge(text, units)):
        word = text[unit.start : unit.end]
        yield Found(_concept(word, known=unit.known, kind=unit.kind), unit.start, unit.end)


def _units(text: str) -> Iterator[_Unit]:
    """The words of the dictionary, or longer ones of our lists that begin and end where such words do."""
    ends: list[int] = []
    kinds: dict[int, str] = {}
    for word, kind in rjieba.tag(text, False):
        ends.append((ends[-1] if ends else 0) + len(word))
        kinds[ends[-1]] = kind
    bounds = set(ends)
    start = 0
    for cut in ends:
        if cut <= start:
            continue
        listed = _longest_listed(text, start, bounds)
        end = max(cut, listed)
        silent = _is_silent(text[start:end], kinds[end] if end == cut else "")
        yield _Unit(start, end, known=end - start > 1, silent=silent, kind=kinds[end] if end == cut else "")
        start = end


def _longest_listed(text: str, start: int, bounds: set[int]) -> int:
    for end in range(min(start + longest_synonym(), len(text)), start + 1, -1):
        if end in bounds and (text[start:end] in synonyms() or text[start:end] in stopwords()):
            return end
    return start


def _is_silent(word: str, kind: str) -> bool:
    if word in synonyms():
        return False
    says_nothing = (len(word) > 1 and kind in _SILENT_KINDS) or _AMOUNT.fullmatch(word) is not None
    return says_nothing or word in stopwords() or not tokens(word)


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
    """Join a single character with the word after it, else with the one before: 险|稳岗 is 险稳岗.

    In a question it is left out, a verb of speech: 去法院告 asks for 法院.
    """
    every = list(units)
    if is_question(text):
        telling = [unit for unit in every if not _is_lone(text, unit)]
        return iter(telling or every)
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


def _concept(word: str, *, known: bool, kind: str) -> Concept:
    within = dict.fromkeys(part for part in rjieba.cut_for_search(word, False) if part != word and len(part) > 1)
    return Concept(_forms(word), tuple(Concept(_forms(part)) for part in within if tokens(part)), known, kind=kind)


def _forms(word: str) -> tuple[Tokens, ...]:
    """The word, then its synonyms."""
    others = (tuple(tokens(other)) for other in synonyms().get(word, ()))
    return tuple(dict.fromkeys([tuple(tokens(word)), *others]))[:MAX_FORMS]
