"""Schema and plans of the embedded index: search.schema and search.plan in tantivy's terms."""

from __future__ import annotations

from typing import Any, assert_never

import tantivy
from tantivy import FieldType, Occur, Query

from search.analysis import pair_places
from search.plan import Begins, Best, Between, Combined, Constant, Equal, Everything, Node, Phrase, Voted, Weighted
from search.schema import FACETS

LAYOUT = "layout"
VALUES = ("id", "bureau", "standing", "dates", "whole_number", "whole_title")


def build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name == "id")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("text", "title", "organs", "number"):
        builder.add_text_field(name, tokenizer_name=LAYOUT, index_option="position")
    for name in ("text_tokens", "title_tokens", "organs_tokens", "title_sounds", "sounds", "topics"):
        builder.add_text_field(name, tokenizer_name=LAYOUT, index_option="basic")
    for name in ("day", "recency"):
        builder.add_integer_field(name, fast=True)
    builder.add_float_field("newness", fast=True)
    builder.add_bytes_field("source", stored=True, indexed=False)  # as a text it would be a term of the index, too
    return builder.build()


def layout_analyzer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def to_document(fields: dict[str, Any]) -> tantivy.Document:
    """Make a document of a search.schema.Entry's fields."""
    present = {name: value for name, value in fields.items() if value is not None}
    present["source"] = fields["source"].encode()
    return tantivy.Document(**{n: list(value) if isinstance(value, tuple) else value for n, value in present.items()})


def build_query(schema: tantivy.Schema, node: Node) -> Query:
    """A plan as tantivy runs it."""
    match node:
        case Equal() | Begins() | Between() | Phrase():
            return _in_field(schema, node)
        case Constant(score, inner):
            return Query.const_score_query(build_query(schema, inner), score)
        case Weighted(weight, inner):
            return Query.boost_query(build_query(schema, inner), weight)
        case Best(nodes, others):
            return Query.disjunction_max_query([build_query(schema, each) for each in nodes], others)
        case Combined():
            return _combined(schema, node)
        case Voted(votes, least):
            cast = tuple(each for each, number in votes for _ in range(number))
            return Query.const_score_query(build_query(schema, Combined(may=cast, least=least)), 0.0)
        case Everything():
            return Query.const_score_query(Query.all_query(), 0.0)
        case _ as never:
            assert_never(never)


def _in_field(schema: tantivy.Schema, node: Equal | Begins | Between | Phrase) -> Query:
    match node:
        case Equal(field, value):
            return Query.term_query(schema, field, value, "basic")
        case Begins(field, value):
            return Query.regex_query(schema, field, f"{value}.*")
        case Between(field, first, last):
            return Query.range_query(schema, field, FieldType.Integer, first, last)
        case Phrase(field, tokens):
            return _phrase(schema, field, tokens)


def _combined(schema: tantivy.Schema, node: Combined) -> Query:
    parts = [(Occur.Must, Query.const_score_query(build_query(schema, each), 0.0)) for each in node.only]
    parts += [(Occur.Must, build_query(schema, each)) for each in node.must]
    parts += [(Occur.MustNot, build_query(schema, each)) for each in node.never]
    parts += [(Occur.Should, build_query(schema, each)) for each in node.may]
    return Query.boolean_query(parts, minimum_number_should_match=node.least)


def _phrase(schema: tantivy.Schema, field: str, tokens: tuple[str, ...]) -> Query:
    if field == "topics":
        pairs = [(Occur.Must, Query.term_query(schema, field, pair, "basic")) for _, pair in pair_places(tokens)]
        return Query.boolean_query(pairs)
    places: list[str | tuple[int, str]] = list(enumerate(tokens)) if field == "number" else list(pair_places(tokens))
    if not places:
        return Query.term_query(schema, f"{field}_tokens", tokens[0], "basic")
    if len(places) == 1:
        return Query.term_query(schema, field, str(places[0][1]), "position")
    return Query.phrase_query(schema, field, places)
