"""`gongkai bench attributes`: what it counts, when it fails, and that the bars hold on every kind of document."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from gongkai.bench.attribute_scores import BARS, Scores, comparable
from gongkai.cli import app
from processors.attributes.read import read_attributes
from processors.extraction import PageText, Source
from samples.kinds.make import make

NOTICE = (
    "示例区民政局文件\n示民发〔2026〕5号\n示例区民政局关于示例工作的通知\n各科室：\n"
    "按照示民发〔2026〕7号文件执行。\n示例区民政局\n2026年3月5日\n"
)
TRUTH: dict[str, Any] = {
    "title": "示例区民政局关于示例工作的通知",
    "document_number": "示民发〔2026〕5号",
    "issuing_organs": ["示例区民政局"],
    "addressees": "各科室",
    "adopted_on": "2026-03-05",
    "disclosure": None,
    "attachments": [],
    "expires_on": None,
    "document_type": "通知",
}


def write(folder: Path, name: str, text: str, truth: dict[str, Any]) -> None:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(truth), encoding="utf-8")


def bench(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["bench", "attributes", "--samples", str(folder), *options])


def score(text: str, **differing: object) -> Scores:
    scores = Scores()
    scores.add("001", {**TRUTH, **differing}, text, read_attributes([PageText(1, text, Source.TEXT)]))
    return scores


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    make(folder)
    return folder


def test_every_bar_holds_on_every_kind_of_document(kinds: Path) -> None:
    result = bench(kinds, "--json")
    report = json.loads(result.output)
    assert report["missed"] == []
    assert result.exit_code == 0
    assert set(report["attributes"]) > set(BARS)


def test_each_disclosure_class_has_at_least_forty_documents(kinds: Path) -> None:
    truths = (json.loads(path.read_text(encoding="utf-8")) for path in kinds.glob("*.json"))
    classes = Counter(truth["disclosure"] for truth in truths)
    assert min(classes[name] for name in ("proactive", "on_request", "withheld", None)) >= 40


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_documents_set_as_pages_are_read_as_well(kinds: Path, tmp_path: Path, form: str) -> None:
    for path in kinds.glob("*-3.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    result = bench(tmp_path, "--as", form, "--json")
    assert json.loads(result.output)["missed"] == []
    assert result.exit_code == 0


def test_a_wrong_value_is_named_and_fails_the_bench(tmp_path: Path) -> None:
    write(tmp_path, "001", NOTICE, {**TRUTH, "document_number": "示民发〔2026〕7号"})
    write(tmp_path, "002", NOTICE, {**TRUTH, "scored": False})
    result = bench(tmp_path)
    assert result.exit_code == 1
    assert "document_number 的正确率 0.000 低于 0.99" in result.output
    assert "001" in result.output
    assert "002" not in result.output


def test_a_folder_without_pairs_is_refused_with_a_sentence(tmp_path: Path) -> None:
    assert bench(tmp_path).exit_code == 65
    (tmp_path / "001.json").write_text("{}", encoding="utf-8")
    assert bench(tmp_path).exit_code == 65


def test_a_document_read_as_public_that_is_not_fails_whatever_the_share() -> None:
    scores = score(f"{NOTICE}（此件主动公开）\n", disclosure="withheld")
    assert scores.wrongly_public == 1
    assert scores.confusion["withheld", "proactive"] == 1
    assert any("非主动公开" in line for line in scores.failures(scanned=False))


def test_a_wrong_value_counts_against_precision_and_recall_a_missing_one_against_recall() -> None:
    wrong = score(NOTICE, adopted_on="2026-03-06", title="示例区民政局关于示例工作的通知").tallies
    assert (wrong["title"].precision, wrong["title"].recall) == (1, 1)
    missing = score(f"{NOTICE}附件1至3另发\n", attachments=["另发"]).tallies["attachments"]
    assert (missing.false_positive, missing.false_negative, missing.recall) == (0, 1, 0)
    invented = score(NOTICE, addressees=None).tallies["addressees"]
    assert (invented.false_positive, invented.false_negative, invented.precision) == (1, 0, 0)


def test_what_the_text_does_not_say_is_counted_apart() -> None:
    tally = score(NOTICE, title="网站上的另一个标题").tallies["title"]
    assert (tally.documents, tally.unstated, tally.share_of_all) == (0, 1, 0)


def test_a_sure_value_that_is_wrong_is_listed() -> None:
    assert score(NOTICE).sure_but_wrong == []
    assert score(NOTICE, document_number="示民发〔2026〕7号").sure_but_wrong == ["001 document_number"]


@pytest.mark.parametrize(
    ("one", "other"), [("示民发〔2026〕5号", "示民发〔２０２６〕 5 号"), ([], None), (["甲（一）"], ("甲(一)",))]
)
def test_width_and_blanks_do_not_count(one: object, other: object) -> None:
    assert comparable(one) == comparable(other)


def test_brackets_do_count() -> None:
    assert comparable("示民发〔2026〕5号") != comparable("示民发[2026]5号")
