"""The contract's one fixture: the same records on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.records.office_kit import Office, open_office


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


@pytest.fixture
def office(url: str, tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path, url)
    yield opened
    opened.records.engine.dispose()
