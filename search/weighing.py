"""What is known of each word of a query before documents without all of them are shown: how rare it is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from search.concepts import Concept
from search.coverage import Evidence, Known, rarity
from search.plan import Everything, Node
from search.ranking import mentions, mentions_parts

#: The words within a word that none has say less than the word would.
WITHIN = 0.7

#: How many documents of a bureau match each.
Counts = Callable[[Sequence[Node]], list[int]]


def weigh(counts: Counts, concepts: Iterable[Concept]) -> Known:
    """The evidence for each of the concepts, by what `counts` says of the bureau's documents; it is asked thrice."""
    asked = tuple(dict.fromkeys(concepts))
    documents, *having = counts((Everything(), *map(mentions, asked)))
    found = dict(zip(asked, having, strict=True))
    within = _within(counts, [each for each in asked if not found[each]])
    return {each: _evidence(each, found[each], within.get(each), documents) for each in asked}


def _within(counts: Counts, concepts: Sequence[Concept]) -> Mapping[Concept, tuple[Sequence[Concept], int]]:
    """Of words that no document has: the words within each that documents have, and how many have them together."""
    parts = tuple(dict.fromkeys(part for each in concepts for part in each.parts))
    known = {part for part, number in zip(parts, counts(tuple(map(mentions, parts))), strict=True) if number}
    held = {each: [part for part in each.parts if part in known] for each in concepts}
    partly = [each for each in concepts if held[each]]
    together = counts([mentions_parts(held[each]) for each in partly])
    return {each: (held[each], number) for each, number in zip(partly, together, strict=True)}


def _evidence(concept: Concept, having: int, within: tuple[Sequence[Concept], int] | None, documents: int) -> Evidence:
    """The word itself, or where no document has it, those of the words within it that documents have together."""
    asked = rarity(having, documents) * concept.telling
    if having:
        return Evidence(mentions(concept), asked, asked, as_typed=True)
    parts, together = within or ((), 0)
    if not together:
        return Evidence(None, asked, 0.0, as_typed=False)
    gained = rarity(together, documents) * concept.telling * WITHIN * len(parts) / len(concept.parts)
    return Evidence(mentions_parts(parts), max(asked, gained), gained, as_typed=False)
