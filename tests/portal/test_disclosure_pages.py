"""公开指南, 公开目录 and 责任: what article 12 asks for, current at every request. Real server, Chromium."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from bundles.request_guide import RequestGuide
from bundles.responsibility import Responsibility, ResponsibleUnit

BUREAU = "shili-hrss"
BODY = "各有关单位：\n为规范补贴发放，保障劳动者权益，现就有关事项通知如下：\n一、范围\n在本区就业的劳动者。"
URL = "https://xxgk.example"
SAID = RequestGuide(
    organ="示例局办公室", address="示例区示例路1号", hours="工作日 9:00—17:00", phone="000-0000000",
    fax="000-0000001", email="office@bureau.example", review_organ="示例区人民政府", court="示例区人民法院",
)  # fmt: skip
ANSWERS = Responsibility(
    head="示例局长",
    deputies=("示例副局长甲", "<b>示例</b>"),
    office="办公室",
    units=(ResponsibleUnit(unit="社会保险科", person="示例科长乙"),),
)


@dataclass
class Library:
    client: httpx.Client
    shelf: Any

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return answer.text


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, empty_shelf, make_release, run_portal) -> Iterator[Library]:
    """Fifty-two documents, one of them listed by its title alone."""
    shelf = empty_shelf(tmp_path_factory.mktemp("disclosure"))
    for number in range(1, 51):
        shelf.publish(make_release(number, f"关于第{number}号事项的公告", "内容。", document_type="公告"))
    shelf.publish(make_release(51, "关于示例补贴发放的通知", BODY, adopted_on=dt.date(2026, 3, 9)))
    shelf.publish(replace(make_release(52, "关于某检查的报告", "不公开。", subject="监察"), listed_only=True))
    shelf.writer.write_request_guide(BUREAU, SAID)
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}", public_url=URL) as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        yield Library(client, shelf)


def test_the_guide_says_all_that_article_12_asks_for(library: Library) -> None:
    page = library.text("/guide")
    for told in (
        "一、政府信息的分类", "二、编排体系", "三、获取方式", "四、政府信息公开工作机构", "五、监督和救济",
        *(value for value in SAID.model_dump().values() if isinstance(value, str)),
        "/requests", "/search", "/catalogue", "规范性文件",
    ):  # fmt: skip
        assert told in page, told
    assert f'<link rel="canonical" href="{URL}/guide">' in page


def test_the_guide_is_linked_from_every_page(library: Library) -> None:
    for path in ("/", "/columns", "/search", "/columns/guide"):
        assert 'href="/guide"' in library.text(path), path


def test_the_catalogue_says_number_title_summary_and_days(library: Library) -> None:
    page = library.text("/catalogue")
    row = next(row for row in page.split("<tr") if "关于示例补贴发放的通知" in row)
    for told in ("SLQ-RS/2026-00051", "为规范补贴发放，保障劳动者权益，现就有关事项通知如下：", "2026年3月9日"):
        assert told in row, told
    assert f'href="/d/01JZX{51:021d}"' in row
    assert "各有关单位" not in row


def test_what_is_only_listed_has_no_link_and_no_word_of_its_text(library: Library) -> None:
    row = next(row for row in library.text("/catalogue").split("<tr") if "关于某检查的报告" in row)
    assert "依申请公开" in row
    assert "<a " not in row
    assert "不公开" not in row


def test_the_catalogue_is_paged_and_ends(library: Library) -> None:
    assert "共 52 件" in library.text("/catalogue")
    assert "关于第1号事项的公告" in library.text("/catalogue?page=2")
    assert library.client.get("/catalogue?page=3").status_code == 404
    assert library.client.get("/catalogue?page=x").status_code == 404


def test_what_is_taken_down_leaves_guide_and_catalogue_at_once(library: Library, make_release) -> None:
    library.shelf.publish(make_release(60, "关于撤下的事项的公告", "内容。", document_type="公告"))
    assert "关于撤下的事项的公告" in library.text("/catalogue")
    assert "共 53 件" in library.text("/guide")
    library.shelf.withdraw(f"01JZX{60:021d}")
    assert "关于撤下的事项的公告" not in library.text("/catalogue")
    assert "共 52 件" in library.text("/guide")


def test_who_answers_is_named_once_the_bureau_says_so_and_no_longer_than_that(library: Library) -> None:
    assert library.client.get("/responsibility").status_code == 404
    assert "/responsibility" not in library.text("/guide")
    library.shelf.writer.write_responsibility(BUREAU, ANSWERS)
    page = library.text("/responsibility")
    for told in ("示例局长", "示例副局长甲、&lt;b&gt;示例&lt;/b&gt;", "设在办公室", "社会保险科", "示例科长乙"):
        assert told in page, told
    assert 'href="/responsibility"' in library.text("/guide")
    library.shelf.writer.write_responsibility(BUREAU, Responsibility())
    assert library.client.get("/responsibility").status_code == 404


def test_all_three_are_accessible_on_a_phone(browser: Browser, library: Library) -> None:
    library.shelf.writer.write_responsibility(BUREAU, ANSWERS)
    page = browser.new_context(
        base_url=str(library.client.base_url), locale="zh-CN", viewport={"width": 360, "height": 640}
    ).new_page()
    for path in ("/guide", "/catalogue", "/responsibility", "/columns/guide"):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    library.shelf.writer.write_responsibility(BUREAU, Responsibility())
