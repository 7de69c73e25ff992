from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from search.engine import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.contract import SearchEngineContract


@pytest.fixture(scope="module")
def open_empty(elasticsearch_url: str) -> Callable[[], SearchEngine]:
    names = itertools.count()
    return lambda: ElasticsearchEngine(elasticsearch_url, f"contract-{next(names)}")


class TestElasticsearch(SearchEngineContract):
    """The whole contract on a real Elasticsearch node."""
