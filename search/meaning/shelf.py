"""A file that keeps what the passages of each document mean, so that a model reads each text once.

One SQLite file for all bureaus, beside the index and apart from it: a rebuilt index takes it as it is. What is
forgotten is overwritten in the file. Searching reads the signs of all vectors once, then what has changed.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

FILE_NAME = "meanings.sqlite"
BUSY_S = 5.0
_AT_ONCE = 500  # ids in one question, below SQLite's limit of variables

# `of` is the digest of texts and model. `texts`: passages that wait to be read, a JSON list. A row without `of` was
# forgotten: it tells readers so.
_TABLE = """
CREATE TABLE IF NOT EXISTS meanings (
  id TEXT PRIMARY KEY, bureau TEXT NOT NULL, change INTEGER NOT NULL,
  of TEXT, signs BLOB, texts TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (id TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS by_change ON meanings (change);
CREATE INDEX IF NOT EXISTS those_that_wait ON meanings (id) WHERE texts IS NOT NULL;
"""
_NEXT_CHANGE = "(SELECT COALESCE(MAX(change), 0) + 1 FROM meanings)"


class ShelfUnavailable(Exception):
    """The file cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A document whose meaning was learnt (`signs`) or forgotten (None) as the change of this number."""

    id: str
    change: int
    signs: bytes | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document whose texts (a JSON list) are to be read; `of` is their digest."""

    id: str
    bureau: str
    of: str
    texts: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was read of the texts of digest `of`, as search.meaning.vectors packs it."""

    id: str
    of: str
    signs: bytes
    packed: bytes


class Shelf:
    """Every method raises ShelfUnavailable. Safe for threads; several processes may write, they take turns."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._file = folder / FILE_NAME
        self._read_only = read_only
        self._turn = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def ids(self, bureau: str) -> frozenset[str]:
        """The documents of a bureau that are known or wait."""
        rows = self._read("SELECT id FROM meanings WHERE bureau = ? AND of IS NOT NULL", [bureau])
        return frozenset(row[0] for row in rows)

    def made_of(self, document_id: str) -> str | None:
        """The digest of what is known of a document, or waits."""
        rows = self._read("SELECT of FROM meanings WHERE id = ?", [document_id])
        return rows[0][0] if rows else None

    def wait(self, documents: Iterable[Waiting]) -> None:
        """Note what is to be read; what was known of an earlier text is forgotten."""
        with self._writing() as connection:
            for each in documents:
                self._forget(connection, [each.id])
                connection.execute(
                    "INSERT INTO meanings (id, bureau, change, of, texts) VALUES (?, ?, 0, ?, ?) ON CONFLICT (id)"
                    " DO UPDATE SET bureau = excluded.bureau, of = excluded.of, texts = excluded.texts",
                    [each.id, each.bureau, each.of, each.texts],
                )

    def waiting(self) -> list[Waiting]:
        """A few documents that wait to be read."""
        found = "SELECT id, bureau, of, texts FROM meanings WHERE texts IS NOT NULL ORDER BY id LIMIT 16"
        return [Waiting(*row) for row in self._read(found, [])]

    def learn(self, documents: Iterable[Learnt]) -> None:
        """Keep what was read of each, unless its text has changed or gone meanwhile."""
        with self._writing() as connection:
            for each in documents:
                kept = connection.execute(
                    f"UPDATE meanings SET signs = ?, texts = NULL, change = {_NEXT_CHANGE} WHERE id = ? AND of = ?",  # noqa: S608 (no input in it)
                    [each.signs, each.id, each.of],
                )
                if kept.rowcount:
                    connection.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", [each.id, each.packed])

    def forget(self, ids: Iterable[str]) -> None:
        """Overwrite what is known of documents; unknown ids are fine."""
        with self._writing() as connection:
            self._forget(connection, ids)

    def changes(self, bureau: str, since: int) -> list[Changed]:
        """What was learnt and forgotten of a bureau after the change of this number, in order; 0 for everything."""
        found = "SELECT id, change, signs FROM meanings WHERE bureau = ? AND change > ? ORDER BY change"
        return [Changed(*row) for row in self._read(found, [bureau, since])]

    def last_change(self) -> int:
        """The number of the last change of any bureau; 0 before the first."""
        return int(self._read("SELECT COALESCE(MAX(change), 0) FROM meanings", [])[0][0])

    def packed(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        """The packed vectors of those documents that are known."""
        found: dict[str, bytes] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            places = ",".join("?" * len(some))
            found.update(self._read(f"SELECT id, packed FROM vectors WHERE id IN ({places})", some))  # noqa: S608
        return found

    def close(self) -> None:
        with self._turn:
            if self._connection:
                self._connection.close()
            self._connection = None

    @staticmethod
    def _forget(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
        for document_id in ids:
            connection.execute("DELETE FROM vectors WHERE id = ?", [document_id])
            connection.execute(
                f"UPDATE meanings SET of = NULL, signs = NULL, texts = NULL, change = {_NEXT_CHANGE}"  # noqa: S608
                " WHERE id = ? AND of IS NOT NULL",
                [document_id],
            )

    def _read(self, question: str, values: Sequence[Any]) -> list[Any]:
        with self._turn, _answering(self._file):
            return self._opened().execute(question, values).fetchall()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._turn, _answering(self._file):
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        if self._read_only:
            return _connect(f"{self._file.absolute().as_uri()}?mode=ro")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(f"{self._file.absolute().as_uri()}?mode=rwc")
        connection.executescript(_TABLE)
        self._file.chmod(0o644)  # the portal, another user, reads it
        return connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_S, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextlib.contextmanager
def _answering(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise ShelfUnavailable(f"{file}: {error}") from error
