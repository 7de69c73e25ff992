"""The portal in a real browser, mostly without JavaScript: reading, searching, phones, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.portal.addresses import HOSTILE, NOTICE, SEARCHING, TEMPLATES

TITLE = "示例区人力资源和社会保障局关于开展职业技能提升行动的通知"

FOLDER = Path(__file__).parents[2] / "portal"
#: A page with all that belongs to it, without attachments.
LARGEST_PAGE_BYTES = 100_000


@dataclass(frozen=True)
class Visit:
    """A page that was opened in a browser that had nothing of it, and all that came of that."""

    name: str
    page: Page
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=TEMPLATES)
def visit(request: pytest.FixtureRequest, browser: Browser, portal) -> Iterator[Visit]:
    """Each template once for all that is asked of each: a new context costs Chromium a second of processor time."""
    context = browser.new_context(base_url=portal.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
    visit = Visit(request.param, context.new_page())
    visit.page.on("response", lambda response: visit.responses.append(response))  # noqa: PLW0108 - it takes no built-in one
    visit.page.on("dialog", lambda dialog: (visit.complaints.append(dialog.message), dialog.dismiss()))
    visit.page.on("console", lambda said: visit.complaints.append(said.text) if "Policy" in said.text else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.goto(TEMPLATES[visit.name], wait_until="networkidle")
    yield visit
    context.close()


@pytest.fixture
def plain_page(browser: Browser, portal) -> Iterator[Page]:
    """A browser with JavaScript switched off."""
    context = browser.new_context(base_url=portal.url, locale="zh-CN", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_citizen_finds_and_reads_a_document_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_role("searchbox", name="搜索公开的公文").fill("技能提升")
    plain_page.get_by_role("button", name="搜索").click()
    expect(plain_page.locator("h3 mark").first).to_have_text("技能提升")

    plain_page.get_by_role("link", name=TITLE).click()

    expect(plain_page).to_have_title(f"{TITLE} - 示例区人力资源和社会保障局")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(plain_page.get_by_role("heading", name="一、总体要求")).to_be_visible()
    with plain_page.expect_download() as started:
        plain_page.get_by_role("link", name="正文下载").click()
    assert started.value.suggested_filename == "通知 正文.pdf"


def test_a_facet_narrows_the_results_and_the_words_stay(plain_page: Page) -> None:
    plain_page.goto("/search?q=%E8%A1%A5%E8%B4%B4")
    plain_page.get_by_role("complementary", name="筛选结果").get_by_role("link", name="通知").click()

    expect(plain_page.get_by_role("searchbox")).to_have_value("补贴")
    expect(plain_page.locator(".hits > li")).to_have_count(1)
    plain_page.get_by_role("link", name="通知，去掉这个条件").click()
    expect(plain_page.locator(".hits > li")).to_have_count(10)
    plain_page.get_by_role("navigation", name="分页").get_by_role("link", name="下一页").click()
    expect(plain_page.locator(".hits > li")).to_have_count(3)


def test_more_conditions_are_asked_for_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/search?q=%E8%A1%A5%E8%B4%B4&type=%E9%80%9A%E7%9F%A5")
    plain_page.get_by_text("更多条件").click()
    plain_page.get_by_label("只在标题中查找").check()
    plain_page.get_by_label("从").fill("2026-01-01")
    plain_page.get_by_role("searchbox").fill("技能提升")
    plain_page.get_by_role("button", name="搜索").click()

    expect(plain_page.locator(".hits > li")).to_have_count(1)
    expect(plain_page.get_by_role("checkbox", name="只在标题中查找")).to_be_checked()
    expect(plain_page.get_by_role("link", name="通知，去掉这个条件")).to_be_visible()
    plain_page.get_by_role("link", name="2026年1月1日及以后，去掉这个条件").click()
    expect(plain_page.get_by_label("从")).to_have_value("")


def test_no_page_runs_a_script_but_the_search_boxes_or_breaks_its_own_policy(visit: Visit) -> None:
    assert visit.complaints == []
    scripts = visit.page.evaluate("[...document.scripts].map((each) => [new URL(each.src).pathname, each.defer])")
    assert scripts == ([["/static/suggestions.js", True]] if visit.name in SEARCHING else [])


def test_a_page_with_style_and_pictures_is_small(visit: Visit) -> None:
    assert len(visit.responses) >= 2
    assert sum(len(response.body()) for response in visit.responses) < LARGEST_PAGE_BYTES


def test_each_page_has_no_violation_of_accessibility_rules(visit: Visit) -> None:
    found = Axe().run(visit.page)

    assert found.violations_count == 0, found.generate_report()


def test_no_page_scrolls_sideways_on_a_narrow_phone(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 360, "height": 640})

    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_template_is_among_the_pages_that_are_checked() -> None:
    """Or is checked where what it needs is made: test_outage.py, test_error_reports.py and so on."""
    used = {"home", "document", "search", "error", "gone", "corrected", "columns", "column", "open_data", "report"}
    used |= {"requests", "request_form", "rectification_form", "request_status", "guide", "catalogue", "list_rows"}
    used |= {"consultations", "consultation", "comment_form"}
    elsewhere = {"unavailable", "report_received", "request_received", "responsibility", "comment_received"}
    elsewhere |= {"subscription_form", "subscription_received", "subscription_link"}
    parts = {"base", "parts", "request_parts", "consultation_parts", "subscription_parts"}

    assert {path.stem for path in (FOLDER / "templates").glob("*.html")} == used | elsewhere | parts


def test_markup_in_a_title_is_read_as_text(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(HOSTILE)

    expect(page.get_by_role("heading", level=1)).to_contain_text('<script>document.title="攻破"</script>')
    assert "攻破" in page.title()
    assert page.locator("article img").count() == 0


def test_markup_in_a_question_is_read_as_text(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto("/search?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")

    expect(page.get_by_role("combobox")).to_have_value('"><img src=x onerror=alert(1)>')
    assert page.locator("img").count() == 0


def test_the_keyboard_reaches_the_content_first(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(NOTICE)
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_note_in_a_document_has_no_frame(desktop: BrowserContext) -> None:
    """The rule for notes on the page of results once reached 附注, too."""
    page = desktop.new_page()
    page.goto(NOTICE)

    note = page.get_by_text("（此件公开发布）")
    assert note.evaluate("(element) => getComputedStyle(element).borderInlineStartWidth") == "0px"


def test_a_printed_document_is_the_sheet_alone(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(NOTICE)
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in (".site-header", ".site-footer", ".trail", ".downloads"):
        expect(page.locator(part)).to_be_hidden()
