"""A warm child screens with the list that comes with the request, not with the one before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from processors.pool import ReaderPool
from processors.screening.words import Word, Words

Builder = Callable[..., Path]


def test_a_changed_list_needs_no_new_child(pool: ReaderPool, make_docx: Builder) -> None:
    path = make_docx("关于样例行动的通知", name="1.docx")
    lists = [None, Words([Word("样例行动")]), Words([Word("另一行动")]), Words([Word("样例")]), None]
    found = [[finding.text for finding in pool.inspect(path, words=words).findings] for words in lists]
    assert found == [[], ["样例行动"], [], ["样例"], []]
    assert len(pool.children()) == 1
