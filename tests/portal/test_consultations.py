"""公开征求意见 as citizens meet it: list, draft, form, what is refused and when; without script. Real server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bundles.consultations import CONSULTATIONS_NAME, Consultations, PublicConsultation
from bundles.dropbox import DropBoxReader, new_key_pair
from bundles.submissions import Comment

PRIVATE, PUBLIC = new_key_pair()
BUREAU = "shili-hrss"
FIELDS = {"text": "第三条的期限建议改为六十日", "name": "示例群众甲", "contact": "000-12345678"}
DRAFT, REPORT, DECISION = 31, 32, 33
OPEN, OVER, COMING, ENDED, HIDDEN = 90, 91, 92, 93, 94


@dataclass
class Site:
    client: httpx.Client
    shelf: Any
    log: Path
    address: int = 0

    @property
    def boxes(self) -> list[Comment]:
        reader = DropBoxReader(self.shelf.dropbox, bytes.fromhex(PRIVATE))
        return [box.submission for box in reader.boxes(99) if isinstance(box.submission, Comment)]

    def tell(self, *consultations: PublicConsultation) -> None:
        self.shelf.writer.write_consultations(BUREAU, Consultations(consultation=consultations))

    def comment(self, number: int = OPEN, **changes: str) -> httpx.Response:
        """From an address of its own, so that no limit is met."""
        self.address += 1
        headers = {"x-forwarded-for": f"203.0.113.{self.address}"}
        return self.client.post(f"/consultations/{ulid(number)}/comment", data=FIELDS | changes, headers=headers)

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text


def ulid(number: int) -> str:
    return f"01JZX{number:021d}"


Make = Callable[..., PublicConsultation]


@pytest.fixture(scope="module")
def all_of_them(make_consultation: Make) -> tuple[PublicConsultation, ...]:
    return (
        make_consultation(OPEN, DRAFT),
        make_consultation(
            OVER, 34, ends_in=-1, title="《旧办法》征求意见", report_id=ulid(REPORT), decision_id=ulid(DECISION)
        ),
        make_consultation(COMING, 35, ends_in=60, title="《新规划》征求意见"),
        make_consultation(ENDED, 36, is_cancelled=True, title="《停办的事》征求意见"),
        make_consultation(HIDDEN, 37, title="《撤下的草案》征求意见"),
    )


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    empty_shelf: Any,
    make_release: Any,
    run_portal: Any,
    all_of_them: tuple[PublicConsultation, ...],
) -> Iterator[Site]:
    shelf = empty_shelf(tmp_path_factory.mktemp("consultations"))
    shelf.writer.write_dropbox_key(BUREAU, PUBLIC)
    titles = {
        DRAFT: "关于《示例补贴办法（征求意见稿）》公开征求意见的公告",
        REPORT: "《旧办法》公开征求意见采纳情况",
        DECISION: "关于印发旧办法的通知",
        34: "旧办法",
        35: "新规划（征求意见稿）",
        36: "停办的事（征求意见稿）",
        37: "撤下的草案（征求意见稿）",
    }
    for number, title in titles.items():
        shelf.publish(make_release(number, title, "第一条　内容。"))
    shelf.withdraw(ulid(37))
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}") as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        site = Site(client, shelf, portal.log)
        site.tell(*all_of_them)
        yield site


def test_a_citizen_reads_a_draft_and_comments_on_it_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=str(site.client.base_url), locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="征求意见").click()
    page.get_by_role("link", name="《示例补贴办法（征求意见稿）》公开征求意见").click()
    expect(page.locator("main")).to_contain_text("现行办法施行已满五年")
    page.get_by_role("link", name="阅读草案").click()
    page.get_by_role("link", name="查看依据和起草说明，提出意见").click()
    page.get_by_role("link", name="提出意见", exact=True).click()
    page.get_by_label("您的意见").fill("第一行\n第二行")
    page.get_by_label("姓名或者单位名称").fill(FIELDS["name"])
    page.get_by_role("button", name="提交意见").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("谢谢，意见已经收到")
    sent = site.boxes[-1]
    assert (sent.consultation_id, sent.text, sent.name, sent.contact) == (
        ulid(OPEN),
        "第一行\n第二行",
        FIELDS["name"],
        "",
    )
    expect(page.locator(".receipt")).to_have_text(sent.id)
    context.close()


def test_open_ones_come_first_and_those_of_a_withdrawn_draft_not_at_all(site: Site) -> None:
    page = site.get("/consultations")
    places = [page.index(f"/consultations/{ulid(number)}") for number in (OPEN, COMING, OVER, ENDED)]
    assert places == sorted(places)
    assert "撤下的草案" not in page
    assert site.client.get(f"/consultations/{ulid(HIDDEN)}").status_code == 404
    assert site.client.get("/consultations/none").status_code == 404


def test_draft_report_and_decision_lead_to_each_other(site: Site) -> None:
    pages = {number: site.get(f"/d/{ulid(number)}") for number in (34, REPORT, DECISION)}
    for number, page in pages.items():
        for other in pages:
            assert (f'href="/d/{ulid(other)}"' in page) is (other != number), (number, other)
    assert pages[REPORT].count(f'href="/d/{ulid(34)}"') == 1, "named as the draft, and not once more as mentioned"
    assert f"/consultations/{ulid(OPEN)}" in site.get(f"/d/{ulid(DRAFT)}")
    assert "正在征求意见" in site.get("/")
    assert "意见采纳情况见" in site.get(f"/consultations/{ulid(OVER)}")


@pytest.mark.parametrize(
    ("number", "sentence"), [(OVER, "结束，不再接收意见"), (COMING, "请到时再提交"), (ENDED, "已经终止，不再接收意见")]
)
def test_outside_of_the_period_it_says_so_plainly_and_what_was_typed_can_be_copied(
    site: Site, number: int, sentence: str
) -> None:
    before = len(site.boxes)
    assert sentence in site.get(f"/consultations/{ulid(number)}/comment")
    answer = site.comment(number)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert FIELDS["text"] in answer.text
    assert "<form" not in answer.text
    assert len(site.boxes) == before


def test_a_period_that_ends_while_the_form_is_open_refuses_it(
    site: Site, make_consultation: Make, all_of_them: tuple[PublicConsultation, ...]
) -> None:
    assert "<form" in site.get(f"/consultations/{ulid(OPEN)}/comment")
    site.tell(make_consultation(OPEN, DRAFT, ends_in=-1))
    try:
        assert site.comment().status_code == 409
        assert "征求意见已于" in site.get(f"/d/{ulid(DRAFT)}")
    finally:
        site.tell(*all_of_them)
    assert "截至" in site.get(f"/d/{ulid(DRAFT)}")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"text": " "}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"text": "有\x00字符"}, "text"),
        ({"name": "长" * 51}, "name"),
        ({"contact": "长" * 101}, "contact"),
    ],
)
def test_each_fault_is_named_at_its_field_and_nothing_is_sent(site: Site, changes: dict[str, str], wrong: str) -> None:
    before = len(site.boxes)
    answer = site.comment(**changes)
    assert answer.status_code == 422
    assert f'id="fault-{wrong}"' in answer.text
    assert f'href="#{wrong}"' in answer.text
    assert len(re.findall('id="fault-', answer.text)) == 1
    assert len(site.boxes) == before


def test_what_was_typed_stays_and_script_in_it_is_text(site: Site) -> None:
    attack = '"></textarea><script>alert(1)</script>'
    answer = site.comment(text=attack, contact=attack + "长" * 100)
    assert "<script>" not in answer.text
    assert answer.text.count("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert site.comment(text=attack).status_code == 201
    assert site.boxes[-1].text == attack


def test_the_longest_comment_is_taken_and_a_longer_form_is_refused_unread(site: Site) -> None:
    assert site.comment(text="𠀀" * 2000, name="𠀀" * 50, contact="𠀀" * 100).status_code == 201
    assert site.comment(text="a" * 50_000).status_code == 413
    large = {"content-type": "multipart/form-data; boundary=x", "x-forwarded-for": "203.0.113.200"}
    path = f"/consultations/{ulid(OPEN)}/comment"
    assert site.client.post(path, content=b"x" * (1 << 20), headers=large).status_code == 413


def test_nothing_of_a_comment_lies_in_the_open(site: Site) -> None:
    answer = site.comment()
    assert answer.headers["cache-control"] == "no-store"
    raw = b"".join(path.read_bytes() for path in site.shelf.dropbox.iterdir())
    log = site.log.read_text(encoding="utf-8")
    for secret in FIELDS.values():
        assert secret.encode() not in raw
        assert secret not in log


def test_a_machine_that_fills_in_the_hidden_field_is_told_nothing_and_nothing_is_kept(site: Site) -> None:
    before = len(site.boxes)
    assert site.comment(website="http://spam.example").status_code == 201
    assert len(site.boxes) == before


def test_one_address_may_comment_five_times_an_hour_and_the_limit_has_its_name(site: Site) -> None:
    headers = {"x-forwarded-for": "198.51.100.7"}
    path = f"/consultations/{ulid(OPEN)}/comment"
    answers = [site.client.post(path, data=FIELDS, headers=headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert answers[-1].headers["ratelimit-policy"].startswith('"comments"')


def test_without_a_drop_box_it_says_where_to_write(site: Site) -> None:
    site.shelf.dropbox.rename(site.shelf.dropbox.with_name("away"))
    try:
        answer = site.comment()
    finally:
        site.shelf.dropbox.with_name("away").rename(site.shelf.dropbox)
    assert answer.status_code == 503
    assert "office@bureau.example" in answer.text
    assert FIELDS["text"] in answer.text


def test_the_feed_holds_what_is_open(site: Site) -> None:
    answer = site.client.get("/consultations/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.text.count("<entry>") == 1
    assert f"/consultations/{ulid(OPEN)}</id>" in answer.text


def test_programs_get_the_same_described_by_openapi(site: Site) -> None:
    found = {one["id"]: one for one in site.client.get("/api/v1/consultations").json()}
    assert set(found) == {ulid(number) for number in (OPEN, OVER, COMING, ENDED)}
    assert (found[ulid(OVER)]["report"], found[ulid(OVER)]["decision"]) == (ulid(REPORT), ulid(DECISION))
    narrowed = site.client.get("/api/v1/consultations", params={"phase": "open"}).json()
    assert [one["id"] for one in narrowed] == [ulid(OPEN)]
    assert site.client.get("/api/v1/consultations", params={"phase": "x"}).status_code == 400
    assert "/api/v1/consultations" in site.client.get("/api/openapi.json").json()["paths"]


def test_a_file_that_cannot_be_read_shows_nothing_and_breaks_no_page(
    site: Site, all_of_them: tuple[PublicConsultation, ...]
) -> None:
    path = site.shelf.folder / "bundles" / BUREAU / CONSULTATIONS_NAME
    path.write_text('{"consultation": [{}]}', encoding="utf-8")
    try:
        assert "现在没有公开征求意见的草案" in site.get("/consultations")
        assert "正在征求意见" not in site.get(f"/d/{ulid(DRAFT)}")
    finally:
        path.unlink()
        site.tell(*all_of_them)


def test_the_last_day_belongs_to_the_period(make_consultation: Make) -> None:
    one = make_consultation(OPEN, DRAFT)
    days = {one.opens_on: "open", one.closes_on: "open"}
    days |= {one.opens_on - dt.timedelta(1): "upcoming", one.closes_on + dt.timedelta(1): "closed"}
    assert {day: one.phase(day) for day in days} == days


@pytest.mark.parametrize("path", ["refused", "late", "received"])
def test_the_pages_that_a_form_leads_to_are_accessible(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(base_url=str(site.client.base_url), locale="zh-CN")
    page: Page = context.new_page()
    page.goto(f"/consultations/{ulid(OPEN)}/comment")
    if path == "refused":
        page.locator("form.report").evaluate("form => form.noValidate = true")
    else:
        page.get_by_label("您的意见").fill("意见")
    if path == "late":
        page.locator("form.report").evaluate(
            "(form, action) => form.action = action", f"/consultations/{ulid(OVER)}/comment"
        )
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
