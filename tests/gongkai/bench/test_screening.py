"""The bench counts what screening finds in cases; its own cases reach the bars of the issue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gongkai.bench import bench
from gongkai.bench.screening import measure, own_cases

runner = CliRunner()


def written(path: Path, *cases: object) -> Path:
    path.write_text("".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases), encoding="utf-8")
    return path


def test_every_kind_has_forty_cases_of_each_side_and_reaches_its_bars() -> None:
    tallies = measure(own_cases())
    assert len(tallies) == 14
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
