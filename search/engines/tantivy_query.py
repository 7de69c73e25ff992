"""Schema and queries of the embedded index: search.schema and search.query in tantivy's terms."""

from __future__ import annotations

from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engine import SearchQuery
from search.query import Clause, ParsedQuery, Term
from search.schema import PHRASE_WEIGHTS, WHOLE_NUMBER_SCORE, WORD_WEIGHTS, scrub

LAYOUT = "layout"


def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "bureau", "unit", "document_type", "year", "whole_number"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("text", "title", "number"):
        builder.add_text_field(name, tokenizer_name=LAYOUT, index_option="position")
    for name in ("title_words", "body_words"):
        builder.add_text_field(name, tokenizer_name=LAYOUT, index_option="freq")
    builder.add_integer_field("recency", fast=True)
    builder.add_text_field("source", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def layout_analyzer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def to_document(fields: dict[str, Any]) -> tantivy.Document:
    """Make a document of a search.schema.Entry's fields."""
    return tantivy.Document(**{name: value for name, value in fields.items() if value is not None})


def build_query(schema: tantivy.Schema, query: SearchQuery, parsed: ParsedQuery) -> Query:
    """What matches, with filters that don't touch the score."""
    filters = {"bureau": query.bureau, "unit": query.unit, "document_type": query.document_type, "year": query.year}
    parts = [
        (Occur.Must, Query.const_score_query(_term(schema, name, scrub(str(value))), 0.0))
        for name, value in filters.items()
        if value is not None
    ]
    if parsed.clauses:
        parts.append((Occur.Must, _any([_clause(schema, clause) for clause in parsed.clauses])))
    return Query.boolean_query(parts)


def _clause(schema: tantivy.Schema, clause: Clause) -> Query:
    parts = [(Occur.Must, _ranked(schema, term)) for term in clause.required]
    parts += [(Occur.MustNot, _matching(schema, term)) for term in clause.excluded]
    if not clause.required:
        parts.append((Occur.Must, Query.const_score_query(Query.all_query(), 0.0)))
    return Query.boolean_query(parts)


def _ranked(schema: tantivy.Schema, term: Term) -> Query:
    words = [
        (Occur.Should, Query.boost_query(_term(schema, field, word, "freq"), weight))
        for field, weight in WORD_WEIGHTS.items()
        for word in term.words
    ]
    number = Query.const_score_query(_term(schema, "whole_number", "".join(term.in_number)), WHOLE_NUMBER_SCORE)
    return Query.boolean_query([(Occur.Must, _matching(schema, term)), (Occur.Should, number), *words])


def _matching(schema: tantivy.Schema, term: Term) -> Query:
    return _any([Query.boost_query(_phrase(schema, name, term), weight) for name, weight in PHRASE_WEIGHTS.items()])


def _phrase(schema: tantivy.Schema, field: str, term: Term) -> Query:
    tokens = term.in_number if field == "number" else term.tokens
    if len(tokens) == 1:
        return _term(schema, field, tokens[0], "position")
    return Query.phrase_query(schema, field, list(tokens))


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _term(schema: tantivy.Schema, field: str, value: str, option: str = "basic") -> Query:
    return Query.term_query(schema, field, value, option)
