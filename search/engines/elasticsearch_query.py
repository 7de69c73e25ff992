"""Mapping and queries of the cluster's index: search.schema and search.query in Elasticsearch's terms."""

from __future__ import annotations

from typing import Any

from search.engine import SearchQuery
from search.query import Clause, ParsedQuery, Term
from search.schema import FACET_VALUES, FACETS, PHRASE_WEIGHTS, WHOLE_NUMBER_SCORE, WORD_WEIGHTS, scrub

Json = dict[str, Any]

SETTINGS: Json = {
    "number_of_shards": 1,  # a bureau has fewer documents than one shard holds, and scores stay comparable
    "auto_expand_replicas": "0-1",
    "gc_deletes": "1h",  # a removal outlives a rebuild: see ElasticsearchEngine.rebuild
}

_KEYWORD: Json = {"type": "keyword"}
_CHARACTERS: Json = {"type": "text", "analyzer": "whitespace"}
_WORDS: Json = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}

MAPPINGS: Json = {
    "dynamic": "strict",
    # The layouts can be made again from `source`.
    "_source": {"excludes": ["text", "title", "number", "whole_number", "title_words", "body_words"]},
    "properties": {
        **dict.fromkeys(("id", "bureau", "unit", "document_type", "year", "whole_number"), _KEYWORD),
        **dict.fromkeys(("text", "title", "number"), _CHARACTERS),
        **dict.fromkeys(("title_words", "body_words"), _WORDS),
        "recency": {"type": "long"},
        "source": {"type": "keyword", "index": False, "doc_values": False},
    },
}

AGGREGATIONS: Json = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in FACETS}

NEWEST_FIRST: list[Json] = [{"recency": "desc"}]
BEST_FIRST: list[Json] = [{"_score": {"order": "desc"}}, *NEWEST_FIRST]


def build_query(query: SearchQuery, parsed: ParsedQuery) -> Json:
    """What matches, with filters that don't touch the score."""
    filters = {"bureau": query.bureau, "unit": query.unit, "document_type": query.document_type, "year": query.year}
    terms = [{"term": {name: scrub(str(value))}} for name, value in filters.items() if value is not None]
    must = [_any([_clause(clause) for clause in parsed.clauses])] if parsed.clauses else []
    return {"bool": {"filter": terms, "must": must}}


def _clause(clause: Clause) -> Json:
    must = [_ranked(term) for term in clause.required] or [{"match_all": {}}]
    return {"bool": {"must": must, "must_not": [_matching(term) for term in clause.excluded]}}


def _ranked(term: Term) -> Json:
    words = [
        {"term": {field: {"value": word, "boost": weight}}}
        for field, weight in WORD_WEIGHTS.items()
        for word in term.words
    ]
    number = {"term": {"whole_number": "".join(term.in_number)}}
    bears_it = {"constant_score": {"filter": number, "boost": WHOLE_NUMBER_SCORE}}
    return {"bool": {"must": [_matching(term)], "should": [bears_it, *words]}}


def _matching(term: Term) -> Json:
    return _any([_phrase(field, term, weight) for field, weight in PHRASE_WEIGHTS.items()])


def _phrase(field: str, term: Term, weight: float) -> Json:
    tokens = term.in_number if field == "number" else term.tokens
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": weight}}}


def _any(queries: list[Json]) -> Json:
    return {"bool": {"should": queries, "minimum_should_match": 1}}
