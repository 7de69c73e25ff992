"""A search for programs: as JSON and as a feed, the same question and the same answer as on the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import defusedxml.ElementTree as ElementTree
import httpx
import pytest

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NOTICE = "01JZX000000000000000000020"
QUESTIONS = [
    {"q": "补贴"},
    {"q": "补贴", "type": "公告", "year": "2025"},
    {"q": "社会保险补贴", "sort": "newest", "page": "2"},
    {"q": "jineng tisheng"},
    {"q": "jineng tisheng", "exact": "1"},
    {"q": "补贴", "organ": "示例区人力资源和社会保障局", "unit": "职业能力建设科"},
    {"q": "补贴", "column": "no-such-column"},
    {"validity": "effective"},
    {},
]


def answer(client: httpx.Client, question: dict[str, str]) -> dict[str, object]:
    found = client.get("/api/v1/search", params=question)
    assert found.status_code == 200
    return found.json()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_api_finds_what_the_page_finds_in_the_same_order(client: httpx.Client, question: dict[str, str]) -> None:
    page = client.get("/search", params=question).text

    found = answer(client, question)

    assert [each["document"]["path"] for each in found["results"]] == re.findall(r'<h3><a href="(/d/[^"]+)">', page)
    assert ("您是不是要找" in page) == (found["corrected"] is not None)
    if found["results"]:
        assert f"{found['total']} 件" in page


def test_pages_of_the_api_follow_one_another_to_the_end(client: httpx.Client) -> None:
    path, ids = "/api/v1/search?q=社会保险补贴&type=公告", []
    while path:
        page = client.get(path).json()
        ids += [each["document"]["id"] for each in page["results"]]
        path = page["next"]

    assert len(ids) == len(set(ids)) == page["total"] == 12


def test_facets_of_the_api_are_values_of_its_parameters(client: httpx.Client) -> None:
    facets = answer(client, {"q": "补贴"})["facets"]

    assert set(facets) == {"column", "unit", "organ", "type", "year", "validity", "subject"}
    for parameter in ("type", "year", "unit", "organ"):
        (value, *_) = facets[parameter]
        assert answer(client, {"q": "补贴", parameter: value["value"]})["total"] == value["documents"]


def test_marks_of_the_api_are_offsets_of_what_was_found(client: httpx.Client) -> None:
    found, *_ = answer(client, {"q": "技能提升"})["results"]

    title = found["document"]["title"]
    assert [title[start:end] for start, end in found["title_marks"]] == ["技能提升"]
    for fragment in found["fragments"]:
        assert all(fragment["text"][start:end] in "技能提升" for start, end in fragment["marks"])


def test_a_question_that_cannot_be_read_is_refused_with_a_sentence(client: httpx.Client) -> None:
    refused = client.get("/api/v1/search", params={"page": "0"})

    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
    assert refused.json()["title"] == "页码应在1至100之间。"
    assert client.get("/search/feed.atom", params={"q": "长" * 201}).status_code == 400


def test_every_parameter_that_the_page_reads_is_described(client: httpx.Client) -> None:
    described = client.get("/api/openapi.json").json()["paths"]["/api/v1/search"]["get"]["parameters"]

    named = {each["name"] for each in described}
    facets = {"column", "unit", "organ", "type", "year", "validity", "subject"}
    assert named == {"q", *facets, "from", "to", "in", "sort", "exact", "page"}
    assert all(each["description"] for each in described)


def test_a_feed_has_what_was_asked_for_newest_first(client: httpx.Client) -> None:
    feed = ElementTree.fromstring(client.get("/search/feed.atom", params={"q": "社会保险补贴", "type": "公告"}).text)

    titles = [each.text for each in feed.findall("a:entry/a:title", ATOM)]
    assert titles == [f"关于公示2025年{month}月社会保险补贴名单的公告" for month in range(12, 0, -1)]
    assert feed.find("a:title", ATOM).text == "示例区人力资源和社会保障局：检索“社会保险补贴”"


def test_a_feed_has_one_address_however_it_was_asked_for(client: httpx.Client) -> None:
    asked = [
        "q=补贴&year=2025&type=公告",
        "type=公告&page=3&q=补贴&sort=newest&year=2025&other=x",
        "q=%20补贴%20&exact=1&type=公告&year=2025",
    ]
    feeds = [ElementTree.fromstring(client.get(f"/search/feed.atom?{query}").text) for query in asked]

    ids = {feed.find("a:id", ATOM).text for feed in feeds}
    links = {feed.find("a:link[@rel='self']", ATOM).get("href") for feed in feeds}
    assert len(ids) == 1
    assert ids == links
    (address,) = ids
    assert client.get(address).text == client.get(f"/search/feed.atom?{asked[0]}").text


def test_a_feed_and_its_page_lead_to_one_another(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": "补贴", "year": "2025"}).text
    found = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)">', page)
    assert found is not None
    path = found[1].replace("&amp;", "&")
    assert page.count(found[1]) == 2  # for programs, and for people

    feed = ElementTree.fromstring(client.get(path).text)

    back = urlsplit(feed.find("a:link[@rel='alternate']", ATOM).get("href"))
    assert (back.path, parse_qs(back.query)) == ("/search", {"q": ["补贴"], "year": ["2025"], "sort": ["newest"]})


def test_a_feed_of_what_is_not_there_yet_is_empty_not_near(client: httpx.Client) -> None:
    for question in ("jineng tisheng", "技能 无此词语无此", "无此词语无此"):
        answered = client.get("/search/feed.atom", params={"q": question})
        assert answered.status_code == 200
        assert ElementTree.fromstring(answered.text).findall("a:entry", ATOM) == []


def test_a_question_with_markup_stays_text_in_a_feed(client: httpx.Client) -> None:
    feed = ElementTree.fromstring(client.get("/search/feed.atom", params={"q": "</title><b>&\x0b甲"}).text)

    assert "</title><b>&" in feed.find("a:title", ATOM).text


@pytest.mark.parametrize("path", ["/api/v1/search?q=补贴", "/search/feed.atom?q=补贴"])
def test_what_a_program_has_already_is_not_sent_again(client: httpx.Client, path: str) -> None:
    etag = client.get(path).headers["etag"]

    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    assert client.head(path).headers["etag"] == etag
