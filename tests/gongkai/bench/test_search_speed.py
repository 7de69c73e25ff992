from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gongkai.bench.relevance_engines import Engine
from gongkai.bench.search_fts5 import Fts5Index
from gongkai.bench.search_speed import measure, typed_queries
from gongkai.bench.search_texts import NoTexts, made_documents, read_folder
from gongkai.cli import app

SENTENCES = "示例区用人单位应当在三十日内提出申请，逾期不予受理。失业保险金的申领条件由经办机构公布。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.json").write_text(json.dumps({"title": "示例区失业保险金申领办法"}))
    (texts / "a.txt").write_text(SENTENCES * 3)
    return texts


def test_both_engines_are_measured_on_the_same_documents(folder: Path) -> None:
    result = CliRunner().invoke(app, ["bench", "search", "--texts", str(folder), "--documents", "120", "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [each["name"] for each in found["engines"]] == ["tantivy", "fts5_character"]
    assert all(each["documents_per_s"] > 0 and each["page_p95_ms"] > 0 for each in found["engines"])
    assert found["p95_ratio"] > 0


def test_the_yardstick_finds_what_has_all_the_characters(tmp_path: Path, folder: Path) -> None:
    index = Fts5Index(tmp_path / "plain.db")
    index.fill(made_documents(list(read_folder(folder)), 20))
    assert index.page("失业保险金") == index.page("示例区 用人单位") == 20
    assert index.page("没有的字") == 0
    index.close()


def test_queries_are_excerpts_and_the_same_every_time(folder: Path) -> None:
    texts = list(read_folder(folder))
    queries = list(typed_queries(texts, 20))
    assert queries == list(typed_queries(texts, 20))
    assert all(term in SENTENCES for query in queries for term in query.split())


def test_refuses_a_folder_without_texts(tmp_path: Path) -> None:
    with pytest.raises(NoTexts):
        measure([tmp_path], 100, Engine.TANTIVY)
