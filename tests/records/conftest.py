"""A fictitious bureau with everything that records need, on SQLite in the test's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.records.office_kit import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The bureau's records on SQLite."""
    return open_office(tmp_path, f"sqlite:///{tmp_path / 'records.db'}")
