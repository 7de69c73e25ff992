"""Searching on the portal: what is found, narrowed, paged, refused; bundles decide what is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import httpx
import pytest

NOTICE = "/d/01JZX000000000000000000020"


def titles(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<h3><a [^>]+>(.*?)</a></h3>", page)]


def search(client: httpx.Client, **parameters: str | int) -> str:
    answer = client.get("/search", params=parameters)
    assert answer.status_code == 200
    return answer.text


def test_words_are_found_and_marked_in_title_and_text(client: httpx.Client) -> None:
    page = search(client, q="技能提升")

    assert titles(page)[0] == "示例区人力资源和社会保障局关于开展职业技能提升行动的通知"
    assert "<mark>技能提升</mark>" in page
    assert "现就开展职业<mark>技能提升</mark>行动有关事项通知如下" in page


def test_a_document_number_is_found(client: httpx.Client) -> None:
    assert len(titles(search(client, q="示人社函〔2026〕3号"))) == 1


def test_without_words_all_documents_are_listed_newest_first(client: httpx.Client) -> None:
    page = search(client)

    assert "共有公文 17 件" in page
    assert titles(page)[0] == "示例区人力资源和社会保障局对区政协十届二次会议第18号提案的答复"


def test_facets_narrow_down_and_can_be_taken_back(client: httpx.Client) -> None:
    page = search(client, q="补贴", type="公告", year=2025)

    assert "有关的公文 12 件" in page
    assert set(titles(page)) == {t for t in titles(page) if "社会保险补贴" in t}
    assert 'href="/search?q=%E8%A1%A5%E8%B4%B4&amp;year=2025"' in page
    assert titles(search(client, q="补贴", unit="职业能力建设科")) == [
        "示例区人力资源和社会保障局关于开展职业技能提升行动的通知"
    ]


def test_days_and_titles_alone_narrow_down_and_can_be_taken_back(client: httpx.Client) -> None:
    page = search(client, q="技能提升", **{"in": "titles", "from": "2026-02-01", "to": "2026-02-28"})

    assert titles(page) == ["示例区人力资源和社会保障局关于开展职业技能提升行动的通知"]
    for lifted, link in (
        ("只在标题中查找", "/search?q=%E6%8A%80%E8%83%BD%E6%8F%90%E5%8D%87&amp;from=2026-02-01&amp;to=2026-02-28"),
        ("2026年2月1日至2026年2月28日", "/search?q=%E6%8A%80%E8%83%BD%E6%8F%90%E5%8D%87&amp;in=titles"),
    ):
        assert f'<a href="{link}" aria-label="{lifted}，去掉这个条件">' in page
    assert titles(search(client, q="培训券", **{"in": "titles"})) == []
    assert titles(search(client, q="技能提升", to="2025-12-31")) == []


def test_pages_neither_repeat_nor_miss_a_document(client: httpx.Client) -> None:
    first, second = (titles(search(client, q="社会保险补贴", page=page)) for page in (1, 2))

    assert (len(first), len(second)) == (10, 2)
    assert len({*first, *second}) == 12


def test_a_page_beyond_the_last_leads_back_to_the_first(client: httpx.Client) -> None:
    page = search(client, q="社会保险补贴", page=9)

    assert "没有第 9 页" in page
    assert "回到第 1 页结果" in page


def test_when_nothing_is_found_the_page_says_what_to_do(client: httpx.Client) -> None:
    page = search(client, q="完全无关的词语", year=2025)

    assert "没有找到与“完全无关的词语”有关的公文" in page
    assert "减少词语、换一种说法" in page
    assert "依申请公开" in page


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "长" * 201},
        {"q": "甲", "page": "0"},
        {"q": "甲", "page": "-1"},
        {"q": "甲", "page": "101"},
        {"q": "甲", "page": "x"},
        {"q": "甲", "page": "１"},
        {"q": "甲", "page": "9" * 5000},
        {"q": "甲", "year": "20"},
        {"q": "甲", "year": "x"},
        {"q": "甲", "unit": "长" * 101},
        {"q": "甲", "from": "2021"},
        {"q": "甲", "from": "2021-02-30"},
        {"q": "甲", "to": "0001-01-01"},
        {"q": "甲", "from": "2021-03-02", "to": "2021-03-01"},
    ],
)
def test_a_question_out_of_bounds_is_refused_with_a_sentence(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/search", params=parameters)

    assert answer.status_code == 400
    assert "无法搜索" in answer.text


@pytest.mark.parametrize(
    "text", ['"', '"未完', "-", "OR", "NOT", "(((", "*:*", "甲 AND", "unit:办公室", "\x00", "\ud800", "a" * 200]
)
def test_no_question_breaks_the_page(client: httpx.Client, text: str) -> None:
    assert client.get(f"/search?q={quote(text, errors='surrogatepass')}").status_code == 200


def test_a_withdrawn_document_that_the_index_still_holds_is_not_shown(
    client: httpx.Client, shelf, make_release
) -> None:
    release = make_release(30, "关于测试撤回的决定", "滞留索引的内容。")
    shelf.publish(release)
    assert "关于测试撤回的决定" in "".join(titles(search(client, q="滞留索引")))

    shelf.withdraw(release.id, keep_in_index=True)

    page = search(client, q="滞留索引")
    assert "关于测试撤回的决定" not in page
    assert "没有找到" in page
    shelf.engine.remove([release.id])


def test_text_that_only_an_outdated_index_holds_is_not_shown(client: httpx.Client, shelf, make_release) -> None:
    release = make_release(31, "关于更正前的电话", "原有手机号已经删去。")
    shelf.publish(release)
    corrected = replace(make_release(31, "关于更正后的电话", "号码不再列出。"), version=2, content_hash="c" * 64)
    shelf.writer.write(corrected)  # the index is not told

    page = search(client, q="原有手机号")

    assert titles(page) == ["关于更正后的电话"]
    assert "已经删去" not in page
    shelf.withdraw(release.id)


def test_another_spelling_is_named_and_can_be_refused(client: httpx.Client) -> None:
    page = search(client, q="jineng tisheng")

    assert "您是不是要找“<strong>技能提升</strong>”" in page
    assert titles(page)[0] == "示例区人力资源和社会保障局关于开展职业技能提升行动的通知"
    assert 'href="/search?q=jineng+tisheng&amp;exact=1"' in page
    assert "没有找到与“jineng tisheng”有关的公文" in search(client, q="jineng tisheng", exact=1)


def test_results_are_sorted_by_date_when_asked_to(client: httpx.Client) -> None:
    page = search(client, q="社会保险补贴", sort="newest", type="公告")

    assert re.search(r'<a href="[^"]*sort=newest[^"]*" aria-current="true">发布日期</a>', page)
    assert 'name="sort" value="newest"' in page
    assert titles(page)


def test_organ_and_column_narrow_down_and_stay_in_the_address(client: httpx.Client) -> None:
    page = search(client, q="补贴", organ="示例区人力资源和社会保障局")

    assert titles(page)
    assert 'aria-label="示例区人力资源和社会保障局，去掉这个条件"' in page
    assert titles(search(client, q="补贴", organ="没有这个机关")) == []
    assert titles(search(client, q="补贴", column="no-such-column")) == []


def test_an_unknown_order_is_ignored(client: httpx.Client) -> None:
    assert titles(search(client, sort="sideways")) == titles(search(client))
