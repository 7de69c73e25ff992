"""A find in an attachment says so and leads there; the places are those of the page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from bundles.body import body_html
from bundles.format import PublicAttributes
from bundles.markup import plain_text
from bundles.parts import body_parts
from bundles.writer import ReleaseFile
from portal.attachments import with_anchors
from tests.portal.addresses import NOTICE

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "texts"
ISSUED = """\
关于印发《示例区零工市场管理办法》的通知
各有关单位：
现将《示例区零工市场管理办法》印发给你们。
附件：1.零工市场名单
2.申请表
示例区人力资源和社会保障局
2026年3月1日
示例区零工市场管理办法
第一条　为规范零工市场，制定本办法。
附件1
零工市场名单
城东零工市场、城西零工市场。
附件2
申请表
申请人填写本表。
抄送：区黄鹂办。
示例区人力资源和社会保障局办公室\t2026年3月2日印发
"""


def fragments(client: httpx.Client, text: str) -> list[dict[str, object]]:
    (found, *_) = client.get("/api/v1/search", params={"q": text}).json()["results"]
    return found["fragments"]


def test_a_find_in_an_attachment_names_it_and_leads_to_its_place(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": "城乡劳动者"}).text

    link = f'附件：<a href="{NOTICE}#annex-1">职业技能培训补贴标准</a></span>'
    assert link in page
    assert page.index(link) < page.index("<mark>城乡劳动者</mark>")
    assert 'id="annex-1"' in client.get(NOTICE).text


def test_a_find_in_the_document_itself_does_not_speak_of_an_attachment(client: httpx.Client) -> None:
    assert "附件：<a" not in client.get("/search", params={"q": "需求导向"}).text
    assert [each["attachment"] for each in fragments(client, "需求导向")] == [None]


def test_what_was_typed_in_one_piece_is_shown_though_other_pieces_come_before(client: httpx.Client) -> None:
    assert "<mark>培训类别</mark>" in client.get("/search", params={"q": "培训类别"}).text


@pytest.fixture
def issued(shelf, make_release, tmp_path: Path):
    names = ("零工市场名单", "申请表")
    release = make_release(50, "关于印发《示例区零工市场管理办法》的通知", ISSUED, attachments=names)
    form = tmp_path / "form.docx"
    form.write_bytes(b"PK a file that stands for a form")
    shelf.publish(replace(release, files=(ReleaseFile(form, "申请表.docx", "application/zip", "申请表"),)))
    yield f"/d/{release.id}"
    shelf.withdraw(release.id)


def test_each_attachment_has_its_own_place_and_what_is_issued_is_none(client: httpx.Client, issued: str) -> None:
    places = {
        "城西零工市场": {"name": "零工市场名单", "path": f"{issued}#annex-2"},
        "申请人填写本表": {"name": "申请表", "path": f"{issued}#annex-3"},
        "规范零工市场": None,  # of the 办法 that the notice issues
        "黄鹂办": None,  # the imprint is the document's again
    }
    for text, place in places.items():
        assert fragments(client, f'"{text}"')[-1]["attachment"] == place, text
    for number, name in ((2, "零工市场名单"), (3, "申请表")):
        found = re.search(rf'id="annex-{number}">.*?<h2>(.*?)</h2>', client.get(issued).text, re.DOTALL)
        assert found is not None
        assert found[1] == name


def test_an_attachment_that_is_a_file_alone_is_linked_as_one(client: httpx.Client, shelf, make_release) -> None:
    named = make_release(51, "关于杜鹃花节的通知", "正文。", attachments=("杜鹃花节路线图", "杜鹃花节名录"))
    picture = shelf.folder / "route.pdf"
    picture.write_bytes(b"%PDF-1.4\n%%EOF\n")
    shelf.publish(replace(named, files=(ReleaseFile(picture, "路线 图.pdf", "application/pdf", "杜鹃花节路线图"),)))

    by_name = {text: fragments(client, f'"{text}"')[-1]["attachment"]["path"] for text in ("路线图", "节名录")}

    assert by_name == {
        "路线图": f"/d/{named.id}/files/%E8%B7%AF%E7%BA%BF%20%E5%9B%BE.pdf",
        "节名录": f"/d/{named.id}#downloads",
    }
    shelf.withdraw(named.id)


def test_the_link_brings_the_attachment_into_view(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto("/search?q=%E5%9F%8E%E4%B9%A1%E5%8A%B3%E5%8A%A8%E8%80%85")
    page.get_by_role("link", name="职业技能培训补贴标准").click()

    expect(page.locator("#annex-1")).to_be_in_viewport()


def test_the_parts_of_a_body_are_all_of_its_text() -> None:
    paths = sorted(SAMPLES.glob("*.txt"))[:300]
    assert paths
    for path in paths:
        html = body_html([path.read_text(encoding="utf-8")], PublicAttributes(title="无"), printed_lines=False)
        assert "\n".join(part.text for part in body_parts(html)) == plain_text(html), path.name


def test_text_that_looks_like_an_attachments_tag_gets_no_place() -> None:
    html = body_html(['甲<div class="annex">乙'], PublicAttributes(title="无"), printed_lines=False)

    assert with_anchors(html) == html
