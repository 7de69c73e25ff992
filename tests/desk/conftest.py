"""The review desk over real records on SQLite, mounted under /desk as Airflow mounts it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Before the first import of Airflow: it writes its configuration into this folder when it is imported.
os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="gongkai-airflow-"))

from records.store.migrate import upgrade
from tests.desk.bureau import BUREAU
from tests.desk.visitors import DeskHouse, Visitor
from tests.records.office_kit import Office, SetClock, open_office


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once and copied for every test."""
    path = tmp_path_factory.mktemp("records") / "records.db"
    upgrade(f"sqlite:///{path}")
    return path


def new_office(folder: Path, empty_records: Path) -> Office:
    clock = SetClock(dt.datetime(2026, 3, 5, 1, 7, tzinfo=dt.UTC))
    path = shutil.copy(empty_records, folder / "records.db")
    return open_office(folder, f"sqlite:///{path}", bureau=BUREAU, clock=clock)


@pytest.fixture
def office(tmp_path: Path, empty_records: Path) -> Office:
    return new_office(tmp_path, empty_records)


@pytest.fixture
def house(office: Office) -> Iterator[DeskHouse]:
    """The desk with everything behind it; Airflow's log-in is replaced by a header that names the user."""
    house = DeskHouse(office)
    yield house
    house.pool.close()


@pytest.fixture
def visitor(house: DeskHouse) -> Callable[[str], Visitor]:
    """A browser without scripts for one Airflow user."""
    return house.visitor
