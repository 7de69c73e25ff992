from __future__ import annotations

from pathlib import Path

import pytest

from search.engine import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.open import open_engine


def test_opens_a_folder(tmp_path: Path) -> None:
    engine = open_engine(f"tantivy://{tmp_path}/公开 index")
    assert isinstance(engine, TantivyEngine)
    assert (tmp_path / "公开 index" / "current").exists()


def test_opens_a_folder_whose_name_is_escaped(tmp_path: Path) -> None:
    open_engine(f"tantivy://{tmp_path}/a%20b")
    assert (tmp_path / "a b" / "current").exists()


def test_opens_a_folder_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_engine("tantivy:var/index")
    assert (tmp_path / "var" / "index" / "current").exists()


def test_opens_a_cluster(elasticsearch_url: str) -> None:
    engine = open_engine(f"{elasticsearch_url}/opened")
    assert isinstance(engine, ElasticsearchEngine)
    assert engine.ids("shili-hrss") == frozenset()
    engine.close()


@pytest.mark.parametrize("url", ["", "tantivy://", "tantivy://host/index", "sqlite:///index", "/var/index", "http://"])
def test_refuses_a_url_that_names_no_engine(url: str) -> None:
    with pytest.raises(ValueError, match="search engine"):
        open_engine(url)


def test_says_so_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SearchUnavailable, match="file"):
        open_engine(f"tantivy://{tmp_path}/file")


def test_says_so_when_the_cluster_does_not_answer() -> None:
    with pytest.raises(SearchUnavailable, match="Elasticsearch"):
        open_engine("http://127.0.0.1:9/gongkai")  # the discard port: nothing listens
