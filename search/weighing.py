"""What is known of each word of a query before documents without all of them are shown: how rare it is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from search.concepts import Concept
from search.coverage import Evidence, Known, rarity
from search.plan import Everything, Node
from search.ranking import mentions, mentions_parts

#: The words within a word that none has say less than the word would.
WITHIN = 0.7

#: How many documents of a bureau match.
Count = Callable[[Node], int]


def weigh(count: Count, concepts: Iterable[Concept]) -> Known:
    """The evidence for each of the concepts, by what `count` says of the bureau's documents."""
    documents = count(Everything())
    return {each: _evidence(count, each, documents) for each in concepts}


def _evidence(count: Count, concept: Concept, documents: int) -> Evidence:
    """The word itself, or where no document has it, those of the words within it that documents have together."""
    having = count(mentions(concept))
    asked = rarity(having, documents) * concept.telling
    if having:
        return Evidence(mentions(concept), asked, asked, as_typed=True)
    parts = [part for part in concept.parts if count(mentions(part))]
    having = count(mentions_parts(parts)) if parts else 0
    if not having:
        return Evidence(None, asked, 0.0, as_typed=False)
    gained = rarity(having, documents) * concept.telling * WITHIN * len(parts) / len(concept.parts)
    return Evidence(mentions_parts(parts), max(asked, gained), gained, as_typed=False)
