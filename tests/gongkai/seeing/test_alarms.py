"""The alarms: one table, and the same in the rules, the runbook and the dashboard."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from gongkai.seeing.alarms import ALARMS, Alarm, Condition, raised
from gongkai.seeing.rules import render
from gongkai.settings import ROOT
from metering.families import Family, Sample

MONITORING = ROOT / "deploy" / "monitoring"
# A match: gongkai_portal_answers_total. No match: job="gongkai"
METRIC = re.compile(r"\bgongkai_[a-z_]+")


def test_the_rules_are_made_of_the_table() -> None:
    kept = (MONITORING / "alerts.yml").read_text(encoding="utf-8")
    assert kept == render(), "python -m gongkai.seeing.rules > deploy/monitoring/alerts.yml"
    (group,) = yaml.safe_load(kept)["groups"]
    assert [rule["alert"] for rule in group["rules"]] == [alarm.code for alarm in ALARMS]


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.code)
def test_every_alarm_has_its_steps_in_the_runbook(alarm: Alarm) -> None:
    page = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {alarm.code} {re.escape(alarm.title)}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert section, f"docs/runbook.md has no heading '## {alarm.code} {alarm.title}'"
    assert all(part in section[1] for part in ("**影响**", "\n1. ", "**恢复**"))


def test_the_runbook_has_no_steps_for_an_alarm_that_is_gone() -> None:
    page = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([a-z_]+) ", page, re.M) == [alarm.code for alarm in ALARMS]


def test_a_rule_speaks_chinese_and_says_what_to_do() -> None:
    for alarm in ALARMS:
        assert re.search("[\u4e00-\u9fff]", alarm.title)
        assert alarm.action.endswith("。")


FREE = Family("gongkai_disk_free_ratio", "gauge", "Room.", (Sample(0.5, {"place": "home"}),))


def test_an_alarm_is_raised_while_one_sample_meets_its_condition() -> None:
    full = Family(FREE.name, "gauge", "Room.", (*FREE.samples, Sample(0.05, {"place": "originals"})))
    assert raised([FREE]) == ()
    assert [alarm.code for alarm in raised([full])] == ["disk_low"]


def test_only_the_named_labels_count() -> None:
    late = Family("gongkai_overdue_documents", "gauge", "Late.", (Sample(2, {"term": "plan"}),))
    assert raised([late]) == ()
    worse = Family(late.name, "gauge", "Late.", (Sample(1, {"term": "statutory"}), Sample(1, {"term": "deputy"})))
    assert [alarm.code for alarm in raised([worse])] == ["statutory_overdue", "reviews_overdue"]


def test_a_condition_reads_for_prometheus_as_it_does_here() -> None:
    condition = Condition("gongkai_overdue_documents", ">", 0, {"term": ("unit_head", "deputy")})
    assert condition.expression() == 'gongkai_overdue_documents{term=~"unit_head|deputy"} > 0'


@pytest.fixture(scope="module")
def promtool() -> str:
    found = shutil.which("promtool")
    assert found, "script/environment test installs the Debian package prometheus"
    return found


@pytest.mark.parametrize(
    "arguments",
    [("check", "rules", "alerts.yml"), ("check", "config", "prometheus.yml"), ("test", "rules", "alerts_test.yml")],
)
def test_promtool_has_no_complaint(promtool: str, arguments: tuple[str, ...]) -> None:
    done = subprocess.run([promtool, *arguments], cwd=MONITORING, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def names_of(path: Path) -> set[str]:
    """Metrics that a file asks for, by the names of their families."""
    found = set(METRIC.findall(path.read_text(encoding="utf-8")))
    return {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in found}


@pytest.mark.parametrize("name", ["alerts.yml", "dashboard.json"])
def test_every_metric_that_is_asked_for_is_there(name: str, known_metrics: frozenset[str]) -> None:
    assert names_of(MONITORING / name) <= known_metrics


def test_the_dashboard_is_one_and_speaks_chinese() -> None:
    board = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))
    assert board["title"] == "公开 · 运行情况"
    titles = [panel["title"] for panel in board["panels"]]
    assert len(titles) == len(set(titles))
    assert all(re.search("[\u4e00-\u9fff]", title) for title in titles)
    assert all(target["expr"] for panel in board["panels"] for target in panel.get("targets", []))
