from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from search.coverage import LEAST_VOTES
from search.engine import FindNear, SearchEngine, SearchQuery
from search.engines.tantivy import TantivyEngine
from search.engines.tantivy_query import build_query, build_schema
from search.query import parse
from search.ranking import loose_concepts, relaxed, strict
from search.weighing import weigh
from tests.search.contract import SearchEngineContract, doc, found
from tests.search.contract_asking import AskingContract
from tests.search.contract_meaning import MeaningContract
from tests.search.contract_naming import NamingContract
from tests.search.contract_narrowing import NarrowingContract
from tests.search.corpus import BUREAU


@pytest.fixture(scope="module")
def open_empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], SearchEngine]:
    folder, names = tmp_path_factory.mktemp("index"), itertools.count()
    return lambda: TantivyEngine(folder / str(next(names)))


@pytest.fixture
def open_near(tmp_path_factory: pytest.TempPathFactory) -> Callable[[FindNear], SearchEngine]:
    return lambda near: TantivyEngine(tmp_path_factory.mktemp("index"), near=near)


class TestTantivy(SearchEngineContract, AskingContract, NamingContract, NarrowingContract, MeaningContract):
    """The whole contract on the embedded engine."""

    def test_a_removed_text_is_in_no_file_once_it_is_forgotten(self, tmp_path: Path) -> None:
        engine = TantivyEngine(tmp_path)
        kept = [doc(f"kept-{number}", body=f"留下的第{number}件") for number in range(12)]
        for each in [doc("gone", body="秘密词甲乙丙丁戊己"), *kept]:
            engine.put([each])
        engine.remove(["gone"])
        assert found(engine, "秘密词") == []
        assert engine.forget_removed(lambda: kept) is True
        assert _files_with(tmp_path, "秘密词甲乙丙丁戊己") == []
        assert len(found(engine, "留下")) == len(kept)


PIECES = [*'失业保险金怎么领 \t\n"“”-!|()[]〔〕*?~^:/\\&.，\ud800\x00﷽', "OR ", "NOT ", "2021", "年", "号", "shiye"]


def random_queries(count: int) -> list[str]:
    chance = random.Random(6)
    return ["".join(chance.choices(PIECES, k=chance.randint(0, 30))) for _ in range(count)]


def test_ten_thousand_random_queries_are_read() -> None:
    schema = build_schema()
    for text in random_queries(10_000):
        parsed = parse(text)
        assert build_query(schema, strict(parsed))
        loose = relaxed(parsed, weigh(lambda nodes: [1] * len(nodes), loose_concepts(parsed)), least=LEAST_VOTES)
        assert loose is None or build_query(schema, loose)


def test_random_queries_are_answered(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    engine.put([doc("a", "失业保险条例", "领取失业保险金。" * 9, document_number="示人社发〔2021〕1号")])
    for text in random_queries(500):
        assert engine.search(SearchQuery(BUREAU, text)).total in (0, 1)


def _files_with(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
