"""The consultations of one office."""

from __future__ import annotations

import pytest

from tests.records.consultations.consultation_kit import Forum, open_forum
from tests.records.office_kit import Office


@pytest.fixture
def forum(office: Office) -> Forum:
    return open_forum(office)
