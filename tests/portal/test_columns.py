"""Columns, and what a policy's page says of its validity, its interpretation and how to cite it. Real server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

OLD, POLICY, EXPLAINED = (f"/d/01JZX{number:021d}" for number in (50, 51, 52))
URL = "https://xxgk.example"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, empty_shelf, make_release, run_portal) -> Iterator[httpx.Client]:
    """A repealed policy, the one that repealed it, its interpretation, and 45 notices."""
    shelf = empty_shelf(tmp_path_factory.mktemp("library"))
    shelf.publish(make_release(50, "示例区培训补贴办法", "旧办法。", document_number="示人社发〔2020〕5号"))
    shelf.publish(
        make_release(
            51,
            "关于印发《示例区培训补贴办法》的通知",
            "现印发给你们。示人社发〔2020〕5号同时废止。",
            document_number="示人社发〔2026〕11号",
            adopted_on=dt.date(2026, 3, 1),
            effective_on=dt.date(2026, 4, 1),
            expires_on=dt.date(2099, 3, 31),
            repeals=("示人社发〔2020〕5号",),
            subject="劳动、人事、监察\\劳动就业",
        )
    )
    shelf.publish(make_release(52, "《示例区培训补贴办法》（示人社发〔2026〕11号）政策解读", "为什么要调整。"))
    for number in range(100, 145):
        shelf.publish(make_release(number, f"关于第{number}号事项的公告", "内容。", document_type="公告"))
    shelf.publish(replace(make_release(145, "关于某检查的公告", "不公开。", document_type="公告"), listed_only=True))
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}", public_url=URL) as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        yield client


def test_the_catalogue_lists_every_column_with_its_number_of_documents(library: httpx.Client) -> None:
    page = library.get("/columns").text

    assert "共 49 件" in page
    for shown in (
        '<a href="/columns/policy">政策文件</a> <span class="n">3 件</span>',
        '<a href="/columns/interpretations"><span>政策解读</span> <span class="n">1 件</span>',
        '<a href="/columns/notices">通知公告</a> <span class="n">46 件</span>',
        '<a href="/columns/drafts"><span>意见征集</span> <span class="n">0 件</span>',
    ):
        assert shown in page


def test_a_column_shows_its_documents_newest_first_and_those_of_the_columns_below(library: httpx.Client) -> None:
    page = library.get("/columns/policy").text

    assert page.index(EXPLAINED) < page.index(POLICY) < page.index(OLD)
    assert EXPLAINED not in library.get("/columns/normative-documents").text


def test_pages_of_a_column_neither_repeat_nor_miss_a_document(library: httpx.Client) -> None:
    found = [number for page in (1, 2, 3) for number in _numbers(library.get(f"/columns/notices?page={page}").text)]

    assert found == list(range(144, 99, -1))
    assert "共 46 件，第 2 页，共 3 页" in library.get("/columns/notices?page=2").text


def _numbers(page: str) -> list[int]:
    return [number for number in range(144, 99, -1) if f"第{number}号事项" in page]


def test_a_row_without_a_page_is_listed_without_a_link(library: httpx.Client) -> None:
    page = library.get("/columns/notices").text

    assert "关于某检查的公告" in page
    assert f"/d/01JZX{145:021d}" not in page


@pytest.mark.parametrize("path", ["none", "policy?page=2", "policy?page=0", "policy?page=x", "policy?page=" + "9" * 99])
def test_a_column_or_a_page_that_is_not_there_answers_404(library: httpx.Client, path: str) -> None:
    assert library.get(f"/columns/{path}").status_code == 404


def test_an_empty_column_says_so(library: httpx.Client) -> None:
    assert "本栏目目前还没有公开的信息。" in library.get("/columns/drafts").text


def test_the_facts_of_a_policy_have_the_names_that_policy_libraries_use(library: httpx.Client) -> None:
    page = library.get(POLICY).text

    for shown in (
        "<dt>索引号</dt><dd>SLQ-RS/2026-00051</dd>",
        "<dt>主题分类</dt><dd>劳动、人事、监察 › 劳动就业</dd>",
        "<dt>发文机关</dt><dd>示例区人力资源和社会保障局</dd>",
        '<dt>成文日期</dt><dd><time datetime="2026-03-01">2026年3月1日</time></dd>',
        "<dt>标题</dt><dd>关于印发《示例区培训补贴办法》的通知</dd>",
        "<dt>发文字号</dt><dd>示人社发〔2026〕11号</dd>",
        '<dt>发布日期</dt><dd><time datetime="2026-04-21">2026年4月21日</time></dd>',
        "<dt>有效性</dt><dd>现行有效（2026年4月1日起施行，有效期至2099年3月31日）</dd>",
        "<dt>所属栏目</dt><dd>规范性文件</dd>",
    ):
        assert shown in page


def test_a_repealed_policy_says_so_above_its_text_and_names_what_repealed_it(library: httpx.Client) -> None:
    page = library.get(OLD).text

    assert "<strong>已废止</strong>自2026年4月1日起。" in page
    assert page.index("<strong>已废止</strong>") < page.index('class="sheet"')
    assert f'<a href="{POLICY}">关于印发《示例区培训补贴办法》的通知</a>' in page


def test_a_policy_and_its_interpretation_link_each_other(library: httpx.Client) -> None:
    policy, explained = library.get(POLICY).text, library.get(EXPLAINED).text

    assert "<h3>政策解读</h3>" in policy
    assert f'<a href="{EXPLAINED}">' in policy
    assert "<h3>所解读的文件</h3>" in explained
    assert f'<a href="{POLICY}">' in explained


def test_a_policy_says_how_to_cite_it_with_an_address_that_stays(library: httpx.Client) -> None:
    page = library.get(POLICY).text

    assert (
        "示例区人力资源和社会保障局：《关于印发《示例区培训补贴办法》的通知》（示人社发〔2026〕11号），"
        f"2026年4月21日发布，索引号SLQ-RS/2026-00051，{URL}{POLICY}"
    ) in page


def test_the_qr_code_is_a_picture_of_the_address(library: httpx.Client) -> None:
    answer = library.get(f"{POLICY}/qr.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert library.get(f"{OLD}/qr.svg").content != answer.content
    assert library.get("/d/01JZX999999999999999999999/qr.svg").status_code == 404


def test_the_text_to_share_has_title_summary_source_and_address(library: httpx.Client) -> None:
    answer = library.get(f"{POLICY}/share.txt")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "关于印发《示例区培训补贴办法》的通知\n\n现印发给你们。示人社发〔2020〕5号同时废止。\n\n"
        "来源：示例区人力资源和社会保障局　示人社发〔2026〕11号\n发布：2026年4月21日\n"
        f"原文：{URL}{POLICY}\n"
    )
    assert library.get("/d/01JZX999999999999999999999/share.txt").status_code == 404


def test_large_letters_are_remembered_and_lead_back(library: httpx.Client) -> None:
    answer = library.get("/text-size/large", headers={"referer": f"{library.base_url}/search?q=%E5%9F%B9%E8%AE%AD"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=%E5%9F%B9%E8%AE%AD")
    assert '<html lang="zh-CN" class="large">' in library.get(POLICY).text

    library.get("/text-size/standard")
    assert 'class="large"' not in library.get(POLICY).text


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x", "//evil.example/", "evil", "http://[", "{own}//evil.example", ""]
)
def test_the_way_back_never_leads_to_another_site(library: httpx.Client, referer: str) -> None:
    own = str(library.base_url).rstrip("/")
    answer = library.get("/text-size/standard", headers={"referer": referer.format(own=own)})

    assert answer.headers["location"] in ("/", "/evil.example")


@pytest.mark.parametrize(
    "path", ["/columns", "/columns/notices?page=2", "/columns/drafts", "/open-data", POLICY, OLD, EXPLAINED]
)
@pytest.mark.parametrize("size", ["standard", "large"])
def test_pages_of_columns_and_policies_are_accessible(
    browser: Browser, library: httpx.Client, path: str, size: str
) -> None:
    context = browser.new_context(
        base_url=str(library.base_url), locale="zh-CN", viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    page.goto(f"/text-size/{size}")
    page.goto(path)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
