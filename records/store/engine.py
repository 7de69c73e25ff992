"""A database engine that behaves the same on SQLite and PostgreSQL: one writer per bureau at a time."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

#: How long a writer waits for another process's transaction. Transactions here take milliseconds.
BUSY_TIMEOUT_MS = 30_000

_READ_ONLY = "gongkai_read_only"


def create_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`.

    SQLite: write-ahead log, foreign keys, and transactions that take the write lock when they begin, so that what was
    checked is still true when it is written.
    """
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite database, there or not: opening it makes one. None for other databases."""
    parsed = sa.make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def connect(engine: Engine, *, read_only: bool) -> Connection:
    """A connection whose transaction, once begun, reads only or may write."""
    return engine.connect().execution_options(**{_READ_ONLY: read_only})


def lock_bureau(connection: Connection, bureau: str) -> None:
    """Wait until this transaction is the bureau's only writer; ends with the transaction.

    SQLite has the lock since BEGIN IMMEDIATE; PostgreSQL takes an advisory one.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(bureau, 0))))


def truncate_log(engine: Engine) -> None:
    """Write SQLite's log into the database and empty it: erased rows are still readable in the log until then.

    A reader in another process may hold it up for a while; then it is left for the next time.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _prepare_sqlite(dbapi_connection: DBAPIConnection, _record: object) -> None:
    dbapi_connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    cursor = dbapi_connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # a decision that was confirmed survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # sealing must not leave a text in free pages
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
