"""Suggestions in Chromium: by keyboard, by finger, for screen readers; and nothing of a title is ever run."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect

from tests.portal.addresses import HOSTILE, NOTICE

TITLE = "示例区人力资源和社会保障局关于开展职业技能提升行动的通知"
SUGGESTIONS = "**/api/v1/suggestions?*"


@pytest.fixture
def home(desktop: BrowserContext) -> Page:
    page = desktop.new_page()
    page.goto("/")
    return page


@pytest.fixture
def phone(browser: Browser, portal) -> Iterator[Page]:
    context = browser.new_context(
        base_url=portal.url, locale="zh-CN", viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def untimed(home: Page) -> Page:
    """Its timers go off only when a test lets time pass, so that nothing depends on how quick the machine types."""
    home.clock.install(time=0)
    home.clock.pause_at(60)
    return home


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="搜索公开的公文")


def type_in(page: Page, text: str) -> Locator:
    """Type as a person does, key by key, and wait for the list; a slow machine may ask for the half of it before."""
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [text]):
        box(page).press_sequentially(text, delay=10)
    options = page.get_by_role("listbox", name="建议").get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def asked(page: Page) -> list[str]:
    """What the page asks suggestions for from now on."""
    heard: list[str] = []

    def hear(request: Request) -> None:
        if "/suggestions?" in request.url:
            heard.extend(parse_qs(urlsplit(request.url).query)["q"])

    page.on("request", hear)
    return heard


def test_a_document_is_reached_with_arrows_and_enter_alone(home: Page) -> None:
    options = type_in(home, "职业技能提")
    expect(box(home)).to_have_attribute("aria-expanded", "true")
    expect(home.get_by_role("status")).to_have_text("有 1 条建议，可用上下键选择。")

    home.keyboard.press("ArrowDown")

    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box(home)).to_be_focused()
    active = box(home).get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    home.keyboard.press("Enter")
    home.wait_for_url(f"**{NOTICE}")


def test_arrows_go_round_through_the_box(home: Page) -> None:
    options = type_in(home, "社会保险")
    count = options.count()
    assert count > 2

    home.keyboard.press("ArrowUp")
    expect(options.nth(count - 1)).to_have_attribute("aria-selected", "true")
    home.keyboard.press("ArrowDown")
    expect(home.locator("[aria-selected=true]")).to_have_count(0)
    expect(box(home)).not_to_have_attribute("aria-activedescendant", "suggestion-0")
    home.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_list_and_what_was_typed_stays(home: Page) -> None:
    options = type_in(home, "社会保险")

    home.keyboard.press("Escape")

    expect(options.first).to_be_hidden()
    expect(box(home)).to_have_attribute("aria-expanded", "false")
    expect(box(home)).to_have_value("社会保险")
    home.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(home: Page) -> None:
    type_in(home, "社会保险")

    home.keyboard.press("Enter")

    expect(home).to_have_title("“社会保险”的搜索结果 - 示例区人力资源和社会保障局")


def test_leaving_the_box_closes_the_list(home: Page) -> None:
    options = type_in(home, "社会保险")

    home.keyboard.press("Tab")

    expect(options.first).to_be_hidden()
    expect(home.get_by_role("button", name="搜索")).to_be_focused()


def test_a_word_keeps_the_filters_that_are_chosen(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto("/search?year=2025")
    type_in(page, "社会保").filter(has_text="词语").first.click()

    page.wait_for_url(lambda url: "year=2025" in url and "q=%E7%A4%BE" in url)


def test_one_character_asks_nobody_and_quick_typing_asks_once(untimed: Page) -> None:
    heard = asked(untimed)

    box(untimed).press_sequentially("社")
    untimed.clock.run_for(400)
    assert heard == []

    box(untimed).press_sequentially("会保险")
    untimed.clock.run_for(400)
    expect(untimed.get_by_role("option").first).to_be_visible()
    assert heard == ["社会保险"]


def test_what_an_input_method_is_still_composing_is_not_asked_for(untimed: Page) -> None:
    heard = asked(untimed)
    box(untimed).focus()
    keyboard = untimed.context.new_cdp_session(untimed)

    keyboard.send("Input.imeSetComposition", {"text": "shebao", "selectionStart": 6, "selectionEnd": 6})
    untimed.clock.run_for(400)
    assert heard == []

    keyboard.send("Input.insertText", {"text": "社会保险"})
    untimed.clock.run_for(400)
    expect(untimed.get_by_role("option").first).to_be_visible()
    assert heard == ["社会保险"]


def test_an_answer_that_comes_late_does_not_replace_what_was_asked_since(untimed: Page) -> None:
    def slowly(route: Route) -> None:
        """The first question is answered only after the second: it was taken back by then."""
        if parse_qs(urlsplit(route.request.url).query)["q"] == ["职业技能"]:
            held.append(route)
        else:
            route.continue_()

    held: list[Route] = []
    failed: list[str] = []
    untimed.on("requestfailed", lambda request: failed.append(request.failure or ""))
    untimed.route(SUGGESTIONS, slowly)
    box(untimed).press_sequentially("职业技能")
    with untimed.expect_request(SUGGESTIONS):
        untimed.clock.run_for(400)

    box(untimed).fill("社会保险")
    untimed.clock.run_for(400)

    expect(untimed.get_by_role("option").filter(has_text="社会保险").first).to_be_visible()
    expect(untimed.get_by_role("option").filter(has_text=TITLE)).to_have_count(0)
    assert len(held) == 1
    assert failed == ["net::ERR_ABORTED"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_without_an_answer_the_box_works_as_ever(home: Page, status: int) -> None:
    home.route(SUGGESTIONS, lambda route: route.fulfill(status=status, body="<p>no JSON</p>"))
    complaints: list[str] = []
    home.on("pageerror", lambda error: complaints.append(str(error)))

    with home.expect_response(SUGGESTIONS):
        box(home).press_sequentially("社会保险")
    expect(home.get_by_role("listbox")).to_be_hidden()
    home.keyboard.press("Enter")

    expect(home).to_have_title("“社会保险”的搜索结果 - 示例区人力资源和社会保障局")
    assert complaints == []


def test_markup_in_a_title_is_suggested_as_text(home: Page) -> None:
    complaints: list[str] = []
    home.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    home.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    elements = "document.querySelectorAll('img, script, [onerror]').length"
    before = home.evaluate(elements)

    options = type_in(home, "攻破")

    expect(options.first).to_contain_text('<script>document.title="攻破"</script><img src=x onerror=alert(1)>')
    assert home.evaluate(elements) == before
    assert "攻破" not in home.title()
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")
    home.wait_for_url(f"**{HOSTILE}")
    assert complaints == []


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_even_by_a_forged_answer(home: Page, path: str) -> None:
    forged = {"suggestions": [{"kind": "title", "text": "关于示例的通知", "path": path, "detail": ""}]}
    home.route(SUGGESTIONS, lambda route: route.fulfill(json=forged))
    before = home.url

    type_in(home, "关于")
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")
    home.wait_for_timeout(300)

    assert home.url == before


def test_the_policy_lets_no_script_on_these_pages_make_markup_of_text(home: Page) -> None:
    refused = (
        """() => { try { document.body.innerHTML = "<img src=x>"; return ""; } catch (error) { return error.name; } }"""
    )

    assert home.evaluate(refused) == "TypeError"


def test_the_open_list_is_accessible_on_a_wide_screen(home: Page) -> None:
    type_in(home, "社会保险")
    home.keyboard.press("ArrowDown")

    found = Axe().run(home)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["/", "/search?q=%E8%A1%A5%E8%B4%B4"])
def test_the_open_list_fits_a_phone_and_is_touched_easily(phone: Page, path: str) -> None:
    phone.goto(path)
    box(phone).fill("")
    options = type_in(phone, "社会保险")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    places = [each.bounding_box() for each in options.all()]
    assert all(place and place["height"] >= 24 and place["x"] >= 0 for place in places)
    assert all(place and place["x"] + place["width"] <= 360 for place in places)
    assert Axe().run(phone).violations_count == 0
    options.filter(has_text="公文").first.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("社会保险")


def test_without_script_the_box_is_a_plain_form(browser: Browser, portal) -> None:
    context = browser.new_context(base_url=portal.url, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox", name="搜索公开的公文").fill("技能提升")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    context.close()
