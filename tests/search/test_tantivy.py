from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from search.engine import SearchEngine
from search.engines.tantivy import TantivyEngine
from tests.search.contract import SearchEngineContract


@pytest.fixture(scope="module")
def open_empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], SearchEngine]:
    folder, names = tmp_path_factory.mktemp("index"), itertools.count()
    return lambda: TantivyEngine(folder / str(next(names)))


class TestTantivy(SearchEngineContract):
    """The whole contract on the embedded engine."""
