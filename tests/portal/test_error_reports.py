"""报错: the form, what it refuses, and that it works without script and for everybody. Real server, real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from portal.error_reports import MOST_AN_HOUR
from portal.form_fields import Quota

DOCUMENT = "/d/01JZX000000000000000000070"
GONE = "/d/01JZX000000000000000000071"
FIELDS = {"fault": "text", "text": "第二段应为三年"}


@dataclass
class Site:
    client: httpx.Client
    dropbox: Path
    log: Path

    @property
    def boxes(self) -> set[str]:
        return {path.stem for path in self.dropbox.iterdir()}

    def report(self, fields: dict[str, str], **headers: str) -> httpx.Response:
        return self.client.post(f"{DOCUMENT}/report", data=fields, headers=headers)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_shelf, make_release, run_portal) -> Iterator[Site]:
    shelf = empty_shelf(tmp_path_factory.mktemp("reports"))
    shelf.publish(make_release(70, "关于服务时间的通知", "服务窗口周一至周五开放。"))
    shelf.publish(make_release(71, "关于撤下的通知", "内容。"))
    shelf.withdraw(GONE.removeprefix("/d/"))
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}") as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        yield Site(client, shelf.dropbox, portal.log)


def test_a_citizen_reports_an_error_without_javascript(browser: Browser, site: Site) -> None:
    before = site.boxes
    base_url = str(site.client.base_url)
    context = browser.new_context(base_url=base_url, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(DOCUMENT)
    page.get_by_role("link", name="报告这一页的错误").click()
    page.get_by_label("附件打不开或者缺少").check()
    page.get_by_label("问题在哪里").fill("附件1打不开")
    page.get_by_role("button", name="提交").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("谢谢，已经收到")
    (receipt,) = site.boxes - before
    expect(page.locator(".receipt")).to_have_text(receipt)
    context.close()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"fault": "text"},
        {"text": "甲"},
        {"fault": "none", "text": "甲"},
        {"fault": "text", "text": "长" * 1001},
        {"fault": "text", "text": " "},
    ],
)
def test_a_form_that_says_too_little_or_too_much_is_shown_again(site: Site, fields: dict[str, str]) -> None:
    before = site.boxes

    answer = site.report(fields)

    assert answer.status_code == 422
    assert "没有提交" in answer.text
    assert site.boxes == before


def test_what_was_typed_stays_and_is_read_as_text(site: Site) -> None:
    answer = site.report({"text": "</textarea><script>alert(1)</script>"})

    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in answer.text


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"text=" + b"a" * 20_000, 413),
        (b"&".join(b"a%d=1" % number for number in range(50)), 400),
        (b"\xff=\xfe", 400),
        (b"%ff=%fe", 422),
        (b"", 422),
    ],
    ids=["too long", "too many fields", "no ASCII", "no UTF-8", "empty"],
)
def test_a_form_of_another_kind_is_refused(site: Site, content: bytes, status: int) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert site.client.post(f"{DOCUMENT}/report", content=content, headers=headers).status_code == status


def test_a_machine_that_fills_in_the_hidden_field_is_told_nothing_and_nothing_is_kept(site: Site) -> None:
    before = site.boxes

    assert site.report(FIELDS | {"website": "http://spam.example"}).status_code == 201
    assert site.boxes == before


@pytest.mark.parametrize(("path", "status"), [(GONE, 410), ("/d/01JZX999999999999999999999", 404), ("/d/none", 404)])
def test_there_is_no_form_for_what_is_not_public(site: Site, path: str, status: int) -> None:
    assert site.client.get(f"{path}/report").status_code == status
    assert site.client.post(f"{path}/report", data=FIELDS).status_code == status


def test_one_address_may_report_five_times_an_hour(site: Site) -> None:
    answers = [site.report(FIELDS, **{"x-forwarded-for": "203.0.113.9"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert "每3600秒最多5次" in answers[-1].text


def test_all_addresses_together_may_not_fill_the_disk() -> None:
    quota = Quota(MOST_AN_HOUR)

    assert [quota.take(0.0) for _ in range(MOST_AN_HOUR + 1)] == [True] * MOST_AN_HOUR + [False]
    assert quota.take(3601.0)


def test_nothing_of_a_report_is_logged(site: Site) -> None:
    site.report(FIELDS | {"text": "示例甲的电话错了"})

    assert "示例甲" not in site.log.read_text(encoding="utf-8")


def test_without_a_drop_box_the_form_says_so(site: Site) -> None:
    away = site.dropbox.with_name("away")
    site.dropbox.rename(away)
    try:
        answer = site.report(FIELDS)
    finally:
        away.rename(site.dropbox)

    assert answer.status_code == 503
    assert "暂不能提交" in answer.text


def test_form_refusal_and_receipt_are_accessible_on_a_phone(browser: Browser, site: Site) -> None:
    base_url = str(site.client.base_url)
    context = browser.new_context(base_url=base_url, locale="zh-CN", viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{DOCUMENT}/report")
    _assert_accessible(page)
    page.evaluate("document.querySelector('form.report').noValidate = true")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("没有提交")
    _assert_accessible(page)
    page.get_by_label("其他").check()
    page.get_by_label("问题在哪里").fill("甲")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("谢谢，已经收到")
    _assert_accessible(page)
    context.close()


def _assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
