from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from search.engine import SearchEngine
from search.engines.tantivy import TantivyEngine
from tests.search.contract import SearchEngineContract, doc, found


@pytest.fixture(scope="module")
def open_empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], SearchEngine]:
    folder, names = tmp_path_factory.mktemp("index"), itertools.count()
    return lambda: TantivyEngine(folder / str(next(names)))


class TestTantivy(SearchEngineContract):
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


def _files_with(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
