"""What documents that mean nearly what was asked add to a plan: they rank higher, and the nearest match by that alone.

Where something is asked as it stands (a document number, quotation marks, a day), words decide alone.
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

#: So certain, a document is found without any of the words; a little less, with a part of them.
ALONE, WITH_A_PART = 0.19, 0.16
#: Where no document has all the words and none is so certain, there is no answer, whatever part some have.
HOPELESS = 0.12
#: From here on closeness ranks, by so much for each whole of it.
FAR, CLOSENESS_SCORE = 0.3, 500.0


def meant(parsed: ParsedQuery) -> str:
    """What is asked for in words that may be other words, without what is excluded; empty if it is not so asked."""
    if len(parsed.clauses) != 1 or not any(map(is_han, parsed.whole)):
        return ""
    said: list[str] = []
    for asked in parsed.clauses[0].required:
        if isinstance(asked, Numbered) or asked.exact or any(concept.dated for concept in asked.concepts):
            return ""
        said.append(asked.typed)
    return " ".join(said)


def is_hopeless(near: Sequence[Near]) -> bool:
    """Whether even the nearest document is about something else; False where nothing is known of meanings."""
    return bool(near) and max(each.certainty for each in near) < HOPELESS


def nearest(near: Sequence[Near], least: float) -> Node | None:
    """The documents at least so certain, none before the other but what is in force; None if there are none."""
    close = tuple(_document(each) for each in near if each.certainty >= least)
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
