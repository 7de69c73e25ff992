"""WCAG 2.2 AA where axe cannot look, by keyboard: a walk with the Tab key over every template, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.addresses import NOTICE, TEMPLATES

#: 1280 pixels, and what is left of them at 400 % (WCAG 1.4.10).
SIZES = {"wide": (1280, 900), "phone": (320, 640)}
MOST_STOPS = 150
#: Of a focus ring against its ground (2.4.7 with 1.4.11).
LEAST_CONTRAST = 3.0

#: The element that has the focus: its place in the document and on the page, its ring, and whether it can be seen.
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(node);
      if (backgroundImage.includes("rgb")) return backgroundImage.match(/rgba?\\([^)]*\\)/)[0];
      if (numbers(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const style = getComputedStyle(element);
  const [first] = element.getClientRects();
  const isOn = (share) => {
    const there = document.elementFromPoint(first.left + first.width / 2, first.top + first.height * share);
    return there !== null && (there === element || element.contains(there));
  };
  const [a, b] = [light(style.outlineColor), light(ground(element.parentElement))].sort((x, y) => y - x);
  return {
    name: element.textContent.trim() || element.getAttribute("aria-label") || element.tagName,
    place: [...document.querySelectorAll("*")].indexOf(element),
    top: first.top + scrollY,
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (a + 0.05) / (b + 0.05),
    seen: [0.1, 0.5, 0.9].some(isOn),
  };
}"""

Stop = dict[str, Any]


@pytest.fixture(scope="module")
def walk(browser: Browser, portal) -> Iterator[Callable[[str, str], list[Stop]]]:
    """Template and size → the stops of the Tab key, each walked once; it ends where the browser's own begin."""
    walked: dict[tuple[str, str], list[Stop]] = {}
    context = browser.new_context(base_url=portal.url, locale="zh-CN")

    def of(name: str, size: str) -> list[Stop]:
        if (name, size) not in walked:
            width, height = SIZES[size]
            page = context.new_page()  # in one that has been walked through, the focus begins elsewhere
            page.set_viewport_size({"width": width, "height": height})
            walked[name, size] = stops(page, TEMPLATES[name])
            page.close()
        return walked[name, size]

    yield of
    context.close()


def stops(page: Page, path: str) -> list[Stop]:
    page.goto(path)
    found: list[Stop] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        if not found or stop["place"] != found[-1]["place"]:  # a date is one field with several stops within
            found.append(stop)
    pytest.fail(f"{path}: the Tab key does not come to an end")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_focus_goes_through_the_page_in_its_order_and_out_again(walk, name: str, size: str) -> None:
    """2.1.2, 2.4.3, 1.3.2: in the order of the document, which on a phone is the order from top to bottom."""
    walked = walk(name, size)

    places = [stop["place"] for stop in walked]
    assert places == sorted(set(places))
    if size == "phone":
        tops = [stop["top"] for stop in walked[1:]]  # the first one is the skip link, which stands above all
        assert all(after >= before - 6 for before, after in pairwise(tops)), walked


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_focus_is_seen_wherever_it_is(walk, name: str, size: str) -> None:
    """2.4.7, 2.4.11, 1.4.11: a ring of two pixels that stands out, on an element that nothing covers."""
    for stop in walk(name, size):
        assert stop["ring"] >= 2, stop
        assert stop["contrast"] >= LEAST_CONTRAST, stop
        assert stop["seen"], stop


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_first_stop_leads_past_what_repeats(walk, name: str) -> None:
    """2.4.1."""
    assert walk(name, "wide")[0]["name"] == "跳到主要内容"


def test_after_the_skip_link_the_content_is_next(browser: Browser, portal) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{portal.url}{NOTICE}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("main a").first).to_be_focused()
    page.close()


def test_the_walk_comes_past_every_link_and_field(browser: Browser, portal, walk) -> None:
    """2.1.1; of radio buttons of a group, browsers stop at one."""
    page = browser.new_page(locale="zh-CN")
    reached = ":is(a[href], button, summary, input:not([type=hidden], [type=radio], [tabindex]), textarea):visible"
    for name in ("home", "search", "search with conditions", "column", "report"):
        page.goto(portal.url + TEMPLATES[name])
        radios = 1 if name == "report" else 0
        assert len(walk(name, "wide")) == page.locator(reached).count() + radios, name
    page.close()
