"""When the search engine is down, searching says so and everything else goes on."""

from __future__ import annotations

import httpx
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

NOTICE = "/d/01JZX000000000000000000020"


def test_without_an_engine_searching_answers_503_and_documents_are_served(shelf, start_portal) -> None:
    with (
        start_portal(search_url=f"tantivy://{shelf.folder / 'no-index'}") as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        answer = client.get("/search", params={"q": "培训"})

        assert answer.status_code == 503
        assert "检索暂时不可用" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert client.get("/").status_code == 200
        assert client.get(NOTICE).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_the_page_that_tells_of_the_outage_is_accessible(shelf, start_portal, browser: Browser) -> None:
    with start_portal(search_url=f"tantivy://{shelf.folder / 'no-index'}") as portal:
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{portal.url}/search?q=%E5%9F%B9%E8%AE%AD")

        found = Axe().run(page)

        assert page.get_by_role("heading", level=1).inner_text() == "检索暂时不可用"
        assert found.violations_count == 0, found.generate_report()
        page.close()


def test_links_are_absolute_when_the_public_address_is_known(shelf, start_portal) -> None:
    search_url = f"tantivy://{shelf.folder / 'index'}"
    with start_portal(search_url=search_url, public_url="https://xxgk.example/") as portal:
        page = httpx.get(f"{portal.url}{NOTICE}", timeout=60).text

    assert f'<link rel="canonical" href="https://xxgk.example{NOTICE}">' in page
