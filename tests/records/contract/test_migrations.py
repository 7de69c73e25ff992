"""Migrations: up, down, up again, by several processes at once, and nothing left out."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from records.domain.reading import Attribute, Reading
from records.store.engine import create_engine
from records.store.migrate import downgrade, upgrade
from records.store.rows import reading_row
from records.store.tables import documents, metadata, readings
from tests.records.office_kit import blocking, reading_of
from tests.records.postgres_cluster import PostgresCluster

_SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return cluster.empty()


def test_up_down_and_up_again_leaves_what_the_tables_say(empty_url: str) -> None:
    upgrade(empty_url)
    assert _differences(empty_url) == []
    downgrade(empty_url)
    assert _tables(empty_url) == {"alembic_version"}
    upgrade(empty_url)
    assert _differences(empty_url) == []


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    upgrade(empty_url)
    upgrade(empty_url)
    assert _differences(empty_url) == []


def test_processes_may_upgrade_at_once(empty_url: str) -> None:
    processes = [_SPAWN.Process(target=upgrade, args=(empty_url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert _differences(empty_url) == []


def test_a_database_whose_path_has_a_percent_sign_is_migrated(tmp_path: Path) -> None:
    folder = tmp_path / "100% 公开"
    folder.mkdir()
    url = f"sqlite:///{folder / 'records.db'}"
    upgrade(url)
    assert _differences(url) == []


def test_readings_of_the_first_schema_get_what_lists_show_of_them(empty_url: str) -> None:
    upgrade(empty_url, "0001")
    dated = replace(reading_of(findings=(blocking(),)), attributes={"adopted_on": Attribute("2026-02-27")})
    _store_as_of_0001(empty_url, {"A": dated, "B": reading_of()})
    upgrade(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        columns = (readings.c.document_id, readings.c.adopted_on, readings.c.blocking_findings)
        found = connection.execute(sa.select(*columns).order_by(readings.c.document_id)).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [("A", dt.date(2026, 2, 27), 1), ("B", None, 0)]


def _store_as_of_0001(url: str, stored: Mapping[str, Reading]) -> None:
    """Documents with a reading each, as the first schema kept them."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for document_id, reading in stored.items():
            document = {"bureau": "shili-hrss", "id": document_id, "original_sha256": document_id, "size_bytes": 1}
            document |= {"media_type": "text/plain", "state": "received", "version": 1, "round": 0}
            document |= {"received_at": dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "listable": False, "conflicts": []}
            connection.execute(documents.insert().values(**document))
            kept = {"bureau": "shili-hrss", "document_id": document_id, "content_hash": "1"}
            connection.execute(readings.insert().values(**kept, content=reading_row(reading)))
    engine.dispose()


def _differences(url: str) -> list[object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return list(found)


def _tables(url: str) -> set[str]:
    engine = create_engine(url)
    names = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return names
