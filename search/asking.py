"""From a query to a page of results, the same way on both engines: strictly, then less so, then in another spelling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.by_meaning import ALONE, WITH_A_PART, closeness_scores, is_hopeless, meant, nearest
from search.concepts import is_question
from search.correction import correct, looked_up
from search.coverage import FURTHER_VOTES, LEAST_VOTES, Known
from search.engine import FindNear, Near, Reason, SearchHit, SearchPage, SearchQuery, nothing_near
from search.explaining import parts
from search.plan import Best, Between, Combined, Equal, Node, Tokens
from search.query import ParsedQuery, parse
from search.ranking import excluded, loose_concepts, relaxed, strict
from search.schema import clamp, scrub
from search.titles import TitlesAlone
from search.weighing import weigh

#: With fewer hits than one page has, documents that lack one or the other word are shown below.
FEW = 10
#: A question of so many words is read loosely at once.
ENOUGH_KNOWN = 3
#: A part of a score that is named.
LEAST_SHOWN = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine runs: `filters` match, `node` matches and ranks, `shown` is highlighted.

    `counted` are nodes whose counts will be asked for next: what is far away may count them in the same go.
    """

    filters: tuple[Node, ...]
    node: Node
    shown: tuple[Tokens, ...]
    by_score: bool
    offset: int
    limit: int
    counted: tuple[Node, ...] = ()


class Searchable(Protocol):
    """The state of an index at one moment."""

    def page(self, request: Request) -> SearchPage:
        """Total, hits and facets."""

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        """How many documents match each of the nodes."""

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        """Title, body, attachments and document number of the newest matches of each node, or of the best."""

    def scores(self, node: Node, ids: Sequence[str]) -> dict[str, float]:
        """The score that a node gives each of these documents that it matches."""


def answer(index: Searchable, query: SearchQuery, find_near: FindNear = nothing_near) -> SearchPage:
    """The page that a query asks for."""
    if query.titles_only:
        index, find_near = TitlesAlone(index), nothing_near
    parsed = parse(query.text)
    if query.as_typed or not parsed.ranks:
        return _page(index, query, _ask(index, query, parsed), find_near)
    bureau = _OfBureau(index, query.bureau)
    asked = _ask(index, query, parsed, tuple(map(bureau.within, looked_up(parsed))))
    corrected = correct(bureau, query.text, parsed, found=asked.finds, unknown=asked.unknown)
    if corrected is not None:
        better = _ask(index, query, parse(corrected))
        if better.finds:
            return replace(_page(index, query, better, find_near), corrected=corrected)
    return _page(index, query, asked, find_near)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the words of a text find.

    `page` has what they find strictly; `known` is None where that is enough, else what is known of each word.
    `finds`: strictly or less so, there is something. `unknown`: what was typed that no document has.
    """

    parsed: ParsedQuery
    page: SearchPage
    known: Known | None = None
    finds: bool = True
    unknown: frozenset[str] = frozenset()


def _ask(index: Searchable, query: SearchQuery, parsed: ParsedQuery, counted: tuple[Node, ...] = ()) -> _Asked:
    page = index.page(replace(_request(query, parsed, strict(parsed)), counted=counted))
    concepts = loose_concepts(parsed)
    spoken = is_question("".join(parsed.whole))
    enough = page.total >= FEW and not (spoken and len(concepts) >= ENOUGH_KNOWN)
    if enough or (page.total and query.sort == "newest"):  # by date, what lacks a word would not stand below
        return _Asked(parsed, page)
    known = weigh(_OfBureau(index, query.bureau).counts, concepts)
    unknown = frozenset(each.typed for each in concepts if not (page.total or known[each].as_typed))
    finds = page.total > 0 or _matches(index, query, relaxed(parsed, known, least=LEAST_VOTES))
    return _Asked(parsed, page, known, finds, unknown)


def _page(index: Searchable, query: SearchQuery, asked: _Asked, find_near: FindNear) -> SearchPage:
    """The strict page, or where that is too little, one with documents that have a part of it or mean nearly it."""
    if asked.known is None:
        return _explained(index, query, asked.parsed, (), asked.page)
    said = meant(asked.parsed)
    near = find_near(query.bureau, said) if said else ()
    if not asked.page.total and is_hopeless(near):
        return _explained(index, query, asked.parsed, (), asked.page)
    part = relaxed(asked.parsed, asked.known, least=FURTHER_VOTES)
    alone = nearest(near, ALONE)
    if not asked.finds:
        close = nearest(near, WITH_A_PART)
        part = Combined(must=(part, close)) if part and close else None
    options = tuple(node for node in (part, alone) if node)
    if not options:
        return _explained(index, query, asked.parsed, (), asked.page)
    wider = Combined(must=(Best(options),), may=tuple(closeness_scores(near)), never=excluded(asked.parsed))
    page = index.page(_request(query, asked.parsed, wider))
    return _explained(index, query, asked.parsed, near, replace(page, relaxed=page.total > asked.page.total))


def _explained(
    index: Searchable, query: SearchQuery, parsed: ParsedQuery, near: Sequence[Near], page: SearchPage
) -> SearchPage:
    """The page with what its hits' scores are made of, if asked for."""
    if not query.explain or not page.hits:
        return page
    ids = tuple(hit.id for hit in page.hits)
    scored = [(name, index.scores(node, ids)) for name, node in parts(parsed, near)]
    return replace(page, hits=tuple(_with_reasons(hit, scored) for hit in page.hits))


def _with_reasons(hit: SearchHit, scored: Sequence[tuple[str, dict[str, float]]]) -> SearchHit:
    reasons = [Reason(name, scores[hit.id]) for name, scores in scored if hit.id in scores]
    rest = hit.score - sum(reason.score for reason in reasons)
    if rest > LEAST_SHOWN:  # given in a relaxed plan alone
        reasons.append(Reason("含有多少所查词语", rest))
    return replace(hit, reasons=tuple(reasons))


@dataclass(frozen=True, slots=True)
class _OfBureau:
    """An index as one bureau sees it."""

    index: Searchable
    bureau: str

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        return self.index.counts(tuple(map(self.within, nodes)))

    def texts(self, nodes: Sequence[Node], limit: int, *, newest: bool) -> list[list[tuple[str, ...]]]:
        return self.index.texts(tuple(map(self.within, nodes)), limit, newest=newest)

    def within(self, node: Node) -> Node:
        return Combined(must=(node,), only=(Equal("bureau", scrub(self.bureau)),))


def _matches(index: Searchable, query: SearchQuery, node: Node | None) -> bool:
    """Whether a document has so much of what was asked that the search is not in vain."""
    return node is not None and index.counts((Combined(only=_filters(query), must=(node,)),)) != [0]


def _request(query: SearchQuery, parsed: ParsedQuery, node: Node) -> Request:
    offset, limit = clamp(query)
    by_score = parsed.ranks and query.sort == "relevance"
    return Request(_filters(query), node, parsed.shown, by_score, offset, limit)


def _filters(query: SearchQuery) -> tuple[Node, ...]:
    chosen = {
        "bureau": query.bureau,
        "unit": query.unit,
        "document_type": query.document_type,
        "year": query.year,
        "column": query.column,
        "organ": query.organ,
        "validity": query.validity,
        "subject": query.subject,
    }
    equal = (Equal(field, scrub(str(value))) for field, value in chosen.items() if value is not None)
    return (*equal, *_days(query))


def _days(query: SearchQuery) -> Iterator[Node]:
    if query.since or query.until:
        first, last = query.since or dt.date.min, query.until or dt.date.max
        yield Between("day", first.toordinal(), last.toordinal())
