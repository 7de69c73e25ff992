"""When the search engine is down, searching says so and everything else goes on."""

from __future__ import annotations

import httpx

NOTICE = "/d/01JZX000000000000000000020"


def test_without_an_engine_searching_answers_503_and_documents_are_served(shelf, start_portal) -> None:
    with (
        start_portal(search_url=f"tantivy://{shelf.folder / 'no-index'}") as portal,
        httpx.Client(base_url=portal.url) as client,
    ):
        answer = client.get("/search", params={"q": "培训"})

        assert answer.status_code == 503
        assert "检索暂时不可用" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert client.get("/").status_code == 200
        assert client.get(NOTICE).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_links_are_absolute_when_the_public_address_is_known(shelf, start_portal) -> None:
    search_url = f"tantivy://{shelf.folder / 'index'}"
    with start_portal(search_url=search_url, public_url="https://xxgk.example/") as portal:
        page = httpx.get(f"{portal.url}{NOTICE}").text

    assert f'<link rel="canonical" href="https://xxgk.example{NOTICE}">' in page
