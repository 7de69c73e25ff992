"""What programs get: API, feeds, sitemap, open data, limits; and that a takedown leaves none of them behind."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import defusedxml.ElementTree as ElementTree
import httpx
import pytest

from bundles.format import Correction
from bundles.open_data import OpenData

BUREAU = "shili-hrss"
URL = "https://xxgk.example"
NOTICE, CORRECTED, HOSTILE, LISTED, GONE = (f"01JZX{number:021d}" for number in (60, 61, 62, 63, 64))
NIGHT = dt.datetime(2026, 5, 1, 19, 30, tzinfo=dt.UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

#: Every address under which something could still be found of a document.
EVERYWHERE = [
    "/",
    "/columns/notices",
    "/columns/other-policies",
    "/feed.atom",
    "/columns/other-policies/feed.atom",
    "/sitemap-1.xml",
    "/api/v1/documents",
    "/api/v1/documents?column=other-policies",
    "/open-data/documents.jsonl",
    "/open-data/documents.csv",
    "/search?q=%E8%AF%95%E8%A1%8C",
    "/search/feed.atom?q=%E8%AF%95%E8%A1%8C",
    "/api/v1/search?q=%E8%AF%95%E8%A1%8C",
    "/api/v1/suggestions?q=%E8%AF%95%E8%A1%8C",
]


@dataclass
class Site:
    client: httpx.Client
    shelf: object
    dump: OpenData


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_shelf, make_release, run_portal) -> Iterator[Site]:
    shelf = empty_shelf(tmp_path_factory.mktemp("machines"))
    shelf.publish(make_release(60, "关于服务时间的通知", "服务窗口周一至周五开放。", adopted_on=dt.date(2026, 3, 1)))
    shelf.publish(make_release(61, "关于试行办理的通知", "旧稿。"))
    shelf.publish(
        replace(
            make_release(61, "关于试行办理的通知", "新稿。"),
            version=2,
            content_hash="d" * 64,
            corrections=(Correction(version=1, at=dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)),),
        )
    )
    shelf.publish(make_release(62, "关于<b>&\"'\x0b的通知", "正文。"))
    shelf.publish(replace(make_release(63, "关于某检查的通知", "不公开。"), listed_only=True))
    shelf.publish(make_release(64, "关于撤下的通知", "撤下的内容。"))
    shelf.withdraw(GONE)
    dump = OpenData(shelf.reader, BUREAU)
    dump.make(NIGHT)
    with (
        run_portal(shelf.folder, f"tantivy://{shelf.folder / 'index'}", public_url=URL) as portal,
        httpx.Client(base_url=portal.url, timeout=60) as client,
    ):
        yield Site(client, shelf, dump)


def test_the_api_lists_documents_newest_first_in_pages(site: Site) -> None:
    first = site.client.get("/api/v1/documents", params={"size": 3}).json()
    second = site.client.get(first["next"]).json()

    assert (first["total"], first["last_page"], second["next"]) == (4, 2, None)
    ids = [each["id"] for each in (*first["documents"], *second["documents"])]
    assert ids == [LISTED, HOSTILE, CORRECTED, NOTICE]
    assert [each["has_page"] for each in first["documents"]] == [False, True, True]


def test_the_api_gives_one_document_with_text_relations_and_corrections(site: Site) -> None:
    answer = site.client.get(f"/api/v1/documents/{CORRECTED}").json()

    assert answer["text"] == "新稿。"
    assert answer["document"]["version"] == 2
    assert answer["document"]["corrections"] == [{"version": 1, "at": "2026-06-01T02:00:00Z"}]
    assert answer["document"]["column_name"] == "其他政策文件"
    assert answer["validity"] == {"state": "effective", "words": "现行有效", "by": []}


def test_the_api_says_of_a_withdrawn_document_when_and_why_and_nothing_else(site: Site) -> None:
    answer = site.client.get(f"/api/v1/documents/{GONE}")

    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert answer.json() == {
        "title": "已撤下",
        "status": 410,
        "at": "2026-04-10T01:00:00Z",
        "reason": "经重新审查，该公文不再公开。",
    }


@pytest.mark.parametrize("path", [f"documents/{LISTED}", "documents/none", "documents?column=none", "none", "%2e%2e/x"])
def test_the_api_says_404_of_what_is_not_there(site: Site, path: str) -> None:
    answer = site.client.get(f"/api/v1/{path}")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "size=101", "size=-1", "page=" + "9" * 400, "column=" + "a" * 99]
)
def test_the_api_says_400_of_what_it_cannot_read(site: Site, query: str) -> None:
    assert site.client.get(f"/api/v1/documents?{query}").status_code == 400


def test_the_api_is_described_and_every_answer_is_as_described(site: Site) -> None:
    description = site.client.get("/api/openapi.json").json()

    assert set(description["paths"]) == {
        "/api/v1/columns",
        "/api/v1/consultations",
        "/api/v1/documents",
        "/api/v1/documents/{document_id}",
        "/api/v1/documents/{document_id}/rows",
        "/api/v1/search",
        "/api/v1/suggestions",
    }
    described = description["components"]["schemas"]["PublicRecord"]["properties"]
    assert set(site.client.get("/api/v1/documents").json()["documents"][0]) == set(described)
    assert described["index_number"]["description"] == "索引号"


def test_columns_are_told_with_their_articles_and_counts(site: Site) -> None:
    columns = {each["id"]: each for each in site.client.get("/api/v1/columns").json()}

    assert columns["policy"]["documents"] == columns["other-policies"]["documents"] == 4
    assert columns["normative-documents"]["basis"] == "第二十条第（一）项"


@pytest.mark.parametrize("path", ["/feed.atom", "/columns/policy/feed.atom", "/columns/other-policies/feed.atom"])
def test_a_feed_has_the_newest_pages_with_addresses_that_stay(site: Site, path: str) -> None:
    feed = ElementTree.fromstring(site.client.get(path).text)

    assert feed.find("a:id", ATOM).text == f"{URL}{path}"
    entries = [entry.find("a:id", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    assert entries == [f"{URL}/d/{each}" for each in (HOSTILE, CORRECTED, NOTICE)]
    assert feed.find("a:updated", ATOM).text == "2026-06-01T02:00:00+00:00"
    assert feed.find("a:entry/a:title", ATOM).text == "关于<b>&\"'的通知"


def test_the_sitemap_lists_pages_and_columns(site: Site) -> None:
    index = ElementTree.fromstring(site.client.get("/sitemap.xml").text)
    (part,) = (each.text for each in index.findall("s:sitemap/s:loc", MAP))
    addresses = [
        each.text
        for each in ElementTree.fromstring(site.client.get(part.removeprefix(URL)).text).findall(".//s:loc", MAP)
    ]

    assert {f"{URL}/d/{each}" for each in (HOSTILE, CORRECTED, NOTICE)} < set(addresses)
    assert {f"{URL}/{each}" for each in ("guide", "catalogue", "requests", "columns/proposals")} < set(addresses)
    assert not {f"{URL}/d/{each}" for each in (LISTED, GONE)} & set(addresses)
    assert site.client.get("/sitemap-2.xml").status_code == 404


def test_robots_are_told_the_sitemap_and_kept_from_searching(site: Site) -> None:
    lines = site.client.get("/robots.txt").text.splitlines()

    assert f"Sitemap: {URL}/sitemap.xml" in lines
    for path in ("/search", "/api/v1/search", "/api/v1/suggestions"):
        assert f"Disallow: {path}" in lines


def test_the_page_of_open_data_names_every_field_and_file(site: Site) -> None:
    page = site.client.get("/open-data").text

    assert "共 3 件" in page
    for name in json.loads(site.client.get("/open-data/documents.jsonl").text.splitlines()[0]):
        assert f"<code>{name}</code>" in page
    for file in site.client.get("/open-data/manifest.json").json()["files"]:
        assert f'href="/open-data/{file["name"]}"' in page


@pytest.mark.parametrize("name", ["../current.json", "%2e%2e%2fcolumns.json", ".documents.csv.made", "none"])
def test_nothing_but_the_dump_lies_under_open_data(site: Site, name: str) -> None:
    assert site.client.get(f"/open-data/{name}").status_code == 404


@pytest.mark.parametrize("path", [*EVERYWHERE, f"/api/v1/documents/{NOTICE}", "/open-data/manifest.json", "/open-data"])
def test_what_a_program_has_already_is_not_sent_again(site: Site, path: str) -> None:
    etag = site.client.get(path).headers["etag"]

    answer = site.client.get(path, headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert site.client.head(path).headers["etag"] == etag


def test_an_urgent_takedown_leaves_nothing_anywhere_at_once(site: Site, make_release) -> None:
    made = make_release(65, "关于试行紧急办理的通知", "试行办理的内容。")
    site.shelf.publish(made)
    site.dump.make(NIGHT)
    told = {path: site.client.get(path) for path in EVERYWHERE}
    assert [path for path, answer in told.items() if "紧急办理" not in answer.text and made.id not in answer.text] == [
        "/columns/notices"
    ]

    site.shelf.withdraw(made.id)
    site.dump.refresh([made.id])

    for path, before in told.items():
        now = site.client.get(path, headers={"if-none-match": before.headers["etag"]})
        assert "紧急办理" not in now.text, path
        assert made.id not in now.text, path


def test_a_page_that_was_rendered_follows_what_happens_to_other_documents(site: Site, make_release) -> None:
    policy = make_release(66, "示例区灵活就业办法", "正文。", document_number="示人社发〔2026〕66号")
    explained = make_release(67, "《示例区灵活就业办法》政策解读", "为什么。")
    site.shelf.publish(policy)
    before = site.client.get(f"/d/{policy.id}")
    assert explained.id not in before.text

    site.shelf.publish(explained)
    linked = site.client.get(f"/d/{policy.id}", headers={"if-none-match": before.headers["etag"]})
    assert explained.id in linked.text
    assert site.client.get(f"/d/{policy.id}").text == linked.text

    site.shelf.withdraw(explained.id)
    assert site.client.get(f"/d/{policy.id}").text == before.text
    site.shelf.withdraw(policy.id)
    assert site.client.get(f"/d/{policy.id}").status_code == 410


def test_a_limit_names_itself_in_every_answer_and_when_it_is_met(site: Site) -> None:
    citizen = {"x-forwarded-for": "203.0.113.7"}
    answer = site.client.get("/search", headers=citizen)
    assert answer.headers["ratelimit-policy"] == '"search";q=30;w=15'
    assert answer.headers["ratelimit"].startswith('"search";r=29;')

    # The limit of what is sent: it fills again too slowly for a slow machine to matter.
    *before, refused = [site.client.post(f"/d/{NOTICE}/report", headers=citizen) for _ in range(6)]
    assert {each.status_code for each in before} == {422}
    assert refused.status_code == 429
    assert 700 < int(refused.headers["retry-after"]) <= 720
    assert "每3600秒最多5次" in refused.text
    assert refused.headers["content-security-policy"].startswith("default-src 'none'")
    assert site.client.get("/search", headers=citizen).status_code == 200
    assert site.client.post(f"/d/{NOTICE}/report", headers={"x-forwarded-for": "203.0.113.8"}).status_code == 422
    assert "ratelimit" not in site.client.get("/search").headers
