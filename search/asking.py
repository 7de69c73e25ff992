"""From a query to a page of results, the same way on both engines: strictly, then less so, then in another spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.concepts import Concept, is_question
from search.correction import correct
from search.engine import Reason, SearchPage, SearchQuery
from search.explaining import parts
from search.plan import Combined, Equal, Node, Tokens
from search.query import ParsedQuery, parse
from search.ranking import Unknown, loose_concepts, mentions, mentions_parts, relaxed, strict
from search.schema import clamp, scrub

#: With fewer hits than one page has, documents that lack one or the other word are shown below.
FEW = 10
#: A question may have one word that no document has, if so many others are known.
ENOUGH_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine runs: `filters` match, `node` matches and ranks, `shown` is highlighted."""

    filters: tuple[Equal, ...]
    node: Node
    shown: tuple[Tokens, ...]
    by_score: bool
    offset: int
    limit: int


class Searchable(Protocol):
    """The state of an index at one moment."""

    def page(self, request: Request) -> SearchPage:
        """Total, hits and facets."""

    def count(self, node: Node) -> int:
        """How many documents match."""

    def texts(self, node: Node, limit: int, *, newest: bool) -> list[tuple[str, ...]]:
        """Title, body and attachments of the newest matches, or of the best."""

    def scores(self, node: Node, ids: Sequence[str]) -> dict[str, float]:
        """The score that a node gives each of these documents that it matches."""


def answer(index: Searchable, query: SearchQuery) -> SearchPage:
    """The page that a query asks for."""
    parsed = parse(query.text)
    page, unknown = _ask(index, query, parsed)
    if query.as_typed or not parsed.ranks:
        return _explained(index, query, parsed, page)
    bureau = _OfBureau(index, query.bureau)
    corrected = correct(bureau, query.text, parsed, found=page.total, unknown=unknown.typed)
    if corrected is None:
        return _explained(index, query, parsed, page)
    reparsed = parse(corrected)
    better, _ = _ask(index, query, reparsed)
    if not better.total:
        return _explained(index, query, parsed, page)
    return _explained(index, query, reparsed, replace(better, corrected=corrected))


def _explained(index: Searchable, query: SearchQuery, parsed: ParsedQuery, page: SearchPage) -> SearchPage:
    """The page with what its hits' scores are made of, if asked for."""
    if not query.explain or not page.hits:
        return page
    ids = tuple(hit.id for hit in page.hits)
    scored = [(name, index.scores(node, ids)) for name, node in parts(parsed)]
    hits = (
        replace(hit, reasons=tuple(Reason(name, scores[hit.id]) for name, scores in scored if hit.id in scores))
        for hit in page.hits
    )
    return replace(page, hits=tuple(hits))


@dataclass(frozen=True, slots=True)
class _OfBureau:
    """An index as one bureau sees it."""

    index: Searchable
    bureau: str

    def count(self, node: Node) -> int:
        return self.index.count(self._within(node))

    def texts(self, node: Node, limit: int, *, newest: bool) -> list[tuple[str, ...]]:
        return self.index.texts(self._within(node), limit, newest=newest)

    def _within(self, node: Node) -> Node:
        return Combined(must=(node,), only=(Equal("bureau", scrub(self.bureau)),))


def _ask(index: Searchable, query: SearchQuery, parsed: ParsedQuery) -> tuple[SearchPage, Unknown]:
    """The page, and what was typed that no document has."""
    page = index.page(_request(query, parsed, strict(parsed)))
    concepts = loose_concepts(parsed)
    spoken = is_question("".join(parsed.whole))
    if page.total >= FEW and not (spoken and len(concepts) >= ENOUGH_KNOWN):
        return page, Unknown()
    unknown = Unknown() if page.total else _unknown(_OfBureau(index, query.bureau), concepts)
    if _in_vain(concepts, unknown, spoken=spoken):
        return page, unknown
    wider = index.page(_request(query, parsed, relaxed(parsed, unknown, spoken=spoken)))
    return replace(wider, relaxed=wider.total > page.total), unknown


def _unknown(bureau: _OfBureau, concepts: list[Concept]) -> Unknown:
    nowhere = [each for each in concepts if not bureau.count(mentions(each))]
    broken = frozenset(each for each in nowhere if each.parts and bureau.count(mentions_parts(each)))
    return Unknown(broken, frozenset(nowhere) - broken)


def _in_vain(concepts: list[Concept], unknown: Unknown, *, spoken: bool) -> bool:
    """Whether what is left without the unknown words is no longer what was meant."""
    missing = [each for each in unknown.lost if each.known]
    forgiven = spoken and len(missing) == 1 and len(concepts) - len(unknown.lost) >= ENOUGH_KNOWN
    return bool(missing) and not forgiven


def _request(query: SearchQuery, parsed: ParsedQuery, node: Node) -> Request:
    offset, limit = clamp(query)
    by_score = parsed.ranks and query.sort == "relevance"
    return Request(_filters(query), node, parsed.shown, by_score, offset, limit)


def _filters(query: SearchQuery) -> tuple[Equal, ...]:
    chosen = {
        "bureau": query.bureau,
        "unit": query.unit,
        "document_type": query.document_type,
        "year": query.year,
        "column": query.column,
        "organ": query.organ,
        "validity": query.validity,
    }
    return tuple(Equal(field, scrub(str(value))) for field, value in chosen.items() if value is not None)
