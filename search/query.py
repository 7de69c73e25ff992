"""What a citizen typed → what it asks for. Any string is a query; none is an error.

失业保险 补贴          both, in any order; words that say nothing (怎么, 关于) are left out
失业保险 OR 工伤保险   either; AND binds tighter: `a b OR c` is `(a b) OR c`
补贴 -企业             without 企业; also `NOT 企业` and `!企业`
“失业保险”             as it stands, with spaces and punctuation inside
国发2018 43            the document number, whichever brackets were typed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import fold, tokens, without_gaps
from search.concepts import Concept, Run, find_concepts, neighbours
from search.numbers import Numbered, find_number
from search.plan import Tokens

MAX_QUERY_CHARS = 500
MAX_TERMS = 32

_QUOTES = '"“”„＂'
# Matches `-“失业 保险”`, `!企业`, `示人社发〔2021〕5号`.
# Not the inner “一网通办” of `关于“一网通办”的通知`, which is one term.
_PIECE = re.compile(rf"(?P<minus>[-－!！]*)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<term>\S+))")
_QUOTED = re.compile(rf"([{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?)")
_OR = ("OR", "|", "｜")
_AND = ("AND", "&", "＆")
# Finds 第716号令, which is written 令第716号 at the head of a statute.
_ORDER = re.compile(r"第?\s*([0-9]{1,5})\s*号令")
# Stands for a number that was found, while the rest is split at the spaces.
_PLACE = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Term:
    """A run of characters as typed (folded), its tokens, and the `concepts` in it.

    `exact`: it was quoted, and must stand in a document as it is. `runs` are neighbouring concepts in one piece.
    """

    typed: str
    tokens: Tokens
    concepts: tuple[Concept, ...]
    runs: tuple[Run, ...] = ()
    exact: bool = False


Asked = Term | Numbered


@dataclass(frozen=True, slots=True)
class Clause:
    """Documents with all of `required` and none of `excluded`; no required term means every document."""

    required: tuple[Asked, ...]
    excluded: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """Documents of any of the `clauses`; none (nothing searchable was typed) means every document, newest first.

    `whole` are the tokens of all that was typed, without punctuation: it may be a title.
    """

    clauses: tuple[Clause, ...]
    whole: Tokens = ()

    @property
    def ranks(self) -> bool:
        """Whether relevance says anything; if not, newest first."""
        return any(clause.required for clause in self.clauses)

    @property
    def is_one_run(self) -> bool:
        """Whether it was typed in one piece, so that it is ours how it is cut into words."""
        return len(self.clauses) == 1 and len(self.clauses[0].required) == 1

    @property
    def shown(self) -> tuple[Tokens, ...]:
        """The phrases to highlight, the longest first."""
        found: dict[Tokens, None] = {}
        for clause in self.clauses:
            for asked in clause.required:
                found.update(dict.fromkeys(_shown(asked)))
        return tuple(sorted((phrase for phrase in found if phrase), key=len, reverse=True))


def parse(text: str) -> ParsedQuery:
    """Read a query; what lies beyond 500 characters or 32 terms is not looked at. Never raises."""
    typed = text[:MAX_QUERY_CHARS].replace("\ue000", " ").replace("\ue001", " ")
    typed = _ORDER.sub(r"令第\1号", typed)
    clauses: list[Clause] = []
    required: list[Asked] = []
    excluded: list[Asked] = []
    for piece in _pieces(typed):
        if piece is None:
            clauses.append(Clause(tuple(required), tuple(excluded)))
            required, excluded = [], []
        else:
            negated, term = piece
            (excluded if negated else required).append(term)
    clauses.append(Clause(tuple(required), tuple(excluded)))
    kept = tuple(clause for clause in clauses if clause.required or clause.excluded)
    return ParsedQuery(kept, without_gaps(tokens(typed)))


def _pieces(text: str) -> Iterator[tuple[bool, Asked] | None]:
    """(negated, term) in order; None stands for OR."""
    numbers: list[Numbered] = []
    negate = False
    count = 0
    for match in _PIECE.finditer(_take_numbers(text, numbers)):
        if match["term"] in _OR:
            negate = False
            yield None
        elif match["term"] == "NOT":
            negate = True
        elif match["term"] not in _AND:
            term = _asked(match["phrase"], match["term"] or "", numbers)
            if term and count < MAX_TERMS:
                count += 1
                yield negate or bool(match["minus"]), term
            negate = False


def _take_numbers(text: str, numbers: list[Numbered]) -> str:
    """Put a placeholder for each document number outside quotation marks, which may have spaces in it."""
    return "".join(
        piece if index % 2 else _take_unquoted(piece, numbers) for index, piece in enumerate(_QUOTED.split(text))
    )


def _take_unquoted(text: str, numbers: list[Numbered]) -> str:
    folded = fold(text)
    if len(folded) != len(text):
        text = folded  # a character became several or none: offsets hold in the folded text alone
    done = ""
    while len(numbers) < MAX_TERMS and (found := find_number(text)):
        start, end, number = found
        numbers.append(number)
        minus = start > 0 and text[start - 1] in "-－!！"
        done += f"{text[:start]}{'' if minus else ' '}\ue000{len(numbers) - 1}\ue001 "
        text = text[end:]
    return done + text


def _asked(phrase: str | None, term: str, numbers: list[Numbered]) -> Asked | None:
    place = _PLACE.fullmatch(term)
    if place:
        return numbers[int(place[1])]
    text = fold(phrase or term)
    found = tuple(tokens(text))
    if not found:
        return None
    if phrase:
        return Term(text, found, (Concept((found,)),), exact=True)
    concepts = find_concepts(text)
    if not concepts:  # only words that say nothing: they are all there is
        return Term(text, found, (Concept((found,)),))
    return Term(text, found, tuple(each.concept for each in concepts), tuple(neighbours(text, concepts)))


def _shown(asked: Asked) -> Iterator[Tokens]:
    if isinstance(asked, Numbered):
        yield asked.cited
        return
    yield asked.tokens
    for concept in asked.concepts:
        yield from concept.forms
