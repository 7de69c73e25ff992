"""What two plain set-ups find, to compare with: SQLite FTS5 over trigrams, Elasticsearch with its standard analyzer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from gongkai.bench.relevance_scores import DEPTH, Answered, JudgedQuery
from search.engine import IndexDocument

_FIELDS: Final = ("title", "number", "organs", "body")
_INDEX: Final = "plain-standard"
_SHORTEST: Final = 3  # characters of a trigram; shorter queries scan the table


def _columns(document: IndexDocument) -> Mapping[str, str]:
    organs, body = " ".join(document.issuing_organs), "\n".join((document.body, *document.attachments))
    return {"title": document.title, "number": document.document_number or "", "organs": organs, "body": body}


def with_fts5(documents: Iterable[IndexDocument], queries: Iterable[JudgedQuery]) -> list[Answered]:
    """Any trigram of the query, best BM25 first, the title and number five times the body."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, {', '.join(_FIELDS)}, tokenize='trigram')")
        rows = ((each.id, *_columns(each).values()) for each in documents)
        database.executemany("INSERT INTO d VALUES (?, ?, ?, ?, ?)", rows)
        return [_ask_fts5(database, query) for query in queries]


def _ask_fts5(database: sqlite3.Connection, query: JudgedQuery) -> Answered:
    pieces = [f'"{part[at : at + 3]}"' for part in _parts(query.query) for at in range(max(len(part) - 2, 0))]
    if pieces:
        text = " OR ".join(pieces)
        count = database.execute("SELECT count(*) FROM d WHERE d MATCH ?", (text,)).fetchone()[0]
        order = "SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d, 0, 5, 5, 1, 1) LIMIT ?"
        return Answered(query, tuple(row[0] for row in database.execute(order, (text, DEPTH))), count)
    like = f"%{query.query.strip()}%"
    where = "title LIKE ? OR number LIKE ? OR organs LIKE ? OR body LIKE ?"
    rows = database.execute(f"SELECT id FROM d WHERE {where}", (like,) * 4).fetchall()  # noqa: S608 (no input in it)
    return Answered(query, tuple(row[0] for row in rows[:DEPTH]), len(rows))


def _parts(text: str) -> Iterator[str]:
    for part in text.split():
        if len(part) >= _SHORTEST:
            yield part.replace('"', "")


def with_standard(url: str, documents: Iterable[IndexDocument], queries: Iterable[JudgedQuery]) -> list[Answered]:
    """`multi_match` over title and number (boosted as above), organs and body, each with the `standard` analyzer."""
    with Elasticsearch(url, request_timeout=120) as client:
        client.options(ignore_status=404).indices.delete(index=_INDEX)
        client.indices.create(
            index=_INDEX,
            settings={"number_of_shards": 1, "number_of_replicas": 0},
            mappings={"properties": {name: {"type": "text"} for name in _FIELDS}},
        )
        bulk(client, ({"_index": _INDEX, "_id": each.id, **_columns(each)} for each in documents), refresh=True)
        answers = [_ask_standard(client, query) for query in queries]
        client.indices.delete(index=_INDEX)
    return answers


def _ask_standard(client: Elasticsearch, query: JudgedQuery) -> Answered:
    wanted = {"multi_match": {"query": query.query, "fields": ["title^5", "number^5", "organs", "body"]}}
    found: Any = client.search(index=_INDEX, query=wanted, size=DEPTH, source=False, track_total_hits=True)
    hits = found["hits"]
    return Answered(query, tuple(hit["_id"] for hit in hits["hits"]), hits["total"]["value"])
