"""What the portal counts of itself: read at an address of its own, and nobody can be told from it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from gongkai.bench.free_port import free_port
from portal.app import create_app
from search.engines.tantivy import TantivyEngine


@pytest.fixture
def metrics_port() -> int:
    return free_port()


@pytest.fixture
def site(tmp_path: Path, metrics_port: int) -> TestClient:
    engine = TantivyEngine(tmp_path / "index")
    return TestClient(create_app(tmp_path, engine, "shili-hrss", "示例局", metrics=("127.0.0.1", metrics_port)))


def test_answers_are_counted_by_kind_and_status_and_by_nothing_that_somebody_sent(
    site: TestClient, metrics_port: int
) -> None:
    with site:
        site.get("/search?q=示例甲")
        site.get("/d/01ARZ3NDEKTSV4RRFFQ69G5FAV")
        site.get("/示例乙")
        site.post("/healthz")
        text = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=60).text
    assert 'gongkai_portal_answers_total{kind="search",status="2xx"} 1' in text
    assert 'gongkai_portal_answers_total{kind="pages",status="4xx"} 2' in text
    assert 'gongkai_portal_answer_seconds_count{kind="search"} 1' in text
    for sent in ("示例", "01ARZ3", "testclient", "%E7"):
        assert sent not in text


def test_a_fault_is_counted_too(site: TestClient, metrics_port: int) -> None:
    @site.app.get("/fault")  # type: ignore[attr-defined]
    def fault() -> None:
        raise RuntimeError

    client = TestClient(site.app, raise_server_exceptions=False)
    with client:
        assert client.get("/fault").status_code == 500
        text = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=60).text
    assert 'gongkai_portal_answers_total{kind="pages",status="5xx"} 1' in text


def test_the_site_itself_has_no_such_page(site: TestClient) -> None:
    with site:
        assert site.get("/metrics").status_code == 404


def test_without_an_address_nothing_is_opened(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path, TantivyEngine(tmp_path / "index"), "shili-hrss", "示例局")) as client:
        assert client.get("/healthz").status_code == 200
