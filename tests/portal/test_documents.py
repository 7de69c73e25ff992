"""What the portal answers to any client: pages, files, tombstones, headers. Real server, real bundles."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from portal.wording import file_size

NOTICE = "/d/01JZX000000000000000000020"
CORRECTED = "/d/01JZX000000000000000000013"
WITHDRAWN = "/d/01JZX000000000000000000014"
LISTED_ONLY = "/d/01JZX000000000000000000015"
RETURNED = "/d/01JZX000000000000000000012"
HOSTILE = "/d/01JZX000000000000000000016"
FILE = f"{NOTICE}/files/%E9%80%9A%E7%9F%A5%20%E6%AD%A3%E6%96%87.pdf"

#: With a search box, whose script is the only one of the site.
SEARCHING = {"/", "/search?q=培训"}
SCRIPT = '<script src="/static/suggestions.js" defer></script>'
EVERY_KIND = ["/", NOTICE, FILE, "/search?q=培训", WITHDRAWN, "/d/none", "/none", "/healthz", "/static/portal.css"]


def test_home_shows_the_newest_documents_and_how_many_there_are(client: httpx.Client) -> None:
    page = client.get("/").text

    assert "已公开公文 <strong>17</strong> 件" in page
    assert page.index("第18号提案的答复") < page.index("职业技能提升行动的通知") < page.index("12月社会保险补贴")
    assert "/search?unit=%E5%B0%B1%E4%B8%9A%E4%BF%83%E8%BF%9B%E7%A7%91" in page


def test_a_document_page_shows_metadata_title_body_and_downloads(client: httpx.Client) -> None:
    page = client.get(NOTICE).text

    for shown in ("SLQ-RS/2026-00020", "示人社发〔2026〕12号", "2026年2月26日", "2026年3月21日", "一、总体要求",
                  "正文下载", "职业技能提升行动任务分工表", "（此件公开发布）"):  # fmt: skip
        assert shown in page
    assert FILE in page


def test_a_download_says_its_format_and_size(client: httpx.Client) -> None:
    [line] = [line for line in client.get(NOTICE).text.split("<li>") if FILE in line]
    size = client.get(FILE).headers["content-length"]
    assert "正文下载" in line
    assert f"PDF，{file_size(int(size))}" in line


def test_the_address_of_the_current_version_shows_it(client: httpx.Client) -> None:
    assert client.get(f"{NOTICE}/v1").text == client.get(NOTICE).text
    assert client.get(f"{CORRECTED}/v2").text == client.get(CORRECTED).text
    assert client.get(f"{CORRECTED}/v3").status_code == 404
    assert client.get(f"{CORRECTED}/v0").status_code == 404


def test_a_corrected_document_says_so_with_the_date_at_its_old_address(client: httpx.Client) -> None:
    page = client.get(CORRECTED).text
    assert "<strong>更正</strong>" in page
    assert "2026年3月31日" in page
    assert "五月起" in page
    assert "旧稿" not in page
    assert "更正" not in client.get(NOTICE).text


def test_the_address_of_a_corrected_version_shows_the_note_and_the_link_alone(client: httpx.Client) -> None:
    answer = client.get(f"{CORRECTED}/v1")
    assert answer.status_code == 410
    assert "这一版公文已更正" in answer.text
    assert "2026年3月31日" in answer.text
    assert f'<a class="button" href="{CORRECTED}">' in answer.text
    for content in ("旧稿", "五月起", "调整服务窗口时间"):
        assert content not in answer.text


def test_an_earlier_version_that_was_not_corrected_leads_to_the_current_one(client: httpx.Client) -> None:
    """It was withdrawn and came back as it was."""
    answer = client.get(f"{RETURNED}/v1")
    assert (answer.status_code, answer.headers["location"]) == (302, RETURNED)


def test_a_file_is_served_for_download_in_a_sandbox(client: httpx.Client) -> None:
    answer = client.get(FILE)

    assert answer.content.startswith(b"%PDF-1.4")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5%20%E6%AD%A3%E6%96%87.pdf"
    )
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_part_of_a_file_can_be_fetched_so_that_a_download_can_go_on(client: httpx.Client) -> None:
    answer = client.get(FILE, headers={"range": "bytes=1-3"})

    assert (answer.status_code, answer.content) == (206, b"PDF")


@pytest.mark.parametrize("path", [WITHDRAWN, f"{WITHDRAWN}/v1", f"{WITHDRAWN}/files/x.pdf"])
def test_a_withdrawn_document_answers_410_with_date_and_reason_and_no_content(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 410
    assert "2026年4月10日" in answer.text
    assert "经重新审查，该公文不再公开。" in answer.text
    assert "撤下内容" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/d/none",
        "/d/01JZX999999999999999999999",
        "/d/..%2f..%2fetc%2fpasswd",
        "/d/01jzx000000000000000000020",
        "/d/01JZX000000000000000000020%0A",
        LISTED_ONLY,
        f"{LISTED_ONLY}/v1",
        f"{NOTICE}/v2",
        f"{NOTICE}/vx",
        f"{NOTICE}/files/none.pdf",
        f"{NOTICE}/files/..%2fmeta.json",
        f"{NOTICE}/files/%2e%2e%2fbody.html",
        "/static/..%2fapp.py",
        "/static/",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_is_not_public_answers_404_with_a_page(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "页面不存在" in answer.text


def test_a_document_that_is_only_listed_has_a_row_without_link(client: httpx.Client) -> None:
    home = client.get("/").text

    assert "关于某专项检查的报告" in home
    assert LISTED_ONLY not in home


def test_a_write_is_refused(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, NOTICE).status_code == 405


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert ("script-src" in policy) == (path in SEARCHING)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-cache"


def test_the_script_may_ask_this_site_alone_and_make_no_markup(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"].split("; ")

    assert {"script-src 'self'", "connect-src 'self'"} < set(policy)
    assert {"require-trusted-types-for 'script'", "trusted-types 'none'"} < set(policy)
    assert client.get("/static/suggestions.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("path", EVERY_KIND)
def test_head_answers_as_get_does_without_a_body(client: httpx.Client, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert head.status_code == get.status_code
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers.get(name) == get.headers.get(name)


@pytest.mark.parametrize("path", ["/", NOTICE, FILE, "/search?q=培训", "/static/portal.css"])
def test_what_a_browser_has_already_is_not_sent_again(client: httpx.Client, path: str) -> None:
    etag = client.get(path).headers["etag"]

    for asked in (etag, f'"other", W/{etag}'):
        answer = client.get(path, headers={"if-none-match": asked})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/", HOSTILE, "/search?q=攻破", "/search?q=%3Cscript%3E%22%27%3E", "/%3Cscript%3E"])
def test_markup_from_documents_and_questions_is_escaped(client: httpx.Client, path: str) -> None:
    page = client.get(path).text.replace(SCRIPT, "")

    assert "<script" not in page.lower()
    assert "<img src=x" not in page.lower()


def test_pages_ship_no_script_but_one_file_and_no_inline_style(client: httpx.Client) -> None:
    for path in EVERY_KIND:
        page = client.get(path).text.lower()
        assert page.count("<script") == page.count(SCRIPT) == (path in SEARCHING)
        assert "<style" not in page
        assert " style=" not in page
        assert "javascript:" not in page


def test_health_is_told_without_asking_the_search_engine(client: httpx.Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_the_access_log_holds_neither_questions_nor_addresses_of_citizens(
    client: httpx.Client, portal_log: Path
) -> None:
    client.get("/search", params={"q": "示例甲的社保记录"})

    lines = [line for line in portal_log.read_text(encoding="utf-8").splitlines() if "GET" in line]
    assert lines
    assert not any("?" in line or "127.0.0.1" in line for line in lines)
