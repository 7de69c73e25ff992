"""A site that opens searches by itself, so that nobody is the first."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from portal.warm_up import warm_up
from search.engine import SearchQuery
from search.engines.elasticsearch import ElasticsearchEngine
from search.meaning.bge import BgeSmall
from search.open import open_engine
from tests.search.corpus import BUREAU, documents


def test_the_model_of_meaning_has_been_asked_when_it_is_warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    embed = BgeSmall.embed
    monkeypatch.setattr(BgeSmall, "embed", lambda model, text: asked.append(text) or embed(model, text))
    index, meanings = f"tantivy://{tmp_path / 'index'}", tmp_path / "meanings"
    writing = open_engine(index, meanings=meanings)
    writing.put(documents()[:6])
    writing.close()
    reading = open_engine(index, read_only=True, meanings=meanings)
    asked.clear()

    warm_up(reading, BUREAU).join(60)
    first = len(asked)
    reading.search(SearchQuery(BUREAU, "孩子看病花了钱怎么办"))

    assert first > 100, "all that questions are compared with is read once"
    assert 0 < len(asked) - first <= 2, "and a question itself"


def test_an_engine_that_does_not_answer_keeps_no_site_from_opening(caplog: pytest.LogCaptureFixture) -> None:
    nobody = ElasticsearchEngine("http://127.0.0.1:9", "nobody", read_only=True)
    with caplog.at_level(logging.INFO, "portal.warm_up"):
        warm_up(nobody, BUREAU).join(60)
    assert caplog.messages[-1].startswith("searches begin cold: ")
