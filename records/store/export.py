"""The whole records database as lines of JSON, and back: the same form from SQLite and from PostgreSQL.

First line: format, schema revision, tables. Then a row a line: its table and its columns. Last line: rows by table.
Tables are taken as the database has them, not as this version of the product knows them; those of subscriptions by
mail are left out (`NOT_BACKED_UP`).
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from records.domain.audit import AuditHead
from records.domain.errors import BadInput, Refused
from records.domain.lifecycle import State
from records.store.engine import connect, create_engine, sqlite_path
from records.store.migrate import upgrade
from records.store.subscription_tables import NOT_BACKED_UP
from records.store.tables import UtcDateTime, audit_entries, documents, list_versions

FORMAT = 1
_VERSION_TABLE = "alembic_version"
_ROWS_AT_ONCE = 200

Row = dict[str, Any]


class ExportUnreadable(BadInput):
    """The lines are not a complete export of records."""

    code = "records_export_unreadable"
    advice = "备份不完整，或者由更新的版本所作；请用 gongkai backup --check 核对。"


class RecordsNotEmpty(Refused):
    """There are records already; an import would mix two histories."""

    code = "records_not_empty"
    advice = "请恢复到空的记录库。"


def export_rows(url: str) -> Iterator[bytes]:
    """Every row of every table that is backed up, as of one moment, while others write."""
    engine = create_engine(url)
    try:
        with _snapshot(engine) as connection:
            tables = [table for table in _tables(connection) if table.name not in NOT_BACKED_UP]
            head = {"format": FORMAT, "revision": _revision(connection), "tables": [table.name for table in tables]}
            yield _line(head)
            counts: Counter[str] = Counter()
            for table in tables:
                rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(sa.select(table))
                for row in rows.mappings():
                    counts[table.name] += 1
                    yield _line({"table": table.name, "row": {name: _to_json(value) for name, value in row.items()}})
            yield _line({"end": True, "rows": dict(counts)})
    finally:
        engine.dispose()


def import_rows(url: str, lines: Iterable[bytes]) -> Mapping[str, int]:
    """Fill an empty database, migrated to the export's revision first and to the newest afterwards; rows by table.

    All rows come in one transaction: a killed import leaves an empty database.

    Raises:
        RecordsNotEmpty: the database has rows already; nothing was changed.
        ExportUnreadable: something is missing from the lines; nothing was stored.
    """
    parsed = map(_parse, lines)
    head = next(parsed, {})
    if head.get("format") != FORMAT:
        raise ExportUnreadable("不是记录库的导出。")
    if not is_empty(url):
        raise RecordsNotEmpty("记录库中已有内容。")
    upgrade(url, head["revision"])
    engine = create_engine(url)
    try:
        with connect(engine, read_only=False) as connection, connection.begin():
            stored = _store(connection, parsed)
    finally:
        engine.dispose()
    upgrade(url)
    return stored


def is_empty(url: str) -> bool:
    """Whether no table of ours has a row, or there are none."""
    if _is_absent(url):
        return True
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return all(connection.execute(sa.select(table).limit(1)).first() is None for table in _tables(connection))
    finally:
        engine.dispose()


def audit_head(url: str, bureau: str | None) -> AuditHead | None:
    """The end of the chain of this bureau, or of any; None if there is no entry, or no table."""
    if _is_absent(url):
        return None
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(audit_entries.name):
                return None
            query = sa.select(audit_entries.c.bureau, audit_entries.c.sequence, audit_entries.c.hash)
            if bureau is not None:
                query = query.where(audit_entries.c.bureau == bureau)
            last = connection.execute(query.order_by(audit_entries.c.sequence.desc()).limit(1)).first()
            return AuditHead(*last) if last else None
    finally:
        engine.dispose()


def latest_entry_at(url: str) -> dt.datetime | None:
    """When the last audit entry of any bureau was written; None if there is none."""
    if audit_head(url, None) is None:
        return None
    engine = create_engine(url)
    try:
        with connect(engine, read_only=True) as connection:
            return connection.execute(sa.select(sa.func.max(audit_entries.c.at, type_=UtcDateTime()))).scalar()
    finally:
        engine.dispose()


def kept_originals(url: str) -> list[str]:
    """The SHA-256 of every original that is to be there now, those of earlier releases of a list too.

    What was sealed has none.
    """
    engine = create_engine(url)
    try:
        with connect(engine, read_only=True) as connection:
            current = sa.select(documents.c.original_sha256).where(documents.c.state != State.SEALED)
            same = sa.and_(list_versions.c.bureau == documents.c.bureau, list_versions.c.document_id == documents.c.id)
            earlier = sa.select(list_versions.c.original_sha256).join(documents, same)
            query = current.union(earlier.where(documents.c.state != State.SEALED))
            return sorted(connection.execute(query).scalars())
    finally:
        engine.dispose()


def _store(connection: Connection, lines: Iterator[Row]) -> Mapping[str, int]:
    tables = {table.name: table for table in _tables(connection)}
    counts: Counter[str] = Counter()
    end: Row = {}
    for name, group in groupby(lines, key=lambda line: line.get("table")):
        if name is None:
            end = next(group)
            continue
        if name not in tables:
            raise ExportUnreadable(f"导出中的表 {name} 不认识。")
        table = tables[name]
        for batch in _batches(line["row"] for line in group):
            connection.execute(table.insert(), [_from_json(table, row) for row in batch])
            counts[name] += len(batch)
        _count_on(connection, table)
    if not end.get("end") or end["rows"] != counts:
        raise ExportUnreadable("记录库的导出不完整。")
    return dict(counts)


def _is_absent(url: str) -> bool:
    path = sqlite_path(url)
    return path is not None and not path.is_file()


def _snapshot(engine: Engine) -> Connection:
    """A connection that sees one moment: a deferred transaction on SQLite, REPEATABLE READ on PostgreSQL."""
    connection = connect(engine, read_only=True)
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _tables(connection: Connection) -> list[sa.Table]:
    """Those that others refer to first."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != _VERSION_TABLE]


def _revision(connection: Connection) -> str:
    return str(connection.execute(sa.text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one())  # noqa: S608


def _count_on(connection: Connection, table: sa.Table) -> None:
    """Let PostgreSQL's own counters go on behind the stored rows; SQLite sees to it by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        counter = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))).scalar()
        if counter is not None:
            connection.execute(sa.select(sa.func.setval(counter, sa.select(sa.func.max(column)).scalar_subquery())))


def _to_json(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    match value:
        case dt.datetime():
            return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case _:
            return value


_READ: Mapping[type, Callable[[Any], Any]] = {
    dt.datetime: dt.datetime.fromisoformat,
    dt.date: dt.date.fromisoformat,
    bytes: base64.b64decode,
}


def _from_json(table: sa.Table, row: Row) -> Row:
    """The row as the columns of this database want it; what is empty is left out, or JSON would get the word null."""
    return {name: _read(table.columns[name], value) for name, value in row.items() if value is not None}


def _read(column: sa.Column[Any], value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(column.type, sa.JSON):
        return value
    return _READ.get(column.type.python_type, lambda same: same)(value)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows with the same columns empty go together: an insert of many has one form."""
    batch: list[Row] = []
    for row in rows:
        if batch and (len(batch) == _ROWS_AT_ONCE or _form(row) != _form(batch[0])):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _form(row: Row) -> frozenset[str]:
    return frozenset(name for name, value in row.items() if value is None)


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _parse(line: bytes) -> Row:
    try:
        value = json.loads(line)
    except ValueError:
        raise ExportUnreadable("记录库的导出中有一行不成其为记录。") from None
    return value if isinstance(value, dict) else {}
