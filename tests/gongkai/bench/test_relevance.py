from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gongkai.bench.relevance import NoQueries, Plan, measure, read_queries
from gongkai.bench.relevance_engines import Engine
from gongkai.bench.relevance_scores import Answered, JudgedQuery, report
from gongkai.bench.search_texts import NoTexts, made_documents, read_folder
from gongkai.cli import app

OWN = Path(__file__).parents[3] / "samples" / "relevance" / "queries.json"
TEXTS = {"a": ("示例区失业保险金申领办法", "示人社发〔2021〕5号"), "b": ("示例区工伤认定办法", "示人社发〔2021〕6号")}


def answered(relevant: dict[str, int], *hits: str, kind: str = "topic") -> Answered:
    return Answered(JudgedQuery("1", kind, "失业", relevant), hits, len(hits))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, (title, number) in TEXTS.items():
        known = {"title": title, "document_number": number, "issuing_organs": ["示例区人社局"]}
        (texts / f"{name}.json").write_text(json.dumps(known))
        (texts / f"{name}.txt").write_text(f"{title}\n申请人应当在三十日内向经办机构提出申请；逾期不予受理。\n")
    return texts


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    rows = [
        {"id": "1", "kind": "title", "query": "失业保险金", "relevant": {"a": 3}},
        {"id": "2", "kind": "number", "query": "示人社发〔2021〕6号", "relevant": {"b": 3}},
        {"id": "3", "kind": "nothing", "query": "“月球移民”", "relevant": {}},
    ]
    file = tmp_path / "queries.json"
    file.write_text(json.dumps(rows))
    return file


def test_an_order_by_grade_is_perfect_and_a_late_hit_is_worth_less() -> None:
    assert answered({"a": 3, "b": 1}, "a", "b").ndcg == 1
    assert answered({"a": 3}, "x", "a").ndcg == pytest.approx(0.63, abs=0.01)
    assert answered({"a": 3}, "x").ndcg == answered({"a": 3}).ndcg == 0


def test_success_is_a_first_hit_of_the_best_grade() -> None:
    assert answered({"a": 3, "b": 1}, "a").succeeds
    assert not answered({"a": 3, "b": 1}, "b", "a").succeeds


def test_where_nothing_is_to_be_found_nothing_is_perfect_and_outside_the_mean() -> None:
    found = report([answered({"a": 3}, "a"), answered({}, "x", kind="nothing"), answered({}, kind="nothing")])
    assert found["ndcg_at_10"] == found["success_at_1"] == 1
    assert (found["zero_results"], found["zero_results_with_answer"], found["results_without_answer"]) == (1, 0, 1)
    assert found["by_kind"]["nothing"] == {"ndcg_at_10": 0.5, "success_at_1": 0.5, "queries": 2, "zero_results": 1}


@pytest.mark.parametrize("engine", list(Engine))
def test_measures_an_engine_on_a_folder(folder: Path, queries: Path, engine: Engine) -> None:
    found = measure(Plan((folder,), queries, engine))
    assert (found["engine"], found["documents"], found["ndcg_at_10"]) == (engine.value, 2, 1)
    assert found["zero_results"] == found["by_kind"]["nothing"]["zero_results"] == 1


def test_the_command_prints_json_and_sets_the_baselines_beside_it(folder: Path, queries: Path) -> None:
    options = ["--documents", str(folder), "--queries", str(queries), "--mix", "30", "--baselines", "--json"]
    result = CliRunner().invoke(app, ["bench", "relevance", *options])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    assert set(found["baselines"]) == {"words_alone", "fts5_trigram", "elasticsearch_standard"}
    assert all(0 < each["ndcg_at_10"] <= 1 for each in found["baselines"].values())
    assert found["mixed_in"] == 30
    assert [each["hits"][:1] for each in found["answers"]] == [["a"], ["b"], []]


def test_a_statute_in_markdown_gets_title_and_day_from_its_name(folder: Path) -> None:
    (folder / "示例条例(2020-02-03).md").write_text("第一条")
    (statute,) = [each for each in read_folder(folder) if each.title == "示例条例"]
    assert str(statute.adopted_on) == "2020-02-03"


def test_made_documents_are_the_same_every_time_and_hold_only_given_sentences(folder: Path) -> None:
    texts = list(read_folder(folder))
    made = list(made_documents(texts, 3))
    assert made == list(made_documents(texts, 3))
    assert all(line in texts[0].body for each in made for line in each.body.splitlines())


def test_refuses_a_folder_without_texts_and_a_file_without_queries(tmp_path: Path, folder: Path, queries: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoTexts):
        measure(Plan((tmp_path / "empty",), queries, Engine.TANTIVY))
    (folder / "a.json").unlink()
    with pytest.raises(NoTexts, match=r"a\.json"):
        list(read_folder(folder))
    (tmp_path / "bad.json").write_text('{"id": 1}')
    with pytest.raises(NoQueries):
        read_queries(tmp_path / "bad.json")


def test_our_own_set_is_large_and_of_many_kinds() -> None:
    own = read_queries(OWN)
    assert len({each.id for each in own}) == len(own) >= 100
    assert len({each.kind for each in own}) >= 10
    assert all(1 <= grade <= 3 for each in own for grade in each.relevant.values())
