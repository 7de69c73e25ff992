"""A long document has its contents above it; each entry leads to its heading."""

from __future__ import annotations

import re

import httpx

from portal.contents import FEWEST, with_contents
from tests.portal.addresses import HOSTILE, NOTICE


def test_each_heading_of_a_long_document_is_linked_in_their_order(client: httpx.Client) -> None:
    page = client.get(NOTICE).text

    _, _, contents = page.partition('<nav class="panel contents"')
    links = re.findall(r'<a href="#(part-\d)">([^<]+)</a>', contents.partition("</nav>")[0])
    assert [text for _, text in links] == ["一、总体要求", "二、主要任务", "三、工作保障", "职业技能培训补贴标准"]
    for place, text in links:
        assert f'<h2 id="{place}">{text}</h2>' in page


def test_a_short_document_has_no_contents(client: httpx.Client) -> None:
    assert "本文内容" not in client.get(HOSTILE).text
    article = "<h2>一、甲</h2>" * (FEWEST - 1)
    assert with_contents(article) == (article, ())


def test_what_was_escaped_in_a_heading_stays_so_and_is_listed_as_text() -> None:
    article = "<h2>一、甲&lt;b&gt;&amp;乙</h2>" * FEWEST

    html, headings = with_contents(article)

    assert html.count("&lt;b&gt;&amp;乙</h2>") == FEWEST
    assert {heading.text for heading in headings} == {"一、甲<b>&乙"}
    assert len({heading.place for heading in headings}) == FEWEST
