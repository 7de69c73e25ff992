"""A fictitious bureau with everything that records need, on SQLite and on a private PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.store.migrate import upgrade
from tests.records.office_kit import Office, open_office
from tests.records.postgres_cluster import PostgresCluster, running_cluster


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty records database, migrated once; tests take copies."""
    path = tmp_path_factory.mktemp("template") / "records.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'records.db')}"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """The bureau's records on SQLite."""
    opened = open_office(tmp_path, sqlite_url)
    yield opened
    opened.records.engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A PostgreSQL of our own, started for this session; that it can't start is a failure, never a skip."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres: PostgresCluster) -> str:
    """A fresh, migrated database in it."""
    return postgres.copy_of_migrated()
