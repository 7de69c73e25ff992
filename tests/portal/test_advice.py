"""A page without results leads on: each way that it names has results, and as many as it says."""

from __future__ import annotations

import re
from html import unescape

import httpx


def page(client: httpx.Client, **parameters: str) -> str:
    answer = client.get("/search", params=parameters)
    assert answer.status_code == 200
    assert "没有找到" in answer.text
    return answer.text


def ways(html: str) -> dict[str, tuple[str, int]]:
    """Words → address and count, of every link on the page that tells a count."""
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>（(\d+) 件）</li>', html)
    return {unescape(words): (unescape(link), int(count)) for link, words, count in found}


def total(client: httpx.Client, link: str) -> int:
    found = re.search(r"共?(?:有公文|有关的公文)? (\d+) 件", client.get(link).text)
    assert found is not None, link
    return int(found[1])


def test_words_that_no_document_has_together_are_offered_one_by_one(client: httpx.Client) -> None:
    found = ways(page(client, q='补贴 零工市场 "无此词"', exact="1"))

    assert {"补贴", "零工市场"} <= set(found)
    for words in ("补贴", "零工市场"):
        link, count = found[words]
        assert total(client, link) == count > 0


def test_words_of_one_piece_are_offered_as_they_are_cut(client: httpx.Client) -> None:
    assert {"零工", "补贴"} <= set(ways(page(client, q="零工宇航员补贴", exact="1")))


def test_each_filter_that_is_in_the_way_is_named_with_what_is_behind_it(client: httpx.Client) -> None:
    found = ways(page(client, q="社会保险补贴", type="公告", year="1999"))

    assert found["去掉“1999年”"][1] == 12
    assert "去掉“公告”" not in found  # it alone changes nothing
    assert found["去掉“全部条件”"][1] == 12
    for words in ("去掉“1999年”", "去掉“全部条件”"):
        link, count = found[words]
        assert total(client, link) == count


def test_days_and_titles_alone_are_named_when_they_are_in_the_way(client: httpx.Client) -> None:
    found = ways(page(client, q="培训券", **{"in": "titles", "to": "2026-12-31"}))

    assert found["去掉“只在标题中查找”"][1] == 1
    assert "去掉“2026年12月31日及以前”" not in found


def test_a_single_filter_is_not_named_twice(client: httpx.Client) -> None:
    assert "全部条件" not in page(client, q="社会保险补贴", year="1999")


def test_other_spellings_are_offered_to_whoever_refused_them(client: httpx.Client) -> None:
    refused = page(client, q="jineng tisheng", exact="1")

    assert '<a href="/search?q=jineng+tisheng">也查找读音或者字形相近的写法</a>' in refused
    assert "读音" not in page(client, q="无此词无此词")


def test_columns_with_documents_and_the_way_to_apply_are_shown(client: httpx.Client) -> None:
    html = page(client, q="无此词无此词")

    assert ways(html)["通知公告"][0] == "/columns/notices"
    assert "决策公开</a>（0" not in html
    assert "依申请公开" in html
    assert '<a href="/guide">政府信息公开指南</a>' in html


def test_a_question_of_one_word_is_not_offered_to_itself(client: httpx.Client) -> None:
    assert "分开搜索" not in page(client, q="无此词无此词")
