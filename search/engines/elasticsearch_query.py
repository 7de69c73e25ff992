"""Mapping and plans of the cluster's index: search.schema and search.plan in Elasticsearch's terms."""

from __future__ import annotations

import math
from typing import Any, assert_never

from search.analysis import lay_out_pairs, pair_places
from search.asking import Request
from search.plan import (
    Begins,
    Best,
    Between,
    Combined,
    Constant,
    Equal,
    Everything,
    Node,
    Phrase,
    Voted,
    Weighted,
    matching,
)
from search.schema import FACET_VALUES, FACETS

Json = dict[str, Any]

SETTINGS: Json = {
    "number_of_shards": 1,  # a bureau has fewer documents than one shard holds, and scores stay comparable
    "auto_expand_replicas": "0-1",
    "gc_deletes": "1h",  # a removal outlives a rebuild: see ElasticsearchEngine.rebuild
}

_VALUES = ("id", "bureau", "standing", "dates", "whole_number", "whole_title", *FACETS)
_PAIRS = ("text", "title", "organs", "number")
_SETS = ("title_sounds", "sounds")
_TOKENS = ("text_tokens", "title_tokens", "organs_tokens")

MAPPINGS: Json = {
    "dynamic": "strict",
    # The layouts can be made again from `source`.
    "_source": {"excludes": [*_PAIRS, *_TOKENS, "whole_number", "whole_title", "dates", "day", "topics", *_SETS]},
    "properties": {
        **{name: {"type": "keyword"} for name in _VALUES},
        **{name: {"type": "text", "analyzer": "whitespace"} for name in _PAIRS},
        **{name: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"} for name in _TOKENS},
        **{name: {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False} for name in _SETS},
        "topics": {"type": "text", "analyzer": "whitespace", "index_options": "docs"},
        "day": {"type": "integer"},
        "recency": {"type": "long"},
        "newness": {"type": "float"},
        "source": {"type": "keyword", "index": False, "doc_values": False},
    },
}

AGGREGATIONS: Json = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in FACETS}

NEWEST_FIRST: list[Json] = [{"recency": "desc"}]
BEST_FIRST: list[Json] = [{"_score": {"order": "desc"}}, *NEWEST_FIRST]


def build_query(node: Node) -> Json:
    """A plan as Elasticsearch runs it."""
    match node:
        case Equal() | Begins() | Between() | Phrase():
            return _in_field(node)
        case Constant(score, inner):
            return {"constant_score": {"filter": build_query(inner), "boost": score}}
        case Weighted(weight, inner):
            return {"bool": {"must": [build_query(inner)], "boost": weight}}
        case Best(nodes, others):
            return {"dis_max": {"queries": list(map(build_query, nodes)), "tie_breaker": others}}
        case Combined():
            return _combined(node)
        case Voted(votes, least):
            cast = [build_query(Constant(number, each)) for each, number in votes]
            enough = {"function_score": {"query": {"bool": {"should": cast}}, "min_score": least}}
            return {"constant_score": {"filter": enough, "boost": 0.0}}
        case Everything():
            return {"constant_score": {"filter": {"match_all": {}}, "boost": 0.0}}
        case _ as never:
            assert_never(never)


def _in_field(node: Equal | Begins | Between | Phrase) -> Json:
    match node:
        case Equal(field, value):
            return {"term": {field: {"value": value}}}
        case Begins(field, value):
            return {"prefix": {field: {"value": value}}}
        case Between(field, first, last):
            return {"range": {field: {"gte": first, "lte": last}}}
        case Phrase(field, tokens):
            return _phrase(field, tokens)


def weigh_newness(query: Json) -> Json:
    """Multiply the scores of a query by log2(2 + newness), as tantivy does."""
    newness = {"field_value_factor": {"field": "newness", "modifier": "ln2p", "missing": 0}, "weight": 1 / math.log(2)}
    return {"function_score": {"query": query, "functions": [newness], "boost_mode": "multiply"}}


def page_search(request: Request) -> Json:
    """The search that answers a request for a page."""
    node = Combined(only=request.filters, must=(request.node,))
    return {
        "query": weigh_newness(build_query(node)) if request.by_score else build_query(matching(node)),
        "sort": BEST_FIRST if request.by_score else NEWEST_FIRST,
        "from": request.offset,
        "size": request.limit,
        "track_total_hits": True,
        "_source": ["source"],
        "aggregations": AGGREGATIONS,
    }


def count_search(node: Node) -> Json:
    """The search that counts what matches."""
    return {"query": build_query(matching(node)), "size": 0, "track_total_hits": True}


def hits_search(node: Node, order: list[Json], limit: int, shown: str) -> Json:
    """The search for the first matches with one of their stored fields."""
    query = weigh_newness(build_query(node))
    return {"query": query, "sort": order, "size": limit, "track_total_hits": False, "_source": [shown]}


def _combined(node: Combined) -> Json:
    clauses = {"filter": node.only, "must": node.must, "should": node.may, "must_not": node.never}
    present: Json = {name: list(map(build_query, nodes)) for name, nodes in clauses.items() if nodes}
    return {"bool": {**present, "minimum_should_match": node.least}}


def _phrase(field: str, tokens: tuple[str, ...]) -> Json:
    if field == "number":
        return {"match_phrase": {field: " ".join(tokens)}}
    if field == "topics":
        return {"bool": {"must": [{"term": {field: pair}} for _, pair in pair_places(tokens)]}}
    if len(tokens) == 1:
        return {"term": {f"{field}_tokens": tokens[0]}}
    # Elasticsearch has no phrases with places left out, so each pair is asked for, and adds to the score: tantivy's
    # phrases have fewer.
    share = len(pair_places(tokens)) / (len(tokens) - 1)
    return {"match_phrase": {field: {"query": lay_out_pairs(tokens), "boost": share}}}
