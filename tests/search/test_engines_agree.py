from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import pytest

from search.engine import IndexDocument, SearchEngine, SearchQuery
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.meaning.meanings import Meanings
from search.meaning.understanding import UnderstandingEngine
from tests.search.corpus import (
    ACTIONS,
    BUREAU,
    MATTERS,
    MATTERS_APART,
    ORGAN,
    PLACES,
    STATUTES,
    articles,
    contains,
    documents,
)

QUERIES = Path(__file__).parents[2] / "samples" / "relevance" / "queries.json"
TYPED = (
    *(f"{matter}怎么{action}" for matter in MATTERS for action in ACTIONS),
    *(
        "工伤认定申请表",
        "2020年公告",
        "示人社发2020 5号",
        "gongshang rending",
        "失业保险稳岗反还",
        "稳岗返还 培训 见习",
    ),
)
HAN = range(0x4E00, 0xA000)


@pytest.fixture(scope="module")
def corpus() -> list[IndexDocument]:
    return [*documents(), *articles()]


@pytest.fixture(scope="module")
def engines(
    elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory, corpus: list[IndexDocument]
) -> Iterator[tuple[SearchEngine, SearchEngine]]:
    both = TantivyEngine(tmp_path_factory.mktemp("agree")), ElasticsearchEngine(elasticsearch_url, "agree")
    for engine in both:
        engine.put(corpus)
    yield both
    for engine in both:
        engine.close()


def matches(engine: SearchEngine, text: str, bureau: str = BUREAU) -> set[str]:
    pages = (engine.search(SearchQuery(bureau, text, offset=offset, limit=100)) for offset in range(0, 10_000, 100))
    ids: set[str] = set()
    for page in pages:
        ids |= {hit.id for hit in page.hits}
        if len(ids) == page.total:
            break
    return ids


def excerpts(corpus: list[IndexDocument], count: int) -> list[str]:
    """Runs of 2 to 6 Han characters, from anywhere in the documents, cut without regard to words."""
    chance = random.Random(9704)
    found: list[str] = []
    while len(found) < count:
        body = chance.choice(corpus).body
        start, length = chance.randrange(max(len(body) - 6, 1)), chance.randint(2, 6)
        excerpt = body[start : start + length]
        if len(excerpt) == length and all(ord(character) in HAN for character in excerpt):
            found.append(excerpt)
    return found


def test_both_engines_find_exactly_the_documents_that_hold_an_excerpt(
    engines: tuple[SearchEngine, SearchEngine], corpus: list[IndexDocument]
) -> None:
    for text in excerpts(corpus, 60):
        expected = {each.id for each in corpus if contains(each, text)}
        assert expected, text
        for engine in engines:
            found = matches(engine, f'"{text}"') | matches(engine, f'"{text}"', STATUTES)
            assert found == expected, (text, type(engine))


def test_both_engines_agree_on_combined_queries(engines: tuple[SearchEngine, SearchEngine]) -> None:
    chance = random.Random(711)
    words = [
        *MATTERS,
        *ACTIONS,
        *PLACES,
        ORGAN,
        "申领条件",
        "30日",
        "号",
        "A4",
        "〔2021〕",
        "热线；网址",
        '"申领 对象"',
    ]
    for _ in range(60):
        chosen = chance.sample(words, k=chance.randint(1, 4))
        text = " ".join(chance.choice(("", "", "OR ", "-", "NOT ")) + word for word in chosen)
        first, second = (matches(engine, text) for engine in engines)
        assert first == second, text


def test_both_engines_give_the_same_first_ten_for_what_people_type(
    engines: tuple[SearchEngine, SearchEngine],
) -> None:
    """Match sets are identical, and so are 97 of 100 first hits on average: both score alike."""
    judged = [each["query"] for each in json.loads(QUERIES.read_text(encoding="utf-8"))]
    shares = []
    for bureau, text in itertools.product((BUREAU, STATUTES), (*judged, *TYPED)):
        first, second = (engine.search(SearchQuery(bureau, text)) for engine in engines)
        assert (first.total, first.corrected, first.relaxed) == (second.total, second.corrected, second.relaxed), text
        if first.total:
            ids, others = ({hit.id for hit in page.hits} for page in (first, second))
            shares.append(len(ids & others) / len(ids))
    assert len(shares) > 20
    assert fmean(shares) >= 0.97


def test_both_engines_find_alike_by_meaning(elasticsearch_url: str, tmp_path: Path, meanings: Meanings) -> None:
    """One file says what is near, so match sets are the same, and nearly all of the first ten."""
    both = (
        TantivyEngine(tmp_path / "index", near=meanings.near),
        ElasticsearchEngine(elasticsearch_url, "meaning-agree", near=meanings.near),
    )
    for engine in both:
        UnderstandingEngine(engine, meanings).put([*MATTERS_APART, *documents()[::6]])
    judged = json.loads(QUERIES.read_text(encoding="utf-8"))
    shares = []
    for text in [
        *(each["query"] for each in judged if each["kind"] == "question"),
        "面试不要女生",
        "救护车过高速要交钱吗",
    ]:
        first, second = (engine.search(SearchQuery(BUREAU, text)) for engine in both)
        assert (first.total, first.corrected, first.relaxed) == (second.total, second.corrected, second.relaxed), text
        assert matches(both[0], text) == matches(both[1], text), text
        if first.total:
            ids, others = ({hit.id for hit in page.hits} for page in (first, second))
            shares.append(len(ids & others) / len(ids))
    for engine in both:
        engine.close()
    assert len(shares) > 5
    assert fmean(shares) >= 0.95


def test_both_engines_order_an_empty_query_alike(engines: tuple[SearchEngine, SearchEngine]) -> None:
    first, second = (engine.search(SearchQuery(BUREAU, limit=100)) for engine in engines)
    assert [hit.id for hit in first.hits] == [hit.id for hit in second.hits]


@pytest.mark.parametrize("text", ["工伤认定 -批复", "“一网通办”改革", "示人社发〔2020〕13号", "申请 OR 申领"])
def test_both_engines_show_a_hit_alike(engines: tuple[SearchEngine, SearchEngine], text: str) -> None:
    first, second = (engine.search(SearchQuery(BUREAU, text, limit=100)) for engine in engines)
    shown = [{hit.id: (hit.title, hit.fragments) for hit in page.hits} for page in (first, second)]
    common = shown[0].keys() & shown[1].keys()
    assert common
    assert all(shown[0][id_] == shown[1][id_] for id_ in common)
    assert first.facets == second.facets


def test_an_engine_keeps_its_documents_when_opened_again(elasticsearch_url: str, tmp_path: Path) -> None:
    for opened in (lambda: TantivyEngine(tmp_path), lambda: ElasticsearchEngine(elasticsearch_url, "again")):
        first = opened()
        first.put(documents()[:3])
        first.close()
        second = opened()
        assert len(second.ids(BUREAU)) == 3
        second.close()
