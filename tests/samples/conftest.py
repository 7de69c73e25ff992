"""The sample documents, made once for all tests of this folder, and what is expected of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samples.make import make

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds every sample and its dispatch sheets."""
    folder = tmp_path_factory.mktemp("samples")
    make(folder)
    return folder


@pytest.fixture(scope="session")
def expected() -> dict[str, dict[str, Any]]:
    """samples/expected.json by file name."""
    facts = json.loads((ROOT / "samples" / "expected.json").read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in facts["documents"]}
