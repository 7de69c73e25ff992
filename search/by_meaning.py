"""What documents that mean nearly what was asked add to a plan: they rank higher, and the nearest match by that alone.

Where something is asked as it stands (a document number, quotation marks, a day, what is excluded), words decide alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.analysis import is_han
from search.engine import Near
from search.numbers import Numbered
from search.plan import Combined, Constant, Equal, Everything, Node
from search.query import ParsedQuery
from search.ranking import IN_FORCE_SCORE
from search.schema import scrub

#: So close, a document is found without any of the words; a little less, with a part of them.
ALONE, WITH_A_PART = 0.40, 0.36
#: From here on closeness ranks, by so much for each whole of it.
FAR, CLOSENESS_SCORE = 0.3, 500.0


def can_be_meant(parsed: ParsedQuery) -> bool:
    """Whether a query is put in words that may be other words."""
    if len(parsed.clauses) != 1 or parsed.clauses[0].excluded or not any(map(is_han, parsed.whole)):
        return False
    return all(
        not isinstance(asked, Numbered) and not asked.exact and not any(concept.dated for concept in asked.concepts)
        for asked in parsed.clauses[0].required
    )


def nearest(near: Sequence[Near], least: float) -> Node | None:
    """The documents at least so close, none before the other but what is in force; None if there are none."""
    close = tuple(_document(each) for each in near if each.closeness >= least)
    if not close:
        return None
    in_force = Constant(IN_FORCE_SCORE, Equal("standing", "in_force"))
    return Combined(only=(Combined(may=close, least=1),), must=(Everything(),), may=(in_force,))


def closeness_scores(near: Sequence[Near]) -> Iterator[Node]:
    """What each document gains by being close."""
    for each in near:
        if each.closeness > FAR:
            yield Constant(CLOSENESS_SCORE * (each.closeness - FAR), _document(each))


def _document(near: Near) -> Node:
    return Equal("id", scrub(near.id))
