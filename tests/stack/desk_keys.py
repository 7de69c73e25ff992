"""A person at the review desk in Airflow's own pages, who has a keyboard and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Frame, Page, sync_playwright

#: More stops than any page has: beyond it the element cannot be reached.
MOST_STOPS = 300
#: How long Airflow's pages and ours may take, milliseconds: a bound against hanging, not a measurement.
PATIENCE_MS = 180_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser whose own language, and so the order in which dates are typed, is English."""
    arguments = ["--no-sandbox", "--lang=en-US"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield browser
        browser.close()


@dataclass(frozen=True)
class DeskKeys:
    """The desk in its frame. Only `log_in` gives an address; everything after it is keys."""

    page: Page
    frame: Frame

    @classmethod
    def log_in(cls, browser: Browser, airflow_url: str, user: str, password: str) -> DeskKeys:
        """Log in to Airflow and go to 审查台 in its navigation."""
        page = browser.new_context(locale="zh-CN", viewport={"width": 1380, "height": 900}).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(airflow_url)
        page.wait_for_selector("input[name=username]")
        _tab_to(page, page.main_frame, "input[name=username]")
        page.keyboard.type(user)
        _tab_to(page, page.main_frame, "input[name=password]")
        page.keyboard.type(password)
        page.keyboard.press("Enter")
        entry = "a[href*='/plugin/review_desk']"
        page.wait_for_selector(entry)
        _tab_to(page, page.main_frame, entry)
        page.keyboard.press("Enter")
        page.frame_locator("iframe").locator("#content").wait_for()
        return cls(page, next(frame for frame in page.frames if frame.parent_frame))

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        _tab_to(self.page, self.frame, selector)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, selector: str, text: str) -> None:
        """Replace what stands in a field."""
        self.tab_to(selector)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def enter(self, selector: str) -> None:
        """Press Enter on something that stays on the page."""
        self.tab_to(selector)
        self.press("Enter")

    def follow(self, selector: str) -> None:
        """Press Enter on a link or a button that leads to another page, and wait until it is there."""
        self.tab_to(selector)
        with self.frame.expect_navigation():
            self.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """Choose one of a group of radio buttons."""
        self.tab_to(f"input[type=radio][name={name}]")
        self.press("Space")
        self._go_down_to(value)

    def pick(self, name: str, value: str) -> None:
        """Pick an entry of a list."""
        self.tab_to(f"select[name={name}]")
        self._go_down_to(value)

    def tick(self, selector: str) -> None:
        self.tab_to(selector)
        self.press("Space")

    def date(self, selector: str, day: dt.date) -> None:
        """Type a date part by part, in the order of the browser's own language."""
        self.tab_to(selector)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def open(self, document_id: str) -> None:
        """From the lists of my work to a document."""
        self.follow("a[href$='/desk/']:not([href*='#'])")
        self.follow(f"td.title a[href$='{document_id}']")

    def send(self, selector: str, then: str) -> None:
        """Send a form with its button, and wait for what the next page shows."""
        self.follow(selector)
        self.frame.wait_for_selector(then)

    def close(self) -> None:
        self.page.context.close()

    def _go_down_to(self, value: str) -> None:
        for _ in range(20):
            if self.frame.evaluate("document.activeElement.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow key leads to {value}")


def _tab_to(page: Page, frame: Frame, selector: str) -> None:
    for _ in range(MOST_STOPS):
        if frame.evaluate("selector => document.hasFocus() && !!document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")
