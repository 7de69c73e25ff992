"""An index that another version of the program made: it says what to do, and rebuilding is all that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine import IndexOutdated, SearchQuery
from search.engines import tantivy_folder
from search.engines.tantivy import TantivyEngine
from tests.search.corpus import BUREAU, documents


@pytest.fixture
def outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of a program whose schema was one version behind."""
    monkeypatch.setattr(tantivy_folder, "SCHEMA_VERSION", tantivy_folder.SCHEMA_VERSION - 1)
    engine = TantivyEngine(tmp_path / "index")
    engine.put(documents())
    engine.close()
    monkeypatch.undo()
    return tmp_path / "index"


@pytest.mark.parametrize("read_only", [True, False])
def test_asking_it_names_the_command_that_helps(outdated: Path, read_only: bool) -> None:
    engine = TantivyEngine(outdated, read_only=read_only)
    with pytest.raises(IndexOutdated) as refused:
        engine.search(SearchQuery(BUREAU, "培训"))
    assert "gongkai reindex" in refused.value.advice
    with pytest.raises(IndexOutdated):
        engine.ids(BUREAU)


def test_rebuilding_makes_it_answer_again(outdated: Path) -> None:
    engine = TantivyEngine(outdated)
    assert engine.rebuild(documents()) > 0
    assert TantivyEngine(outdated, read_only=True).search(SearchQuery(BUREAU)).total > 0
