"""邮件订阅: the form beside the feeds, what it refuses, and the links of the mails. Real server, real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bundles.dropbox import DropBoxReader, new_key_pair
from bundles.submissions import SubscriptionAnswer, SubscriptionWish, WantedSearch
from bundles.subscription_offer import SubscriptionOffer
from portal.rate_limits import SUBSCRIPTION_LINKS, SUBSCRIPTIONS, limit_for

BUREAU = "shili-hrss"
ADDRESS = "shili.citizen@example.org"
SEARCH = "/search?q=%E6%9C%8D%E5%8A%A1&in=titles&from=2026-01-01"
LINK = f"s=01JZX000000000000000000001&k={'a' * 64}"


@dataclass
class Site:
    client: httpx.Client
    shelf: object
    dropbox: Path
    key: bytes
    log: Path

    def ask(self, of: str, address: str = ADDRESS, **fields: str) -> httpx.Response:
        return self.client.post("/subscriptions/new", data={"of": of, "email": address, **fields})

    def taken(self) -> list[object]:
        """What lies in the drop box, and empties it."""
        boxes = list(DropBoxReader(self.dropbox, self.key).boxes(100))
        for box in boxes:
            box.path.unlink()
        return [box.submission for box in boxes]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_shelf, make_release, run_portal) -> Iterator[Site]:
    shelf = empty_shelf(tmp_path_factory.mktemp("subscriptions"))
    private, public = new_key_pair()
    shelf.writer.write_dropbox_key(BUREAU, public)
    shelf.publish(make_release(70, "关于服务时间的通知", "服务窗口周一至周五开放。"))
    shelf.writer.write_subscription_offer(BUREAU, SubscriptionOffer(is_open=True))
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}") as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        yield Site(client, shelf, shelf.dropbox, bytes.fromhex(private), portal.log)


@pytest.mark.parametrize("path", ["/", "/columns/notices", SEARCH, "/search?q=%E6%97%A0%E6%AD%A4%E8%AF%8D"])
def test_a_citizen_subscribes_beside_the_feed_without_javascript(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(base_url=str(site.client.base_url), locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    page.get_by_text("用邮件订阅").click()
    page.get_by_label("邮箱地址").fill(ADDRESS)
    page.get_by_role("button", name="订阅", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("请查收确认邮件")
    (wish,) = site.taken()
    assert isinstance(wish, SubscriptionWish)
    assert (wish.email, wish.column) == (ADDRESS, "notices" if "columns" in path else None)
    assert (wish.search is not None) == ("search" in path)
    context.close()


def test_a_search_is_kept_with_all_its_conditions_and_none_of_its_looks(site: Site) -> None:
    assert site.ask(f"{SEARCH}&year=2026&page=3&sort=newest&exact=1").status_code == 201

    (wish,) = site.taken()
    assert isinstance(wish, SubscriptionWish)
    assert wish.search == WantedSearch(text="服务", year=2026, since="2026-01-01", titles_only=True)  # type: ignore[arg-type]
    assert site.client.get(wish.path).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["", "示例", "a@", "a b@example.org", "a@example.org,b@example.org", f"{'a' * 250}@b.cn", "a@b\nBcc: c@d.cn"],
)
def test_what_is_no_address_is_refused_in_words(site: Site, address: str) -> None:
    answer = site.ask("/columns/notices", address)

    assert answer.status_code == 422
    assert "没有提交" in answer.text
    assert site.taken() == []


@pytest.mark.parametrize(
    "of", ["/columns/none", "/d/01JZX000000000000000000070", "javascript:alert(1)", "//evil.example"]
)
def test_only_lists_of_this_site_can_be_subscribed_to(site: Site, of: str) -> None:
    assert site.ask(of).status_code == 404
    assert site.client.get("/subscriptions/new", params={"of": of}).status_code == 404
    assert site.taken() == []


def test_a_search_that_nobody_could_ask_is_refused(site: Site) -> None:
    assert site.ask("/search?page=x").status_code == 400


def test_a_machine_that_fills_in_the_hidden_field_is_told_nothing_and_nothing_is_kept(site: Site) -> None:
    assert site.ask("/", website="http://spam.example").status_code == 201
    assert site.taken() == []


@pytest.mark.parametrize("act", ["confirm", "end"])
def test_a_link_acts_by_its_button_alone(site: Site, act: str) -> None:
    page = site.client.get(f"/subscriptions/{act}?{LINK}")
    assert (page.status_code, site.taken()) == (200, [])
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"

    assert site.client.post(f"/subscriptions/{act}?{LINK}").status_code == 200
    (answer,) = site.taken()
    assert isinstance(answer, SubscriptionAnswer)
    assert (answer.act, answer.subscription_id, answer.key) == (act, "01JZX000000000000000000001", "a" * 64)


@pytest.mark.parametrize(
    "body", [{"data": {"List-Unsubscribe": "One-Click"}}, {"files": {"List-Unsubscribe": "One-Click"}}]
)
def test_one_click_of_a_mail_program_ends_it_in_either_form(site: Site, body: dict[str, dict[str, str]]) -> None:
    assert site.client.post(f"/subscriptions/end?{LINK}", **body).status_code == 200  # type: ignore[arg-type]
    assert len(site.taken()) == 1


@pytest.mark.parametrize("query", ["", "s=1&k=2", f"s=01JZX000000000000000000001&k={'g' * 64}"])
def test_a_link_that_cannot_be_one_of_ours_is_not_found(site: Site, query: str) -> None:
    assert site.client.get(f"/subscriptions/end?{query}").status_code == 404
    assert site.client.post(f"/subscriptions/end?{query}").status_code == 404
    assert site.taken() == []


def test_one_address_asks_seldom_and_mail_services_end_many() -> None:
    assert limit_for("POST", "/subscriptions/new") is SUBSCRIPTIONS
    assert limit_for("POST", "/subscriptions/end") is limit_for("POST", "/subscriptions/confirm") is SUBSCRIPTION_LINKS
    assert (SUBSCRIPTIONS.quota, SUBSCRIPTIONS.window_s) == (5, 3600)


def test_nothing_of_it_is_logged(site: Site) -> None:
    site.ask("/")
    site.client.post(f"/subscriptions/end?{LINK}")
    site.taken()

    log = site.log.read_text(encoding="utf-8")
    assert ADDRESS not in log
    assert "a" * 64 not in log


def test_as_long_as_the_inside_has_no_mail_server_there_is_no_form(site: Site) -> None:
    site.shelf.writer.write_subscription_offer(BUREAU, SubscriptionOffer())  # type: ignore[attr-defined]
    try:
        assert "邮件" not in site.client.get("/columns/notices").text
        assert "暂不能订阅" in site.client.get("/subscriptions/new?of=/columns/notices").text
        assert site.ask("/columns/notices").status_code == 503
        assert site.taken() == []
    finally:
        site.shelf.writer.write_subscription_offer(BUREAU, SubscriptionOffer(is_open=True))  # type: ignore[attr-defined]


def test_form_refusal_receipt_and_links_are_accessible_on_a_phone(browser: Browser, site: Site) -> None:
    base_url = str(site.client.base_url)
    context = browser.new_context(base_url=base_url, locale="zh-CN", viewport={"width": 360, "height": 640})
    page = context.new_page()
    for path in ("/", "/columns/notices", SEARCH):
        page.goto(path)
        page.get_by_text("用邮件订阅").click()
        _assert_accessible(page)
    page.goto("/subscriptions/new?of=/columns/notices")
    _assert_accessible(page)
    page.evaluate("document.querySelector('form.report').noValidate = true")
    page.get_by_role("button", name="订阅", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("没有提交")
    _assert_accessible(page)
    page.get_by_label("邮箱地址").fill(ADDRESS)
    page.get_by_role("button", name="订阅", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("请查收确认邮件")
    _assert_accessible(page)
    for act, button in (("confirm", "确认订阅"), ("end", "退订")):
        page.goto(f"/subscriptions/{act}?{LINK}")
        _assert_accessible(page)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("已收到")
        _assert_accessible(page)
    site.taken()
    context.close()


def _assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
