"""A question that is put to titles alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search.engine import SearchPage
from search.plan import Best, Combined, Constant, Node, Phrase, Voted, Weighted

if TYPE_CHECKING:
    from search.asking import Request, Searchable


def in_titles(node: Node) -> Node:
    """A plan that wants in the title whatever the given one wants anywhere in the text.

    Numbers and days may still be the document's own: 2018年 失业 finds what is called so and is of that year.
    """
    match node:
        case Phrase(field, tokens):
            return node if field == "number" else Phrase("title", tokens)
        case Constant(score, inner):
            return Constant(score, in_titles(inner))
        case Weighted(weight, inner):
            return Weighted(weight, in_titles(inner))
        case Best(nodes, others):
            return Best(_each_in_titles(nodes), others)
        case Combined(only, must, may, never, least):
            only, must, may, never = map(_each_in_titles, (only, must, may, never))
            return Combined(only, must, may, never, least)
        case Voted(votes, least):
            return Voted(tuple((in_titles(each), number) for each, number in votes), least)
        case _:
            return node


def _each_in_titles(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(map(in_titles, nodes))


@dataclass(frozen=True, slots=True)
class TitlesAlone:
    """An index as far as titles go: a search.asking.Searchable."""

    index: Searchable

    def page(self, request: Request) -> SearchPage:
        counted = tuple(map(in_titles, request.counted))
        return self.index.page(replace(request, node=in_titles(request.node), counted=counted))

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        return self.index.counts(tuple(map(in_titles, nodes)))

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        return self.index.texts(tuple(map(in_titles, nodes)), limit, newest=newest)

    def scores(self, node: Node, ids: Sequence[str]) -> dict[str, float]:
        return self.index.scores(in_titles(node), ids)
