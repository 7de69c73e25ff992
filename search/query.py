"""What a citizen typed → what it asks for. Any string is a query; none is an error.

失业保险 补贴          both
失业保险 OR 工伤保险   either; AND binds tighter: `a b OR c` is `(a b) OR c`
补贴 -企业             without 企业; also `NOT 企业` and `!企业`
“失业保险”             as it stands, with spaces and punctuation inside
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import GAP, tokens, words

MAX_QUERY_CHARS = 500
MAX_TERMS = 32
MAX_RANKING_WORDS = 32  # of one term

_QUOTES = '"“”„＂'
# Matches `-“失业 保险”`, `!企业`, `示人社发〔2021〕5号`.
# Not the inner “一网通办” of `关于“一网通办”的通知`, which is one term.
_PIECE = re.compile(rf"(?P<minus>[-－!！]*)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<term>\S+))")
_OR = ("OR", "|", "｜")
_AND = ("AND", "&", "＆")


@dataclass(frozen=True, slots=True)
class Term:
    """A run of tokens that must stand in a document one after another. `words` only rank.

    `in_number` are the tokens without gaps, as document numbers are indexed: whichever brackets were typed.
    """

    tokens: tuple[str, ...]
    in_number: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Documents with all of `required` and none of `excluded`; no required term means every document."""

    required: tuple[Term, ...]
    excluded: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """Documents of any of the `clauses`; none (nothing searchable was typed) means every document, newest first."""

    clauses: tuple[Clause, ...]

    @property
    def required(self) -> tuple[Term, ...]:
        """The terms to highlight."""
        return tuple(term for clause in self.clauses for term in clause.required)

    @property
    def ranks(self) -> bool:
        """Whether relevance says anything; if not, newest first."""
        return bool(self.required)


def parse(text: str) -> ParsedQuery:
    """Read a query; what lies beyond 500 characters or 32 terms is not looked at. Never raises."""
    clauses: list[Clause] = []
    required: list[Term] = []
    excluded: list[Term] = []
    for piece in _pieces(text[:MAX_QUERY_CHARS]):
        if piece is None:
            clauses.append(Clause(tuple(required), tuple(excluded)))
            required, excluded = [], []
        else:
            negated, term = piece
            (excluded if negated else required).append(term)
    clauses.append(Clause(tuple(required), tuple(excluded)))
    return ParsedQuery(tuple(clause for clause in clauses if clause.required or clause.excluded))


def _pieces(text: str) -> Iterator[tuple[bool, Term] | None]:
    """(negated, term) in order; None stands for OR."""
    negate = False
    count = 0
    for match in _PIECE.finditer(text):
        if match["term"] in _OR:
            negate = False
            yield None
        elif match["term"] == "NOT":
            negate = True
        elif match["term"] not in _AND:
            term = _term(match["phrase"] or match["term"] or "")
            if term and count < MAX_TERMS:
                count += 1
                yield negate or bool(match["minus"]), term
            negate = False


def _term(text: str) -> Term | None:
    found = tuple(tokens(text))
    if not found:
        return None
    ranking = dict.fromkeys(word for word in words(text) if len(word) > 1)
    return Term(found, tuple(token for token in found if token != GAP), tuple(ranking)[:MAX_RANKING_WORDS])
