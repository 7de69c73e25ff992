"""A reviewer at work in a real browser, by keyboard alone and without a complaint of axe."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from review_desk.login import airflow_user_id

from processors.sniff import MediaType
from records.domain.consultations.consultation import ConsultationId
from records.domain.document import DocumentId, PersonId
from records.domain.redaction import RedactedArea
from records.domain.review import Verdict
from tests.desk.test_areas import LINES, pdf, reading_of_lines, received
from tests.desk.test_layouts import two_sheets
from tests.desk.visitors import DeskHouse, user_of_header
from tests.records.consultations.consultation_kit import Forum
from tests.records.lists.list_kit import hand_in, power
from tests.records.office_kit import Office, blocking
from tests.records.requests.registry_kit import open_registry

#: A bound against hanging; a page of a picture takes six seconds of processor time.
PATIENCE_MS = 180_000


@dataclass(frozen=True)
class Desk:
    address: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, user: str) -> Page:
        context = self.browser.new_context(
            locale="zh-CN", viewport={"width": 1380, "height": 900}, extra_http_headers={"x-test-user": user}
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(self.address)
        return page

    def close(self) -> None:
        """The server ends once nobody holds a connection to it."""
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def desk(house: DeskHouse, browser: Browser) -> Iterator[Desk]:
    house.app.dependency_overrides[airflow_user_id] = user_of_header
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(house.outer, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    desk = Desk(f"http://127.0.0.1:{listener.getsockname()[1]}/desk/", browser)
    try:
        yield desk
    finally:
        desk.close()
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def printed(office: Office) -> DocumentId:
    """A PDF in review, whose pages have pictures."""
    return received(office, pdf(*LINES), reading_of_lines("application/pdf"))


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    return office.submit("通知", by=PersonId("clerk"), findings=(blocking(),))


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


@pytest.fixture
def laid_out(office: Office) -> DocumentId:
    """A DOCX in review, which is printed as two sheets."""
    return received(office, two_sheets(), reading_of_lines(MediaType.DOCX))


def areas_of(office: Office, document_id: DocumentId) -> tuple[RedactedArea, ...]:
    reading = office.desk.dossier(document_id).reading
    assert reading is not None
    return reading.areas


def test_a_reviewer_approves_by_keyboard_alone(office: Office, desk: Desk, document_id: DocumentId):
    page = desk.page("user-unit-head")
    _tab_to(page, "a[href*='/documents/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    _tab_to(page, "input[name=verdict]")
    page.keyboard.press("Space")
    _tab_to(page, "input[name^=dismissal]")
    page.keyboard.type("号码是示例")
    _tab_to(page, "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?recorded=*")
    assert "已记录" in page.inner_text("[role=status]")
    decision = office.review.decision_for(document_id, 1, 1)
    assert decision is not None
    assert (decision.verdict, decision.door) == (Verdict.APPROVE, "desk")


def test_a_refusal_is_announced_and_what_was_typed_is_still_there(desk: Desk, document_id: DocumentId):
    page = desk.page("user-unit-head")
    page.goto(f"{desk.address}documents/{document_id}")
    page.get_by_label("不予公开").check()
    page.get_by_label("理由", exact=True).fill("涉及个人隐私")
    page.get_by_role("button", name="提交意见").click()
    assert "法律依据不符合要求" in page.inner_text("[role=alert]")
    assert page.get_by_label("理由", exact=True).input_value() == "涉及个人隐私"
    assert page.get_by_label("不予公开").is_checked()


def test_a_link_in_the_list_of_findings_leads_to_the_place_in_the_text(desk: Desk, document_id: DocumentId):
    page = desk.page("user-unit-head")
    page.goto(f"{desk.address}documents/{document_id}")
    page.get_by_role("link", name="第 1 页 · 居民身份证号").click()
    assert page.locator("mark:target").inner_text().startswith("通知")


def test_a_list_is_filtered_by_keyboard_and_every_row_is_reached(office: Office, desk: Desk, document_id: DocumentId):
    office.submit("没有发现项的通知", by=PersonId("clerk"))
    page = desk.page("user-unit-head")
    _tab_to(page, "input[name=blocking]")
    page.keyboard.press("Space")
    _tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*blocking=1*")
    assert page.locator("td.title a").count() == 1
    _tab_to(page, f"a[href$='{document_id}']")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_an_area_is_marked_by_keyboard_alone(office: Office, desk: Desk, printed: DocumentId):
    page = desk.page("user-unit-head")
    page.goto(f"{desk.address}documents/{printed}")
    _tab_to(page, "details.picture summary")
    page.keyboard.press("Enter")
    _tab_to(page, ".stage")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown", "Control+ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    assert "已加入第 1 页的区域" in page.inner_text("#areas-said")
    assert page.locator("rect.wanted").count() == 1
    assert page.evaluate("document.activeElement.id") == "area-reason"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="已隐去（1）").wait_for()
    [area] = areas_of(office, printed)
    assert area.box == (0.408, 0.44, 0.618, 0.48)


def test_areas_are_drawn_with_the_mouse_and_go_together(office: Office, desk: Desk, printed: DocumentId):
    page = desk.page("user-unit-head")
    page.goto(f"{desk.address}documents/{printed}")
    page.get_by_text("页面图片", exact=True).click()
    stage = page.locator(".stage")
    stage.locator("img").evaluate("picture => picture.decode()")
    stage.scroll_into_view_if_needed()
    frame = stage.bounding_box()
    assert frame is not None
    for top in (0.165, 0.4):
        page.mouse.move(frame["x"] + frame["width"] * 0.95, frame["y"] + frame["height"] * (top + 0.035))
        page.mouse.down()
        page.mouse.move(frame["x"] + frame["width"] * 0.1, frame["y"] + frame["height"] * top)
        page.mouse.up()
    assert page.locator("rect.wanted").count() == 2
    page.get_by_role("button", name="隐去这些区域").click()
    page.get_by_role("heading", name="已隐去（2）").wait_for()
    assert page.locator("rect.redacted-area").count() == 2
    first, second = areas_of(office, printed)
    assert first.box == pytest.approx((0.1, 0.165, 0.95, 0.2), abs=0.005)
    assert len(first.words) == 1
    assert second.words == ()


def test_a_layout_is_printed_when_it_is_opened_by_keyboard_and_not_before(desk: Desk, laid_out: DocumentId):
    page = desk.page("user-unit-head")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk.address}documents/{laid_out}", wait_until="networkidle")
    assert not [address for address in asked if f"{laid_out}/layout" in address]
    _tab_to(page, "details.layout summary")
    page.keyboard.press("Enter")
    sheets = page.frame_locator("iframe").locator("img")
    sheets.nth(1).wait_for()
    assert sheets.first.evaluate("picture => picture.decode().then(() => picture.naturalHeight > 1000)")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    sheets.nth(1).evaluate("picture => picture.decode()")
    assert [address.rsplit("/", 2)[-2] for address in asked if address.endswith("/picture")] == ["1", "2"]


def test_a_layout_that_cannot_be_printed_takes_the_room_of_its_sentence(office: Office, desk: Desk):
    broken = received(office, b"PK\x03\x04 broken", reading_of_lines(MediaType.DOCX))
    page = desk.page("user-unit-head")
    page.goto(f"{desk.address}documents/{broken}")
    page.get_by_text("版面图片", exact=True).click()
    page.frame_locator("iframe").get_by_text("请下载原件对照").wait_for()
    page.locator(".frame.sentence").wait_for()
    frame = page.locator(".frame").bounding_box()
    assert frame is not None
    assert frame["height"] < 150


@pytest.mark.parametrize(("width", "is_beside"), [(360, False), (1380, False), (1920, True)])
def test_an_open_layout_stands_beside_the_text_where_there_is_room(
    desk: Desk, laid_out: DocumentId, width: int, is_beside: bool
):
    page = desk.page("user-unit-head")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{desk.address}documents/{laid_out}")
    page.get_by_text("版面图片", exact=True).click()
    frame, text = page.locator(".frame").bounding_box(), page.locator(".text").first.bounding_box()
    assert frame is not None
    assert text is not None
    assert (frame["x"] + frame["width"] <= text["x"]) is is_beside
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("user", ["user-unit-head", "user-clerk", "user-office"])
def test_on_a_phone_nothing_lies_beside_the_page(desk: Desk, document_id: DocumentId, user: str):
    page = desk.page(user)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_a_phone_a_request_and_its_forms_fit(office: Office, desk: Desk):
    drafted = open_registry(office).drafted()
    page = desk.page("user-unit-head")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("requests", f"requests/{drafted}"):
        page.goto(desk.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_a_phone_lists_and_their_forms_fit(office: Office, desk: Desk):
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    page = desk.page("user-clerk")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("lists", "lists/powers", "lists/service_guides/new", f"lists/powers/rows/{document_id}"):
        page.goto(desk.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path


def test_a_row_of_a_list_is_entered_by_keyboard_alone(office: Office, desk: Desk):
    page = desk.page("user-clerk")
    page.goto(f"{desk.address}lists/proofs/new")
    for selector, text in (
        ("#field-name", "示例证明"),
        ("#field-purpose", "示例事项"),
        ("#field-basis", "《示例办法》"),
    ):
        _tab_to(page, selector)
        page.keyboard.type(text)
        if selector == "#field-purpose":
            _tab_to(page, "#field-status")
            page.keyboard.press("ArrowDown")
    _tab_to(page, "form[action$='/lists/proofs/new'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    assert "证明事项清单" in page.inner_text("h1")


def test_an_answer_is_approved_by_keyboard_alone(office: Office, desk: Desk):
    registry = open_registry(office)
    drafted = registry.drafted()
    page = desk.page("user-unit-head")
    page.goto(f"{desk.address}requests/{drafted}")
    _tab_to(page, "select[name=verdict]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "form[action*='/requests/'] button")
    page.keyboard.press("Enter")
    page.get_by_text("答复审批同意，报上一级").wait_for()
    assert [one.approves for one in registry.request(drafted).approvals] == [True]


def _consultations(office: Office, forum: Forum) -> tuple[ConsultationId, ConsultationId]:
    """One that waits for its levels, and one with a comment, an opinion and its report as a fragment."""
    office.clock.move_to(2026, 3, 2)
    prepared = forum.prepared(opens_on=dt.date(2026, 5, 1), closes_on=dt.date(2026, 6, 1))
    return prepared, forum.sorted()


def test_no_policy_is_violated_and_axe_finds_nothing(
    office: Office, house: DeskHouse, desk: Desk, document_id: DocumentId, printed: DocumentId, laid_out: DocumentId
):
    returned = office.submit("退回的通知", by=PersonId("clerk"))
    office.decide(returned, PersonId("unit-head"), Verdict.RETURN, reason="请核对")
    undetermined = office.extract("没有注明的函", disclosure=None)
    broken = office.receive("读不出的通知")
    office.intake.quarantine(broken, code="timed_out", message="读取该文件超过时限。")
    powers = hand_in(office, "powers", power(1), power(2))[0].document_id
    assigned, drafted = (make() for make in (open_registry(office).assigned, open_registry(office).drafted))
    prepared, consulted = _consultations(office, house.forum)
    draft = house.forum.consultation(consulted).draft_id
    page = desk.page("user-unit-head")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for user, path in (
        ("user-unit-head", ""),
        ("user-unit-head", f"documents/{document_id}"),
        ("user-unit-head", f"documents/{printed}"),
        ("user-unit-head", f"documents/{laid_out}"),
        ("user-unit-head", f"documents/{laid_out}/layout"),
        ("user-unit-head", f"documents/{printed}/layout"),
        ("user-office", "reports"),
        ("user-office", "requests"),
        ("user-office", "requests/new"),
        ("user-unit-head", "consultations"),
        ("user-clerk", "consultations/new"),
        ("user-clerk", f"consultations/{consulted}"),
        ("user-unit-head", f"consultations/{prepared}"),
        ("user-clerk", f"documents/{draft}"),
        ("user-operator", "operations"),
        ("user-operator", "operations/runbook"),
        ("user-office", f"requests/{assigned}"),
        ("user-unit-head", f"requests/{drafted}"),
        ("user-clerk", "lists"),
        ("user-clerk", "lists/powers"),
        ("user-clerk", "lists/service_guides/new"),
        ("user-clerk", f"lists/powers/rows/{powers}"),
        ("user-unit-head", f"documents/{powers}"),
        ("user-clerk", ""),
        ("user-clerk", f"documents/{returned}"),
        ("user-office", f"documents/{undetermined}"),
        ("user-other-head", f"documents/{document_id}"),
    ):
        page.set_extra_http_headers({"x-test-user": user})
        page.goto(desk.address + path)
        result = Axe().run(page)
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
        assert not [text for text in complaints if "Content Security Policy" in text], path
