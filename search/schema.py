"""The fields of the index, once for both engines: what a document becomes before it is put, and what comes back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from search.analysis import distinct, lay_out_pairs, tokens, without_gaps
from search.engine import FacetValue, IndexDocument, SearchHit, SearchQuery
from search.highlight import Highlighter

if TYPE_CHECKING:
    from search.cut import Cut

SCHEMA_VERSION = 6  # raise it when a field, the folding or the cutting changes: then the index must be rebuilt

FACETS = ("unit", "document_type", "year", "column", "organ", "validity", "subject")
FACET_VALUES = 100
MAX_LIMIT = 100  # hits of one page
MAX_WINDOW = 10_000  # hits that can be paged to; Elasticsearch's own limit (index.max_result_window)

SOUNDED_CHARS = 600  # of the body, beside the title, in which pinyin and homophones are looked for
WHOLE_TITLE_CHARS = 1_000
TOPIC_PAIRS = 100  # the most frequent pairs of a text
TOPIC_TIMES = 3  # how often a pair stands in a text that is about it; once less in a short one
SHORT = 600  # pairs of a short text

#: A year newer, so much more of the score: what is otherwise all but equal is ordered by its day.
NEWER_BY_YEAR, OLDEST_YEAR, NEWEST_YEAR, UNDATED = 0.001, 1950, 2100, 2010

_HASH_BITS = 41  # with 22 bits of a date's ordinal, a signed 64-bit integer


@dataclass(frozen=True, slots=True)
class Entry:
    """An IndexDocument as an engine stores it: values, layouts of tokens and pairs, and `source`, stored JSON.

    `text` has everything that is found by its characters, `title` and `organs` again what ranks. Layouts of pairs are
    asked for phrases, those of tokens for a single one. `topics` are the pairs that come back again and again. `dates`
    are year, month and day of adoption and publication, `day` is the ordinal (proleptic, 1 is 1 January of year 1) of
    the former, else of the latter. `recency` orders by day, `newness` weighs a score.
    """

    id: str
    bureau: str
    unit: str | None
    document_type: str | None
    year: str | None
    column: str | None
    organ: tuple[str, ...]
    validity: str | None
    subject: str | None
    standing: str
    dates: tuple[str, ...]
    day: int | None
    recency: int
    newness: float
    text: str
    text_tokens: str
    title: str
    title_tokens: str
    organs: str
    organs_tokens: str
    number: str
    whole_number: str
    whole_title: str
    title_sounds: str
    sounds: str
    topics: str
    source: str

    def fields(self) -> dict[str, Any]:
        """Name → value (dataclasses.asdict copies each value, which takes as long as cutting a title)."""
        return {name: getattr(self, name) for name in self.__slots__}


def entry(document: IndexDocument) -> Entry:
    """Cut a document for the index. Its year is the one it was adopted in, else the one it was published in."""
    # With numpy, whose threads must not be there yet when tasks are forked.
    from search.cut import cut
    from search.sound_layout import lay_out_initials, lay_out_sounds

    number = document.document_number or ""
    in_number = without_gaps(tokens(number))
    dated = document.adopted_on or document.published_on
    text = cut(
        document.title,
        number,
        document.index_number or "",
        *document.issuing_organs,
        document.body,
        *document.attachments,
    )
    title, organs = tokens(document.title), tokens(*document.issuing_organs)
    return Entry(
        id=scrub(document.id),
        bureau=scrub(document.bureau),
        unit=_value(document.unit),
        document_type=_value(document.document_type),
        year=str(dated.year) if dated else None,
        column=_value(document.column),
        organ=tuple(scrub(organ) for organ in document.issuing_organs if organ),
        validity=document.validity,
        subject=_value(document.subject),
        standing="ended" if document.validity in ("repealed", "expired") else "in_force",
        dates=tuple(_dates(document)),
        day=dated.toordinal() if dated else None,
        recency=_recency(document),
        newness=_newness(document),
        text=text.lay_out_pairs(),
        text_tokens=text.lay_out_distinct(),
        title=lay_out_pairs(title),
        title_tokens=distinct(title),
        organs=lay_out_pairs(organs),
        organs_tokens=distinct(organs),
        number=" ".join(in_number),
        whole_number="".join(in_number),
        whole_title="".join(without_gaps(title))[:WHOLE_TITLE_CHARS],
        title_sounds=f"{lay_out_sounds(document.title)} {lay_out_initials(document.title)}",
        sounds=lay_out_sounds(document.body[:SOUNDED_CHARS]),
        topics=" ".join(_topics(text)),
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


def hit(source: str, score: float, highlighter: Highlighter) -> SearchHit:
    """Make a hit from a stored `source`, with what was asked marked in title and body."""
    stored: dict[str, Any] = json.loads(source)
    return SearchHit(
        id=stored["id"],
        title=highlighter.mark(stored["title"]),
        url=stored["url"],
        score=score,
        fragments=highlighter.best_fragments(stored["texts"]),
        document_number=stored["document_number"],
        unit=stored["unit"],
        document_type=stored["document_type"],
        adopted_on=_day(stored["adopted_on"]),
        published_on=_day(stored["published_on"]),
    )


def stored_id(source: str) -> str:
    """The id of a stored `source`."""
    stored: dict[str, Any] = json.loads(source)
    return str(stored["id"])


def stored_texts(source: str) -> tuple[str, ...]:
    """Title, body, attachments and document number of a stored `source`."""
    stored: dict[str, Any] = json.loads(source)
    return (stored["title"], *stored["texts"], stored["document_number"] or "")


def _topics(text: Cut) -> list[str]:
    """The pairs that a text keeps coming back to: what it is about, not what it mentions."""
    return text.frequent_pairs(TOPIC_TIMES if text.pair_count > SHORT else TOPIC_TIMES - 1)[:TOPIC_PAIRS]


def _value(text: str | None) -> str | None:
    return scrub(text) if text else None


def _dates(document: IndexDocument) -> Iterator[str]:
    for day in dict.fromkeys((document.adopted_on, document.published_on)):
        if day:
            yield from (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}")


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


def _newness(document: IndexDocument) -> float:
    """What makes log2(2 + newness), by which both engines can multiply a score, the weight of the document's day."""
    day = document.published_on or document.adopted_on
    year = day.year + day.timetuple().tm_yday / 366 if day else UNDATED
    years = min(max(year, OLDEST_YEAR), NEWEST_YEAR) - OLDEST_YEAR
    return float(2 ** (1 + NEWER_BY_YEAR * years) - 2)
