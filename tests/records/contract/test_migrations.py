"""Migrations: up, down, up again, by several processes at once, and nothing left out."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from records.store.engine import create_engine
from records.store.migrate import downgrade, upgrade
from records.store.tables import metadata
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
