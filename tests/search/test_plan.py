from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.plan import Combined, Equal, Phrase, Voted, coarse, matching
from search.query import parse
from search.ranking import strict
from search.titles import in_titles

QUERIES = Path(__file__).parents[2] / "samples" / "relevance" / "queries.json"
JUDGED = [each["query"] for each in json.loads(QUERIES.read_text(encoding="utf-8"))]


def test_what_is_finer_decides_nothing_of_what_matches() -> None:
    for text in JUDGED:
        node = strict(parse(text))
        assert matching(coarse(node)) == matching(node), text


def test_words_of_a_query_have_something_finer_and_a_number_has_not() -> None:
    words, number = strict(parse("社会保险经办机构")), strict(parse("国发〔2018〕43号"))
    assert coarse(words) != words
    assert coarse(coarse(words)) == coarse(words)
    assert coarse(number) == number


@pytest.mark.parametrize("within", [lambda node: node, lambda node: Combined(must=(node,))])
def test_votes_are_cast_by_titles_where_these_alone_are_asked(within) -> None:
    text, title = (Phrase(field, ("失", "业")) for field in ("text", "title"))
    voted = Voted(((text, 14), (Equal("id", "a"), 2)), 10)
    assert in_titles(within(voted)) == within(Voted(((title, 14), (Equal("id", "a"), 2)), 10))
