"""From a query to a page of results, the same way on both engines: strictly, then less so, then in another spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.concepts import Concept, is_question
from search.correction import correct
from search.engine import Reason, SearchHit, SearchPage, SearchQuery
from search.explaining import parts
from search.plan import Combined, Equal, Everything, Node, Tokens
from search.query import ParsedQuery, parse
from search.ranking import COMPLETE_SCORE, Unknown, loose_concepts, mentions, mentions_parts, relaxed, strict
from search.schema import clamp, scrub

#: With fewer hits than one page has, documents that lack one or the other word are shown below.
FEW = 10
#: A question may have one word that no document has, if so many others are known.
ENOUGH_KNOWN = 3
#: Other queries may, if so many of the others are rare: in at most one of RARE documents.
ENOUGH_RARE, RARE = 2, 5


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
    return replace(page, hits=tuple(_with_reasons(hit, scored) for hit in page.hits))


def _with_reasons(hit: SearchHit, scored: Sequence[tuple[str, dict[str, float]]]) -> SearchHit:
    reasons = [Reason(name, scores[hit.id]) for name, scores in scored if hit.id in scores]
    if hit.score - sum(reason.score for reason in reasons) > COMPLETE_SCORE / 2:  # given in a relaxed plan alone
        reasons.append(Reason("含有全部词语", COMPLETE_SCORE))
    return replace(hit, reasons=tuple(reasons))


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
    enough = page.total >= FEW and not (spoken and len(concepts) >= ENOUGH_KNOWN)
    if enough or (page.total and query.sort == "newest"):  # by date, what lacks a word would not stand below
        return page, Unknown()
    unknown = Unknown() if page.total else _unknown(_OfBureau(index, query.bureau), concepts)
    if _in_vain(concepts, unknown, spoken=spoken):
        return page, unknown
    loose = relaxed(parsed, unknown, spoken=spoken, found=page.total > 0 and parsed.is_one_run)
    wider = index.page(_request(query, parsed, loose))
    return replace(wider, relaxed=wider.total > page.total), unknown


def _unknown(bureau: _OfBureau, concepts: list[Concept]) -> Unknown:
    counts = {each: bureau.count(mentions(each)) for each in concepts}
    nowhere = frozenset(each for each, count in counts.items() if not count)
    broken = frozenset(each for each in nowhere if each.parts and bureau.count(mentions_parts(each)))
    common = bureau.count(Everything()) / RARE
    return Unknown(broken, nowhere - broken, rare=sum(0 < count <= common for count in counts.values()))


def _in_vain(concepts: list[Concept], unknown: Unknown, *, spoken: bool) -> bool:
    """Whether what is left without the unknown words is no longer what was meant."""
    if not unknown.misses_words:
        return False
    told = len(concepts) - len(unknown.lost) >= ENOUGH_KNOWN if spoken else unknown.rare >= ENOUGH_RARE
    return len(unknown.lost) > 1 or not told


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
