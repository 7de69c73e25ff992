"""What an engine is asked to do, in terms that both engines have. Built in search.ranking, translated by each engine.

Fields of text (`text`, `title`, `organs`, `number`) are asked for phrases, `topics` for all the pairs of one, `day` for
what lies between two, the other fields for equality.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Tokens that stand one after another.
Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equal:
    """Documents whose field has this value, or one of several."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Begins:
    """Documents whose field has a value that begins so. `value` is Han characters and digits."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """Documents whose field has a whole number from `first` to `last`, both included."""

    field: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with these tokens one after another, scored by BM25."""

    field: str
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Constant:
    """The same score for all that match."""

    score: float
    node: Node


@dataclass(frozen=True, slots=True)
class Weighted:
    weight: float
    node: Node


@dataclass(frozen=True, slots=True)
class Best:
    """Any of the nodes; the best of their scores counts, and of each other one the share `others`."""

    nodes: tuple[Node, ...]
    others: float = 0.0


@dataclass(frozen=True, slots=True)
class Combined:
    """All of `must` and `only`, none of `never`, at least `least` of `may`; scores of `must` and `may` add up."""

    only: tuple[Node, ...] = ()
    must: tuple[Node, ...] = ()
    may: tuple[Node, ...] = ()
    never: tuple[Node, ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Voted:
    """Documents with at least so many votes, of which each node gives its number; without a score."""

    votes: tuple[tuple[Node, int], ...]
    least: int


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, without a score."""


Node = Equal | Begins | Between | Phrase | Constant | Weighted | Best | Combined | Voted | Everything


def matching(node: Node) -> Node:
    """A node that matches the same documents and says nothing of their order, which costs less to count."""
    match node:
        case Constant(_, inner) | Weighted(_, inner):
            return matching(inner)
        case Best(nodes):
            return Combined(may=_each_matching(nodes), least=1)
        case Combined(only, must, may, never, least):
            needed = _each_matching((*only, *must))
            if len(needed) == 1 and not never and not least:
                return needed[0]
            options = _each_matching(may) if least else ()
            return Combined(only=needed, may=options, never=_each_matching(never), least=least)
        case _:
            return node


def _each_matching(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(map(matching, nodes))
