from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from elasticsearch import Elasticsearch

from search.engine import FindNear, IndexDocument, SearchEngine, SearchQuery, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.contract import SearchEngineContract
from tests.search.contract_asking import AskingContract
from tests.search.contract_meaning import MeaningContract
from tests.search.contract_naming import NamingContract
from tests.search.contract_narrowing import NarrowingContract
from tests.search.corpus import BUREAU, documents


@pytest.fixture(scope="module")
def open_empty(elasticsearch_url: str) -> Callable[[], SearchEngine]:
    names = itertools.count()
    return lambda: ElasticsearchEngine(elasticsearch_url, f"contract-{next(names)}")


_OPENED = itertools.count()


@pytest.fixture
def open_near(elasticsearch_url: str) -> Callable[[FindNear], SearchEngine]:
    return lambda near: ElasticsearchEngine(elasticsearch_url, f"meaning-{next(_OPENED)}", near=near)


class TestElasticsearch(SearchEngineContract, AskingContract, NamingContract, NarrowingContract, MeaningContract):
    """The whole contract on a real Elasticsearch node."""


def indices(url: str, alias: str) -> list[str]:
    with Elasticsearch(url) as client:
        return sorted(client.indices.get(index=f"{alias}-s*"))


def test_a_rebuild_leaves_one_index_and_a_failed_one_is_cleaned_up_by_the_next(elasticsearch_url: str) -> None:
    engine = ElasticsearchEngine(elasticsearch_url, "tidy")

    def broken() -> Iterator[IndexDocument]:
        yield documents()[0]
        raise KeyError("bundle")

    for _ in range(2):
        with pytest.raises(KeyError):
            engine.rebuild(broken())
        assert len(indices(elasticsearch_url, "tidy")) == 2
        assert engine.ids(BUREAU) == frozenset()
    engine.rebuild(documents()[:3])
    assert len(indices(elasticsearch_url, "tidy")) == 1
    engine.close()


def test_a_rebuild_that_another_one_took_over_fails_and_spoils_nothing(elasticsearch_url: str) -> None:
    first, second = (ElasticsearchEngine(elasticsearch_url, "overtaken") for _ in range(2))

    def overtaken() -> Iterator[IndexDocument]:
        yield documents()[0]
        second.rebuild(documents()[1:3])
        yield documents()[3]

    with pytest.raises(SearchUnavailable):
        first.rebuild(overtaken())
    assert first.ids(BUREAU) == {each.id for each in documents()[1:3]}
    assert len(indices(elasticsearch_url, "overtaken")) == 1
    for engine in (first, second):
        engine.close()


def test_engines_that_begin_at_the_same_time_share_one_index(elasticsearch_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(lambda _: ElasticsearchEngine(elasticsearch_url, "together"), range(4)))
    for engine, document in zip(engines, documents(), strict=False):
        engine.put([document])
    assert len(engines[0].ids(BUREAU)) == 4
    assert len(indices(elasticsearch_url, "together")) == 1
    for engine in engines:
        engine.close()


def test_a_reader_makes_and_changes_nothing(elasticsearch_url: str) -> None:
    reader = ElasticsearchEngine(elasticsearch_url, "read", read_only=True)
    with pytest.raises(SearchUnavailable, match="no index yet"):
        reader.search(SearchQuery(BUREAU))
    for write in (reader.put, reader.rebuild):
        with pytest.raises(PermissionError):
            write(documents())
    with pytest.raises(PermissionError):
        reader.remove(["a"])
    reader.close()
    with Elasticsearch(elasticsearch_url) as client:
        assert not client.indices.exists(index="read*", allow_no_indices=False)


def test_an_index_of_another_version_is_refused_until_it_is_rebuilt(elasticsearch_url: str) -> None:
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(index="old-s0-1", aliases={"old": {}})
    engine = ElasticsearchEngine(elasticsearch_url, "old")
    with pytest.raises(SearchUnavailable, match="另一版本"):
        engine.search(SearchQuery(BUREAU))
    with pytest.raises(SearchUnavailable, match="另一版本"):
        engine.put(documents())
    assert engine.rebuild(documents()[:2]) == engine.search(SearchQuery(BUREAU)).total == 2
    engine.close()


def test_all_ids_come_also_when_they_need_several_requests(
    elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.ID_PAGE", 50)
    engine = ElasticsearchEngine(elasticsearch_url, "pages")
    engine.put(documents())
    assert engine.ids(BUREAU) == {each.id for each in documents()}
    engine.put(documents()[:1])
    engine.remove(each.id for each in documents()[100:])
    assert engine.ids(BUREAU) == {each.id for each in documents()[:100]}
    engine.close()


def test_a_rebuild_ends_with_one_segment(elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.BULK_DOCUMENTS", 20)
    engine = ElasticsearchEngine(elasticsearch_url, "merged")

    def refreshed() -> Iterator[IndexDocument]:
        for each in documents():
            yield each
            client.indices.refresh(index="merged-next")

    with Elasticsearch(elasticsearch_url) as client:
        assert engine.rebuild(refreshed()) == len(documents())
        (shard,) = next(iter(client.indices.segments(index="merged")["indices"].values()))["shards"]["0"]
    assert len(shard["segments"]) == 1
    engine.close()


def test_pages_hold_still_from_the_first_to_the_last(elasticsearch_url: str) -> None:
    engine = ElasticsearchEngine(elasticsearch_url, "pages")
    engine.put(documents())
    for text in ("补贴申领条件", "失业保险", "示例区 补贴"):
        whole = [hit.id for hit in engine.search(SearchQuery(BUREAU, text, limit=100)).hits]
        assert len(whole) > 20
        pages = [engine.search(SearchQuery(BUREAU, text, offset=at, limit=7)) for at in range(0, len(whole), 7)]
        assert [hit.id for page in pages for hit in page.hits][: len(whole)] == whole
    engine.close()


@pytest.mark.parametrize(("text", "most"), [("工伤认定", 1), ("失业宝险", 9)])
def test_a_page_takes_few_requests(
    elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch, text: str, most: int
) -> None:
    engine = ElasticsearchEngine(elasticsearch_url, "requests")
    engine.put(documents())
    asked: list[int] = []
    msearch = Elasticsearch.msearch

    def counted(client: Elasticsearch, **how: Any) -> Any:
        asked.append(1)
        return msearch(client, **how)

    monkeypatch.setattr(Elasticsearch, "msearch", counted)
    assert engine.search(SearchQuery(BUREAU, text)).total
    assert 0 < len(asked) <= most
    engine.close()


class Refusing(BaseHTTPRequestHandler):
    """A cluster that refuses every request and remembers the key it was sent."""

    keys: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.keys.append(self.headers["Authorization"])
        self.send_response(401)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def test_sends_its_api_key_and_says_so_when_refused() -> None:
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever).start()
        engine = ElasticsearchEngine(f"http://127.0.0.1:{server.server_port}", "gongkai", "a2V5", read_only=True)
        with pytest.raises(SearchUnavailable):
            engine.search(SearchQuery(BUREAU))
        engine.close()
        server.shutdown()
    assert Refusing.keys == ["ApiKey a2V5"]
