"""Which documents are called so, while somebody still types: by title or document number, cheaply, without a rank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from search.analysis import tokens, without_gaps
from search.numbers import Numbered, find_number
from search.plan import Combined, Equal, Node, Phrase
from search.query import Clause, Term, parse
from search.schema import scrub

MAX_NAMED_CHARS = 200  # longer than titles are


class Dated(Protocol):
    """The state of an index at one moment, in the order of time."""

    def newest(self, node: Node, limit: int) -> list[str]:
        """Ids of the newest matches."""


def named(index: Dated, bureau: str, text: str, limit: int) -> tuple[str, ...]:
    """Ids of documents with the text in title or number as it stands, then of those with all its words in the title.

    The newest first of each. A number may go on by one digit more than was typed.
    """
    typed = text[:MAX_NAMED_CHARS]
    found: dict[str, None] = {}
    for node in (_as_it_stands(typed), _by_words(typed)):
        if node is not None and len(found) < limit:
            within = Combined(only=(Equal("bureau", scrub(bureau)), node))
            found.update(dict.fromkeys(index.newest(within, limit)))
    return tuple(found)[:limit]


def _as_it_stands(text: str) -> Node | None:
    phrase = tuple(tokens(text))
    if not phrase:
        return None
    number = find_number(text)
    going_on = _numbers(number[2]) if number else ()
    return _any(Phrase("title", phrase), Phrase("number", without_gaps(phrase)), *going_on)


def _numbers(typed: Numbered) -> Iterator[Node]:
    """Numbers are known whole: that which was typed, and those with one more digit."""
    for serial in (typed.serial, *(f"{typed.serial}{digit}" for digit in range(10))):
        if typed.code and typed.year:
            yield Equal("whole_number", f"{typed.code}{typed.year}{serial}号")
        elif typed.year:
            yield Phrase("number", (typed.year, serial, "号"))


def _by_words(text: str) -> Node | None:
    clauses = [_in_title(clause) for clause in parse(text).clauses]
    known = [each for each in clauses if each is not None]
    return _any(*known) if known else None


def _in_title(clause: Clause) -> Node | None:
    """All words of a clause, each in any of its forms."""
    terms = (asked for asked in clause.required if isinstance(asked, Term))
    words = [_any(*(Phrase("title", form) for form in concept.forms)) for term in terms for concept in term.concepts]
    return Combined(only=tuple(words)) if words else None


def _any(*nodes: Node) -> Node:
    return Combined(may=nodes, least=1)
