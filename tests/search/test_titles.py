from __future__ import annotations

import pytest

from search.plan import Combined, Equal, Phrase, Voted
from search.titles import in_titles


@pytest.mark.parametrize("within", [lambda node: node, lambda node: Combined(must=(node,))])
def test_votes_are_cast_by_titles_where_these_alone_are_asked(within) -> None:
    text, title = (Phrase(field, ("失", "业")) for field in ("text", "title"))
    voted = Voted(((text, 14), (Equal("id", "a"), 2)), 10)
    assert in_titles(within(voted)) == within(Voted(((title, 14), (Equal("id", "a"), 2)), 10))
