"""依申请公开 as citizens meet it: guide, form, receipt, state; without script, named faults, limits. Real server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bundles.dropbox import DropBoxReader, new_key_pair
from bundles.request_guide import RequestGuide
from bundles.request_status import RequestStatus, StatusFolder, status_key
from bundles.submissions import AnySubmission, InformationRequest, RectificationRequest
from portal.request_form import INFORMATION, checked

PRIVATE, PUBLIC = new_key_pair()
BUREAU = "shili-hrss"
FIELDS = {
    "applicant": "natural_person",
    "name": "示例申请人甲",
    "identity_kind": "resident_id",
    "identity_number": "TEST-0001",
    "phone": "000-0000000",
    "email": "applicant@mail.example",
    "description": "2025年培训补贴发放汇总表",
    "delivery": "email",
}
ADDRESS = "示例区示例路1号"


@dataclass
class Site:
    client: httpx.Client
    folder: Path
    log: Path
    address: int = 0

    @property
    def boxes(self) -> list[InformationRequest]:
        return [sent for sent in self._opened() if isinstance(sent, InformationRequest)]

    @property
    def rectifications(self) -> list[RectificationRequest]:
        return [sent for sent in self._opened() if isinstance(sent, RectificationRequest)]

    def _opened(self) -> list[AnySubmission | None]:
        reader = DropBoxReader(self.folder / "dropbox", bytes.fromhex(PRIVATE))
        return [box.submission for box in reader.boxes(99)]

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """From an address of its own, so that no limit is met."""
        self.address += 1
        return self.client.post(path, data=fields, headers={"x-forwarded-for": f"203.0.113.{self.address}"})

    def apply(self, **changes: str) -> httpx.Response:
        return self.post("/requests/new", FIELDS | changes)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_shelf: Any, run_portal: Any) -> Iterator[Site]:
    shelf = empty_shelf(tmp_path_factory.mktemp("requests"))
    shelf.writer.write_dropbox_key(BUREAU, PUBLIC)
    shelf.writer.write_request_guide(
        BUREAU, RequestGuide(organ="示例局办公室", address=ADDRESS, court="示例区人民法院")
    )
    assert shelf.engine.ids(BUREAU) == set()
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}") as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        yield Site(client, shelf.folder, portal.log)


def receipt_of(answer: httpx.Response) -> tuple[str, str]:
    receipt, secret = re.findall(r'<span class="receipt[^"]*">([^<]+)</span>', answer.text)
    return receipt, secret


def test_a_citizen_applies_without_javascript_and_follows_the_request(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=str(site.client.base_url), locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="依申请公开").click()
    page.get_by_role("link", name="网上申请").click()
    page.get_by_label("公民（个人）").check()
    page.get_by_label("姓名或者名称").fill(FIELDS["name"])
    page.get_by_label("居民身份证").check()
    page.get_by_label("证件号码").fill(FIELDS["identity_number"])
    page.get_by_label("电子邮箱").fill(FIELDS["email"])
    page.get_by_label("便于查询的其他特征").fill("第一行\n第二行")
    page.get_by_role("group", name="获取信息的方式").get_by_label("电子邮件").check()
    page.get_by_role("button", name="提交申请").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("申请已经提交")
    receipt, secret = page.locator(".receipt").all_inner_texts()
    sent = site.boxes[-1]
    assert (sent.id, sent.name, sent.description) == (receipt, FIELDS["name"], "第一行\n第二行")
    assert sent.status_key == status_key(receipt, secret.replace(" ", ""))

    page.get_by_role("link", name="查询办理情况").click()
    page.get_by_label("受理编号").fill(receipt)
    page.get_by_label("查询密码").fill(secret)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("刚刚提交的")
    states = StatusFolder(site.folder / "bundles", BUREAU)
    states.write(sent.status_key, a_status(state="handling", due=dt.date(2026, 12, 28)))
    page.get_by_label("查询密码").fill(secret)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main")).to_contain_text("办理中")
    expect(page.locator("main")).to_contain_text("2026年12月28日")
    expect(page.locator("main")).not_to_contain_text(FIELDS["name"])
    context.close()


def a_status(**facts: Any) -> RequestStatus:
    now = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
    return RequestStatus.model_validate({"arrived_on": dt.date(2026, 11, 30), "updated_at": now, **facts})


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"applicant": ""}, "applicant"),
        ({"applicant": "spy"}, "applicant"),
        ({"name": " "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"identity_kind": "none"}, "identity_kind"),
        ({"identity_number": "1"}, "identity_number"),
        ({"applicant": "business"}, "contact"),
        ({"phone": "", "email": "", "delivery": "inspection"}, "phone"),
        ({"email": "a@b"}, "email"),
        ({"email": ""}, "email"),
        ({"delivery": "paper_by_mail"}, "address"),
        ({"description": ""}, "description"),
        ({"description": "长" * 2001}, "description"),
        ({"description": "有\x00字符"}, "description"),
        ({"delivery": "pigeon"}, "delivery"),
    ],
)
def test_each_fault_is_named_at_its_field_and_nothing_is_sent(site: Site, changes: dict[str, str], wrong: str) -> None:
    before = len(site.boxes)
    answer = site.apply(**changes)
    assert answer.status_code == 422
    assert f'id="fault-{wrong}"' in answer.text
    assert f'href="#{wrong}"' in answer.text
    assert len(re.findall('id="fault-', answer.text)) == 1
    assert len(site.boxes) == before


def test_what_was_typed_stays_and_is_read_as_text(site: Site) -> None:
    attack = '"></textarea><script>alert(1)</script>'
    answer = site.apply(name=attack, description=attack, delivery="")
    assert "<script>" not in answer.text
    assert answer.text.count("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;") == 2


RECTIFICATION = FIELDS | {
    "description": "2026年参保证明，参保起始月份记为2019年5月",
    "claim": "2019年3月",
    "evidence": "示例公司2019年3月的缴费凭证",
}


def test_a_citizen_asks_to_put_right_a_record_about_themselves(browser: Browser, site: Site) -> None:
    """Article 41, without script: the same drop box, receipt and status page as a request for information."""
    context = browser.new_context(base_url=str(site.client.base_url), locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/requests")
    page.get_by_role("link", name="申请更正").click()
    page.get_by_label("公民（个人）").check()
    page.get_by_label("姓名或者名称").fill(FIELDS["name"])
    page.get_by_label("居民身份证").check()
    page.get_by_label("证件号码").fill(FIELDS["identity_number"])
    page.get_by_label("电子邮箱").fill(FIELDS["email"])
    page.get_by_label("哪一项政府信息").fill(RECTIFICATION["description"])
    page.get_by_label("准确的内容").fill(RECTIFICATION["claim"])
    page.get_by_role("textbox", name="证据").fill(RECTIFICATION["evidence"])
    page.get_by_role("group", name="答复的送达方式").get_by_label("电子邮件").check()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已经提交")
    receipt, secret = page.locator(".receipt").all_inner_texts()
    (sent,) = [box for box in site.rectifications if box.id == receipt]
    assert (sent.claim, sent.evidence) == (RECTIFICATION["claim"], RECTIFICATION["evidence"])
    assert sent.status_key == status_key(receipt, secret.replace(" ", ""))
    context.close()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"claim": ""}, "claim"),
        ({"evidence": ""}, "evidence"),
        ({"evidence": "长" * 1001}, "evidence"),
        ({"description": "短"}, "description"),
        ({"delivery": "inspection"}, "delivery"),
        ({"identity_number": ""}, "identity_number"),
    ],
)
def test_what_a_request_for_rectification_lacks_is_named_at_its_field(
    site: Site, changes: dict[str, str], wrong: str
) -> None:
    before = len(site.rectifications)
    answer = site.post("/requests/rectification", RECTIFICATION | changes)
    assert answer.status_code == 422
    assert re.findall('id="fault-([a-z_]+)"', answer.text) == [wrong]
    assert len(site.rectifications) == before


def test_the_longest_request_for_rectification_is_taken_and_script_in_it_is_text(site: Site) -> None:
    longest = {"description": "𠀀" * 2000, "claim": "𠀀" * 500, "evidence": "𠀀" * 1000}
    assert site.post("/requests/rectification", RECTIFICATION | longest).status_code == 201
    assert site.rectifications[-1].evidence == longest["evidence"]
    script = {"evidence": "</textarea><script>alert(1)</script>", "delivery": ""}
    assert "<script>" not in site.post("/requests/rectification", RECTIFICATION | script).text


def test_script_in_a_request_is_taken_as_text(site: Site) -> None:
    assert site.apply(description="<script>alert(1)</script>").status_code == 201
    assert site.boxes[-1].description == "<script>alert(1)</script>"


def test_the_longest_form_is_taken_and_a_longer_one_is_refused(site: Site) -> None:
    assert site.apply(description="𠀀" * 2000).status_code == 201
    assert site.apply(description="a" * 50_000).status_code == 413
    large = {"content-type": "multipart/form-data; boundary=x", "x-forwarded-for": "203.0.113.200"}
    assert site.client.post("/requests/new", content=b"x" * (1 << 20), headers=large).status_code == 413
    many = {f"a{number}": "1" for number in range(30)}
    assert site.post("/requests/new", many).status_code == 400


@pytest.mark.parametrize("path", ["/requests/new", "/requests/rectification"])
def test_an_attachment_of_50_mb_is_refused_and_nothing_is_kept(site: Site, path: str) -> None:
    """No form takes a file."""
    before = len(list((site.folder / "dropbox").iterdir()))
    attachment = (b"x" * (1 << 16) for _ in range(50 << 4))
    headers = {"content-type": "multipart/form-data; boundary=x", "x-forwarded-for": "203.0.113.201"}
    with suppress(httpx.WriteError):  # the server hangs up on who goes on sending
        assert site.client.post(path, content=attachment, headers=headers).status_code == 413
    assert len(list((site.folder / "dropbox").iterdir())) == before


def test_the_secret_is_shown_once_and_kept_nowhere(site: Site) -> None:
    answer = site.apply()
    receipt, secret = receipt_of(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert len(bytes.fromhex(secret)) == 16
    raw = b"".join(path.read_bytes() for path in (site.folder / "dropbox").iterdir())
    assert secret.replace(" ", "") not in str(site.boxes[-1])
    assert FIELDS["name"].encode() not in raw
    log = site.log.read_text(encoding="utf-8")
    assert not [word for word in (receipt, secret, FIELDS["name"], FIELDS["description"]) if word in log]


def test_a_wrong_secret_a_wrong_number_and_no_number_are_told_the_same(site: Site) -> None:
    receipt, secret = receipt_of(site.apply())
    StatusFolder(site.folder / "bundles", BUREAU).write(site.boxes[-1].status_key, a_status(state="received"))
    right = {"receipt": receipt.lower(), "secret": secret.upper()}
    assert "已受理" in site.post("/requests/status", right).text
    wrong = ({"secret": "0" * 32}, {"receipt": "01JZX999999999999999999999"}, {"receipt": "../../x"}, {"secret": ""})
    for change in wrong:
        answer = site.post("/requests/status", right | change)
        assert answer.status_code == 404
        assert "没有查到" in answer.text


def test_what_they_have_to_do_is_told_with_its_last_day(site: Site) -> None:
    receipt, secret = receipt_of(site.apply())
    status = a_status(state="correcting", due=dt.date(2026, 12, 10), yours=True)
    StatusFolder(site.folder / "bundles", BUREAU).write(site.boxes[-1].status_key, status)
    text = site.post("/requests/status", {"receipt": receipt, "secret": secret}).text
    assert "请您补正" in text
    assert "2026年12月10日以前办理" in text


def test_a_machine_that_fills_in_the_hidden_field_is_told_nothing_and_nothing_is_kept(site: Site) -> None:
    before = len(site.boxes)
    assert site.apply(website="http://spam.example").status_code == 201
    assert len(site.boxes) == before


def test_one_address_may_apply_five_times_an_hour_and_the_limit_has_its_name(site: Site) -> None:
    headers = {"x-forwarded-for": "198.51.100.7"}
    answers = [site.client.post("/requests/new", data=FIELDS, headers=headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert site.client.post("/requests/rectification", data=RECTIFICATION, headers=headers).status_code == 429
    assert answers[-1].headers["ratelimit-policy"].startswith('"requests"')
    assert site.client.post("/requests/status", data={}, headers=headers).status_code == 404


def test_without_a_drop_box_it_says_where_to_send_paper(site: Site) -> None:
    dropbox = site.folder / "dropbox"
    dropbox.rename(dropbox.with_name("away"))
    try:
        answer = site.apply()
    finally:
        dropbox.with_name("away").rename(dropbox)
    assert answer.status_code == 503
    assert ADDRESS in answer.text
    assert FIELDS["description"] in answer.text


def test_the_guide_says_how_to_apply_and_whom_to_turn_to(site: Site) -> None:
    text = site.client.get("/requests").text
    for told in (ADDRESS, "示例区人民法院", "第二十九条", "不上传证件照片", "60日", "6个月"):
        assert told in text


def test_an_organisation_names_who_speaks_for_it() -> None:
    company = FIELDS | {"applicant": "business", "contact": "示例乙"}
    assert checked(company, INFORMATION).faults == {}
    assert list(checked({}, INFORMATION).faults) == [
        "applicant",
        "name",
        "identity_kind",
        "identity_number",
        "phone",
        "description",
        "delivery",
    ]


def test_guide_form_faults_receipt_and_state_are_accessible_on_a_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=str(site.client.base_url), locale="zh-CN", viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    page.goto("/requests")
    _assert_accessible(page)
    page.goto("/requests/new")
    _assert_accessible(page)
    page.evaluate("document.querySelector('form.report').noValidate = true")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("alert")).to_contain_text("没有提交")
    _assert_accessible(page)
    page.goto("/requests/rectification")
    _assert_accessible(page)
    page.goto("/requests/status")
    _assert_accessible(page)
    context.close()


def _assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
