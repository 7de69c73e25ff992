"""The yardstick of search speed: SQLite FTS5 with one token per character, giving the same full page of results."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from search.analysis import GAP
from search.cut import cut
from search.engine import IndexDocument

_INSERT = "INSERT INTO d VALUES (?, ?, ?, ?, ?, ?)"
_COUNT = "SELECT count(*) FROM d WHERE d MATCH ?"
_HITS = (
    "SELECT id, highlight(d, 4, '<', '>'), snippet(d, 5, '<', '>', '…', 64) FROM d WHERE d MATCH ?"
    " ORDER BY bm25(d, 0, 0, 0, 0, 4, 1) LIMIT 10"
)
_FACETS = ("unit", "document_type", "year")


class Fts5Index:
    """A table in a file, searched as the product is: count, ten hits with marks, three facets."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA journal_mode = WAL")

    def fill(self, documents: Iterable[IndexDocument]) -> None:
        """Put all documents in."""
        unindexed = ", ".join(f"{name} UNINDEXED" for name in ("id", *_FACETS))
        self._database.execute(f"CREATE VIRTUAL TABLE d USING fts5({unindexed}, title, body, tokenize='unicode61')")
        rows = (
            (each.id, each.unit, each.document_type, each.adopted_on and each.adopted_on.year, *_laid_out(each))
            for each in documents
        )
        self._database.executemany(_INSERT, rows)
        self._database.commit()

    def page(self, text: str) -> int:
        """Ask for a full page of what has all the terms, and return how many documents there are."""
        wanted = " ".join(f'"{_plain(term)}"' for term in text.split())
        count = self._database.execute(_COUNT, (wanted,)).fetchone()[0]
        self._database.execute(_HITS, (wanted,)).fetchall()
        for name in _FACETS:
            query = f"SELECT {name}, count(*) FROM d WHERE d MATCH ? GROUP BY {name}"  # noqa: S608 (a name of ours)
            self._database.execute(query, (wanted,)).fetchall()
        return int(count)

    def close(self) -> None:
        self._database.close()


def _laid_out(document: IndexDocument) -> tuple[str, str]:
    return _plain(document.title), _plain(document.body)


def _plain(text: str) -> str:
    return cut(text).lay_out().replace(GAP, " ")
