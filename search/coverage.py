"""How much of what was asked a document must have, where few have all of it: each word counts by how rare it is.

Of 地震 防灾 either word is half of what was asked. Of 火星移民补贴, where no document knows 火星, 移民 and 补贴 are
less than half together, and nothing is shown. Counted in whole votes, so that both engines draw the line at one place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from search.concepts import Concept
from search.plan import Combined, Constant, Node, Phrase, Tokens, Voted, matching

#: Of all words of a clause together.
VOTES = 20
#: So many of them one document must have, or nothing is shown; the others below it so many.
LEAST_VOTES, FURTHER_VOTES = 10, 5
#: The part of a word's votes that its mention has, and what is added where the text comes back to it, or the title
#: has it: many documents mention in passing what they are not about.
MENTION_SHARE, TOPIC_SHARE, TITLE_SHARE = 0.7, 0.3, 0.6
#: What a document gains that has all of what was asked; one that has half of it, half as much.
COVERAGE_SCORE = 60.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How documents show a word: `node` matches them (None: no document does).

    `asked` is its part of what was asked, by its rarity, `gained` the part that a document has with it.
    `as_typed`: the word itself or a synonym, not only the words within it.
    """

    node: Node | None
    asked: float
    gained: float
    as_typed: bool


#: What is known of each word of a query.
Known = Mapping[Concept, Evidence]


def rarity(having: int, documents: int) -> float:
    """How much it says that a document has a word that `having` of all `documents` have: BM25's weight."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def covering(concepts: Iterable[Concept], known: Known, least: int) -> Node | None:
    """Documents with at least so many votes, without a score; None if no document can have them."""
    votes: list[tuple[Node, int]] = []
    for concept, node, share in _shares(concepts, known):
        votes.append((matching(node), round(VOTES * share * MENTION_SHARE)))
        votes += _in(concept.forms, "title", round(VOTES * share * TITLE_SHARE))
        pairs = tuple(form for form in concept.forms if len(form) > 1)  # topics have no single characters
        votes += _in(pairs, "topics", round(VOTES * share * TOPIC_SHARE))
    cast = tuple((node, number) for node, number in votes if number)
    return Voted(cast, least) if sum(number for _, number in cast) >= least else None


def covered(concepts: Iterable[Concept], known: Known) -> Iterator[Node]:
    """What documents gain for each word that they have, by its part of what was asked."""
    for _, node, share in _shares(concepts, known):
        yield Constant(COVERAGE_SCORE * share, matching(node))


def _shares(concepts: Iterable[Concept], known: Known) -> Iterator[tuple[Concept, Node, float]]:
    """Each word that documents have, and how much of the whole they have with it."""
    every = tuple(concepts)
    whole = sum(known[each].asked for each in every) or 1.0
    for each in every:
        if node := known[each].node:
            yield each, node, known[each].gained / whole


def _in(forms: tuple[Tokens, ...], field: str, votes: int) -> list[tuple[Node, int]]:
    return [(Combined(may=tuple(Phrase(field, form) for form in forms), least=1), votes)] if forms else []
