"""The bench counts what screening finds in cases; its own cases reach the bars of the issue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gongkai.bench import bench
from gongkai.bench.screening import KNOWN, measure, own_cases

runner = CliRunner()


def written(path: Path, *cases: object) -> Path:
    path.write_text("".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases), encoding="utf-8")
    return path


def test_every_kind_has_forty_cases_of_each_side_and_reaches_its_bars() -> None:
    tallies = measure(own_cases())
    assert {tally.kind for tally in tallies} == KNOWN
    assert all(tally.positive >= 40 and tally.negative >= 40 for tally in tallies)
    assert [tally for tally in tallies if not tally.holds] == []


def test_what_is_missed_and_invented_is_counted_and_fails(tmp_path: Path) -> None:
    cases = written(
        tmp_path / "cases.jsonl",
        {"kind": "plate", "text": "车牌鲁C00123", "expected": True},
        {"kind": "plate", "text": "没有车牌", "expected": True},
        {"kind": "mobile", "text": "15400000000", "expected": False},
    )
    result = runner.invoke(bench, ["screening", "--cases", str(cases), "--json"])
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["missed"] == ["plate", "mobile"]
    assert (report["kinds"]["plate"]["recall"], report["kinds"]["plate"]["missed"]) == (0.5, ["2"])
    assert (report["kinds"]["mobile"]["precision"], report["kinds"]["mobile"]["invented"]) == (0.0, ["3"])


@pytest.mark.parametrize("line", ["", "{", "[]", '{"kind": "plate", "text": "x", "expected": "yes"}'])
def test_a_file_without_cases_is_bad_input(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    result = runner.invoke(bench, ["screening", "--cases", str(path)])
    assert result.exit_code not in (0, 1)


def test_an_unknown_kind_is_named_in_one_line_and_counts_as_missed(tmp_path: Path) -> None:
    cases = written(
        tmp_path / "cases.jsonl",
        {"kind": "plate", "text": "车牌鲁C00123", "expected": True},
        {"kind": "shoe_size", "text": "鞋码：42", "expected": True},
        {"kind": "tracked_change", "text": "修订", "expected": False},
    )
    result = runner.invoke(bench, ["screening", "--cases", str(cases), "--json"])
    report = json.loads(result.stdout)
    told = result.stderr.splitlines()
    assert result.exit_code == 1
    assert report["unknown"] == report["missed"] == ["shoe_size", "tracked_change"]
    assert report["kinds"]["shoe_size"]["missed"] == ["2"]
    assert [line.count("shoe_size") + line.count("tracked_change") for line in told] == [1, 1]
    assert all(kind in told[0] for kind in KNOWN)


@pytest.mark.parametrize("line", ["{", "[]", '{"kind": "plate"}', '{"kind": "plate", "text": "x", "expected": 1}'])
def test_a_line_that_is_no_case_is_named_and_the_others_are_measured(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "cases.jsonl", {"kind": "plate", "text": "车牌鲁C00123", "expected": True})
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    result = runner.invoke(bench, ["screening", "--cases", str(path), "--json"])
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["kinds"]["plate"]["recall"] == 1.0
    assert report["not_cases"] == result.stderr.splitlines()
    assert "第 1 行" in result.stderr


def test_a_form_feed_begins_a_page(tmp_path: Path) -> None:
    on_second_page = {"kind": "classification_mark", "text": "示例文件\f机密★1年\n附件", "expected": True}
    cases = written(tmp_path / "cases.jsonl", on_second_page)
    assert runner.invoke(bench, ["screening", "--cases", str(cases)]).exit_code == 0


def test_a_negative_case_is_judged_by_its_own_kind_only(tmp_path: Path) -> None:
    cases = written(tmp_path / "cases.jsonl", {"kind": "plate", "text": "手机：15400000000", "expected": False})
    assert runner.invoke(bench, ["screening", "--cases", str(cases)]).exit_code == 0
