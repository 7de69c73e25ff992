"""WCAG 2.2 AA where axe cannot look, by what pages say: the same help everywhere, names, languages, no motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.portal.addresses import NOTICE, TEMPLATES

#: Three words or more of another alphabet are a passage, and have to say in which language they are.
PASSAGE = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")

TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    found.push([node.parentElement.closest("[lang]").lang, node.textContent]);
  return found;
}"""
#: Links within running text that only their colour tells apart.
BY_COLOUR = """() => [...document.querySelectorAll("main p a:not(.button)")].filter((link) => {
  const around = link.closest("p");
  return around.textContent.trim() !== link.textContent.trim()
    && !around.matches(".chosen, .order")
    && getComputedStyle(link).textDecorationLine === "none";
}).map((link) => link.outerHTML)"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { animationName, transitionDuration } = getComputedStyle(element);
  return animationName !== "none" || parseFloat(transitionDuration) > 0;
}).length + document.querySelectorAll("meta[http-equiv], marquee, video, audio, object, iframe").length"""


@pytest.fixture(scope="module")
def pages(browser: Browser, portal) -> Iterator[Callable[[str], Page]]:
    """Template → its page on a wide screen, opened once."""
    context = browser.new_context(base_url=portal.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
    opened: dict[str, Page] = {}

    def of(name: str) -> Page:
        if name not in opened:
            opened[name] = context.new_page()
            opened[name].goto(TEMPLATES[name])
        return opened[name]

    yield of
    context.close()


def links(page: Page, part: str) -> list[tuple[str, str]]:
    return [(each.inner_text(), each.get_attribute("href") or "") for each in page.locator(f"{part} a").all()]


def test_navigation_and_help_are_the_same_and_in_the_same_place_everywhere(pages) -> None:
    """3.2.3, 3.2.4, 3.2.6. Help is the guide (公开指南), with address and telephone, in the foot of every page."""
    shown = {name: (links(pages(name), ".site-header"), links(pages(name), ".site-footer")) for name in TEMPLATES}

    (header, footer), *others = shown.values()
    assert all(each == (header, footer) for each in others)
    assert ("公开指南", "/guide") in footer
    for name in TEMPLATES:
        order = pages(name).evaluate("[...document.body.children].map((each) => each.className || each.tagName)")
        assert order[:4] == ["skip", "site-header", "MAIN", "site-footer"], name


def test_each_page_has_a_title_that_tells_it_from_others(pages) -> None:
    """2.4.2."""
    titles = {name: pages(name).title() for name in TEMPLATES}

    # Two pages of the same search, and two kinds of message about a document, are told apart by their heading.
    assert len(set(titles.values())) >= len(titles) - 2
    assert all(title.endswith(" - 示例区人力资源和社会保障局") for title in titles.values())


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_language_of_every_passage_is_told(pages, name: str) -> None:
    """3.1.1, 3.1.2. Names and terms of a word or two are excused by the rule itself."""
    page = pages(name)

    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    foreign = [text for lang, text in page.evaluate(TEXTS) if lang.startswith("zh") and PASSAGE.search(text)]
    assert foreign == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_read_out_begins_with_what_is_seen(pages, name: str) -> None:
    """2.5.3: who speaks the words on a link follows it."""
    for link in pages(name).locator("a[aria-label], button[aria-label]").all():
        seen = link.inner_text().replace("×", "").strip()
        assert seen in (link.get_attribute("aria-label") or "")


@pytest.mark.parametrize("name", TEMPLATES)
def test_colour_alone_tells_no_link_and_nothing_moves_or_hides_behind_hovering(pages, name: str) -> None:
    """1.4.1; 2.2.2, 2.3.1; 1.4.13."""
    page = pages(name)

    assert page.evaluate(BY_COLOUR) == []
    assert page.evaluate(MOVING) == 0
    assert page.locator("body [title]").count() == 0


def test_what_is_wrong_with_a_form_is_said_at_its_fields_and_above(browser: Browser, portal) -> None:
    """3.3.1, 3.3.2, 3.3.3, 3.3.7: which field, what to do, and what was filled in is still there."""
    context = browser.new_context(base_url=portal.url, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{NOTICE}/report")
    page.evaluate("document.querySelector('form.report').noValidate = true")
    page.get_by_label("其他").check()
    page.get_by_role("button", name="提交").click()

    assert page.title().startswith("有误：")
    alert = page.get_by_role("alert")
    assert "有 1 处需要改正" in alert.inner_text()
    field = page.get_by_label("问题在哪里")
    assert field.get_attribute("aria-invalid") == "true"
    described = [
        page.locator(f"#{each}").inner_text() for each in (field.get_attribute("aria-describedby") or "").split()
    ]
    assert described[0] == "请写明问题在哪里，1至1000字。"
    assert page.get_by_role("radiogroup", name="问题的种类").get_attribute("aria-invalid") is None
    assert page.get_by_label("其他").is_checked()
    alert.get_by_role("link").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") in ("text", "")
    context.close()


def test_a_form_without_a_choice_says_so_at_the_choice(browser: Browser, portal) -> None:
    context = browser.new_context(base_url=portal.url, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{NOTICE}/report")
    page.evaluate("document.querySelector('form.report').noValidate = true")
    page.get_by_label("问题在哪里").fill("第二段应为三年")
    page.get_by_role("button", name="提交").click()

    group = page.get_by_role("radiogroup", name="问题的种类")
    assert group.get_attribute("aria-invalid") == "true"
    assert "请选择问题的种类。" in group.inner_text()
    assert page.get_by_label("问题在哪里").input_value() == "第二段应为三年"
    context.close()
