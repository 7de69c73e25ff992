"""The register of requests of one office."""

from __future__ import annotations

import pytest

from tests.records.office_kit import Office
from tests.records.requests.registry_kit import Registry, open_registry


@pytest.fixture
def registry(office: Office) -> Registry:
    return open_registry(office)
