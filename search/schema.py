"""The fields of the index, once for both engines: what a document becomes before it is put, and what comes back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from search.analysis import GAP, lay_out, tokens, words
from search.engine import FacetValue, IndexDocument, SearchHit, SearchQuery
from search.highlight import best_fragments, mark
from search.query import Term

SCHEMA_VERSION = 1  # raise it when a field, the folding or the cutting changes: then the index must be rebuilt

FACETS = ("unit", "document_type", "year")
FACET_VALUES = 100
MAX_LIMIT = 100  # hits of one page
MAX_WINDOW = 10_000  # hits that can be paged to; Elasticsearch's own limit (index.max_result_window)

# How much a match weighs by the field it is in. `text` holds everything, so it or `number` decides what matches.
PHRASE_WEIGHTS = {"text": 1.0, "title": 4.0, "number": 8.0}
WORD_WEIGHTS = {"title_words": 1.0, "body_words": 0.25}
WHOLE_NUMBER_SCORE = 1000.0  # the document that bears the number comes before all that cite it

_HASH_BITS = 41  # with 22 bits of a date's ordinal, a signed 64-bit integer


@dataclass(frozen=True, slots=True)
class Entry:
    """An IndexDocument as an engine stores it. Layouts: see search.analysis; `source` is stored JSON."""

    id: str
    bureau: str
    unit: str | None
    document_type: str | None
    year: str | None
    recency: int
    text: str
    title: str
    number: str
    whole_number: str
    title_words: str
    body_words: str
    source: str


def entry(document: IndexDocument) -> Entry:
    """Cut a document for the index. Its year is the one it was adopted in, else the one it was published in."""
    number = document.document_number or ""
    in_number = [token for token in tokens(number) if token != GAP]
    dated = document.adopted_on or document.published_on
    body = (document.body, *document.attachments)
    return Entry(
        id=scrub(document.id),
        bureau=scrub(document.bureau),
        unit=scrub(document.unit) if document.unit else None,
        document_type=scrub(document.document_type) if document.document_type else None,
        year=str(dated.year) if dated else None,
        recency=_recency(document),
        text=lay_out(document.title, number, *document.issuing_organs, *body),
        title=lay_out(document.title),
        number=" ".join(in_number),
        whole_number="".join(in_number),
        title_words=" ".join(words(document.title)),
        body_words=" ".join(word for part in body for word in words(part)),
        source=_source(document),
    )


def clamp(query: SearchQuery) -> tuple[int, int]:
    """Offset and limit within what can be paged to; beyond it, a limit of 0."""
    offset = min(max(query.offset, 0), MAX_WINDOW)
    return offset, min(max(query.limit, 0), MAX_LIMIT, MAX_WINDOW - offset)


def facet_values(buckets: list[dict[str, Any]]) -> tuple[FacetValue, ...]:
    """Buckets of a terms aggregation (`key`, `doc_count`), the most frequent first, then by value."""
    values = [FacetValue(bucket["key"], bucket["doc_count"]) for bucket in buckets]
    return tuple(sorted(values, key=lambda each: (-each.count, each.value)))


def scrub(value: str) -> str:
    """Replace lone surrogates, which no engine can encode."""
    return value.encode("utf-8", "replace").decode("utf-8")


def hit(source: str, score: float, terms: tuple[Term, ...]) -> SearchHit:
    """Make a hit from a stored `source`, with the terms marked in title and body."""
    stored: dict[str, Any] = json.loads(source)
    return SearchHit(
        id=stored["id"],
        title=mark(stored["title"], terms),
        url=stored["url"],
        score=score,
        fragments=best_fragments(stored["texts"], terms),
        document_number=stored["document_number"],
        unit=stored["unit"],
        document_type=stored["document_type"],
        adopted_on=_day(stored["adopted_on"]),
        published_on=_day(stored["published_on"]),
    )


def _source(document: IndexDocument) -> str:
    stored = {
        "id": document.id,
        "title": document.title,
        "url": document.url,
        "texts": [document.body, *document.attachments],
        "document_number": document.document_number,
        "unit": document.unit,
        "document_type": document.document_type,
        "adopted_on": document.adopted_on.isoformat() if document.adopted_on else None,
        "published_on": document.published_on.isoformat() if document.published_on else None,
    }
    return scrub(json.dumps(stored, ensure_ascii=False))


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _recency(document: IndexDocument) -> int:
    """Orders by day of publication; within a day by a hash of the id, so that engines agree and pages hold still."""
    day = document.published_on or document.adopted_on
    digest = hashlib.blake2b(document.id.encode("utf-8", "replace"), digest_size=8).digest()
    return (day.toordinal() if day else 0) << _HASH_BITS | int.from_bytes(digest) >> 64 - _HASH_BITS
