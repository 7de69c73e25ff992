"""WCAG 2.2 AA where axe cannot look, by measure: reflow, larger and looser text, targets, paper. Every template."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.addresses import TEMPLATES

#: 1280 × 1024 at 400 % (WCAG 1.4.10).
ZOOMED = (320, 256)
#: The column of GB/T 9704-2012 on A4, 156 mm, in pixels of CSS.
PAPER_WIDTH = 590

WIDTH = "document.documentElement.scrollWidth"
#: As WCAG 1.4.12 has it; put into our own style sheet, since the policy of the page takes no other.
LOOSE = """() => {
  const sheet = document.styleSheets[0];
  const add = (rule) => sheet.insertRule(rule, sheet.cssRules.length);
  add("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }");
  add("p { margin-bottom: 2em !important; }");
}"""
#: What is wider or higher than the box that hides the rest. Not what is there for screen readers alone, not a
#: field, in which one moves, and not excerpts (.fragments), which end with … where their link goes on.
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const { overflowX, overflowY } = getComputedStyle(element);
  const hides = (kind) => ["hidden", "clip"].includes(kind);
  if (element.clientWidth <= 1 || element.matches("input") || element.closest(".fragments")) return false;
  return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1)
      || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => element.outerHTML.slice(0, 80))"""
#: Targets below 24 × 24 pixels that WCAG 2.5.8 does not excuse: those within a sentence are excused, and those
#: around whose middle a circle of 24 pixels meets no other target.
SMALL = """() => {
  const targets = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), textarea")]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0);
  const inSentence = ({ element }) => {
    const around = element.closest("p, li, dd, td, div");
    return getComputedStyle(element).display === "inline" && around
      && around.textContent.trim().length > element.textContent.trim().length + 1;
  };
  const isSmall = ({ box }) => box.width < 24 || box.height < 24;
  const middle = ({ box }) => [box.left + box.width / 2, box.top + box.height / 2];
  const crowds = (one) => targets.some((other) => {
    if (other === one || other.element.contains(one.element)) return false;
    const [x, y] = middle(one);
    const away = (low, high, at) => Math.max(low - at, 0, at - high);
    const { left, right, top, bottom } = other.box;
    const [dx, dy] = [away(left, right, x), away(top, bottom, y)];
    if (Math.hypot(dx, dy) < 12) return true;
    const [ox, oy] = middle(other);
    return isSmall(other) && Math.hypot(ox - x, oy - y) < 24;
  });
  return targets.filter((each) => isSmall(each) && !inSentence(each) && crowds(each))
    .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`);
}"""

Open = Callable[[str, int, int], Page]


@pytest.fixture(scope="module")
def window(browser: Browser, portal) -> Iterator[Page]:
    """One for all: a new one costs Chromium ten times what another page in it does."""
    context = browser.new_context(base_url=portal.url, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(window: Page) -> Open:
    """Template, width and height of the window → the page in it, loaded anew."""

    def opened(name: str, width: int, height: int) -> Page:
        window.emulate_media(media="screen")
        window.set_viewport_size({"width": width, "height": height})
        window.goto(TEMPLATES[name])
        return window

    return opened


@pytest.mark.parametrize("name", TEMPLATES)
def test_at_four_times_the_size_nothing_scrolls_sideways(open_page: Open, name: str) -> None:
    """1.4.10. Wide tables scroll within a frame of their own."""
    page = open_page(name, *ZOOMED)

    assert page.evaluate(WIDTH) <= ZOOMED[0]
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", TEMPLATES)
def test_letters_of_twice_the_size_cut_nothing_off(open_page: Open, name: str, width: int) -> None:
    """1.4.4."""
    page = open_page(name, width, 800)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate(WIDTH) <= width
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", TEMPLATES)
def test_looser_text_cuts_nothing_off(open_page: Open, name: str, width: int) -> None:
    """1.4.12."""
    page = open_page(name, width, 800)

    page.evaluate(LOOSE)

    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
    assert page.evaluate(WIDTH) <= width
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", TEMPLATES)
def test_targets_are_large_enough_or_stand_apart(open_page: Open, name: str, width: int) -> None:
    """2.5.8."""
    assert open_page(name, width, 800).evaluate(SMALL) == []


@pytest.mark.parametrize("size", [(844, 390), (390, 844)], ids=["lying", "standing"])
def test_a_phone_may_be_held_either_way(open_page: Open, size: tuple[int, int]) -> None:
    """1.3.4."""
    for name in ("home", "document", "search"):
        page = open_page(name, *size)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate(WIDTH) <= size[0]


@pytest.mark.parametrize("name", TEMPLATES)
def test_on_paper_there_is_the_content_within_its_width_and_nothing_to_click(open_page: Open, name: str) -> None:
    page = open_page(name, PAPER_WIDTH, 900)

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(WIDTH) <= PAPER_WIDTH
    for part in (".site-header", ".site-footer", ".skip", ".search-box", ".button", "form.report button", ".paging"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
