"""What a night leaves behind: bytes, files and rows of every store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from gongkai.app import App
from gongkai.bench.night_stacks import NightStack
from gongkai.settings import Settings
from records.store.engine import create_engine
from records.store.tables import audit_entries, metadata

#: A task that asked people started once more when they had answered.
_STARTS: Final = (
    "SELECT (SELECT count(*) FROM task_instance WHERE start_date IS NOT NULL)"
    " + (SELECT count(*) FROM hitl_detail WHERE responded_at IS NOT NULL)"
)


def stores(stack: NightStack, app: App) -> dict[str, int]:
    """Bytes by store; `…_files` and `…_rows` are counts. Nothing may be written meanwhile."""
    folders = {"originals": stack.settings.originals, "bundles": _bundles(app), "airflow_logs": _logs(stack.settings)}
    found: dict[str, int] = {}
    for name, folder in folders.items():
        found[name], found[f"{name}_files"] = _size(folder)
    if stack.settings.search_url.startswith("tantivy"):
        found["index"], found["index_files"] = _size(stack.settings.home / "public" / "index")
    found["meanings"], _ = _size(stack.settings.meanings)
    return {**found, **dict(_databases(stack))}


def _databases(stack: NightStack) -> Iterator[tuple[str, int]]:
    records = create_engine(stack.settings.records_url)
    try:
        with records.connect() as connection:
            yield "records", _database_bytes(connection)
            yield "audit_entries", _table_bytes(connection, audit_entries.name)
            yield "readings", _table_bytes(connection, metadata.tables["readings"].name)
            rows = connection.execute(sa.select(sa.func.count()).select_from(audit_entries)).scalar_one()
            yield "audit_entries_rows", int(rows)
    finally:
        records.dispose()
    airflow = sa.create_engine(stack.airflow_database)
    try:
        with airflow.connect() as connection:
            yield "airflow_database", _database_bytes(connection)
            for table in ("task_instance", "dag_run", "log"):
                count = connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()
                yield f"airflow_{table}_rows", int(count)
            yield "airflow_task_starts_rows", int(connection.execute(sa.text(_STARTS)).scalar_one())
    finally:
        airflow.dispose()


def _database_bytes(connection: sa.Connection) -> int:
    """The whole database: on SQLite its pages, what its log holds included."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def _table_bytes(connection: sa.Connection, table: str) -> int:
    """A table with its indexes and what is stored beside it; on SQLite the table's values alone."""
    if connection.dialect.name == "postgresql":
        found = connection.execute(sa.select(sa.func.pg_total_relation_size(table))).scalar_one()
        return int(found)
    columns = " + ".join(
        f"coalesce(length(CAST({column.name} AS BLOB)), 0)" for column in metadata.tables[table].columns
    )
    return int(connection.exec_driver_sql(f"SELECT coalesce(sum({columns}), 0) FROM {table}").scalar_one())  # noqa: S608


def _bundles(app: App) -> Path:
    return app.settings.bundles / app.bureau.id


def _logs(settings: Settings) -> Path:
    return settings.airflow_home / "logs"


def _size(folder: Path) -> tuple[int, int]:
    """Bytes of all files below, as they lie on the disk (blocks of 512), and how many files and folders they are."""
    entries = [path.lstat() for path in folder.rglob("*")] if folder.is_dir() else []
    return sum(entry.st_blocks * 512 for entry in entries), len(entries)
