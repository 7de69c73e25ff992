"""The metrics: what they count, how they are read, and that nobody is named in them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from pathlib import Path

import httpx
import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from gongkai.seeing.marks import Mark, leave_mark, read_mark
from gongkai.seeing.measures import families
from gongkai.seeing.survey import Lookout, Survey
from gongkai.seeing.telemetry import exporting
from metering.counting import Durations, Tally
from metering.endpoint import address_of, serving
from metering.families import Family, Sample, exposition
from tests.gongkai.home import Home, approve_at_all_levels
from tests.gongkai.test_publication import NOTICE, hand_in


def value(measured: tuple[Family, ...], name: str, **labels: str) -> float:
    family = next(each for each in measured if each.name == f"gongkai_{name}")
    return next(sample.value for sample in family.samples if dict(sample.labels) == labels)


def test_the_text_is_what_prometheus_reads() -> None:
    family = Family("gongkai_x_total", "counter", "A\\b\nc.", (Sample(1.5, {"a": 'q"\\'}), Sample(math.inf, {})))
    assert exposition([family]) == (
        "# HELP gongkai_x_total A\\\\b\\nc.\n# TYPE gongkai_x_total counter\n"
        'gongkai_x_total{a="q\\"\\\\"} 1.5\ngongkai_x_total{} +Inf\n'
    )


def test_a_tally_and_a_histogram_add_up() -> None:
    tally, spent = Tally("t_total", "T.", ("kind",)), Durations("s_seconds", "S.", "kind", (0.1, 1.0))
    for seconds in (0.05, 0.1, 0.5, 3.0):
        tally.count("pages")
        spent.observe("pages", seconds)
    assert tally.family().samples == (Sample(4, {"kind": "pages"}),)
    told = [(sample.suffix, sample.labels.get("le"), sample.value) for sample in spent.family().samples]
    assert told[:3] == [("_bucket", "0.1", 2), ("_bucket", "1.0", 3), ("_bucket", "+Inf", 4)]
    assert told[3][2] == pytest.approx(3.65)
    assert told[4] == ("_count", None, 4)


def test_every_family_is_told_before_anything_happened(quiet: Survey) -> None:
    measured = families(quiet)
    assert value(measured, "verification_age_seconds") == math.inf
    assert value(measured, "review_oldest_waiting_seconds") == 0
    assert all(re.fullmatch(r"gongkai_[a-z_]+", family.name) and family.help.endswith(".") for family in measured)


def test_the_endpoint_has_one_page_and_tells_nothing_of_a_fault() -> None:
    def broken() -> tuple[Family, ...]:
        raise ValueError("张三")

    with serving("127.0.0.1", 0, broken) as (host, port):
        address = f"http://{host}:{port}"
        assert httpx.get(f"{address}/", timeout=60).status_code == 404
        failed = httpx.get(f"{address}/metrics", timeout=60)
    assert failed.status_code == 503
    assert "张三" not in failed.text


@pytest.mark.parametrize("text", ["9464", ":9464", "host:", "host:99999", "host:-1"])
def test_an_address_says_its_host(text: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        address_of(text)


def test_a_mark_that_cannot_be_kept_or_read_is_none(home: Home) -> None:
    settings = dataclasses.replace(home.settings, home=Path("/proc/nowhere"))
    leave_mark(settings, "verification", Mark(dt.datetime(2026, 3, 5, tzinfo=dt.UTC), 0))
    assert read_mark(settings, "verification") is None
    home.settings.checks.mkdir(exist_ok=True)
    (home.settings.checks / "backup.json").write_text("[1]")
    assert read_mark(home.settings, "backup") is None


def test_a_night_is_told_in_numbers_alone(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(10)
        before = families(Lookout(app).survey())
        app.public.index.engine.remove(["nothing"])
        app.deliver_outbox()
        after = families(Lookout(app).survey())
    assert value(before, "outbox_messages", lane="public") > 0
    assert value(before, "index_missing_documents") == 0, "under way is not missing"
    assert value(after, "outbox_messages", lane="public") == 0
    for name in ("live_documents", "bundles_documents", "index_documents"):
        assert value(after, name) == 1
    assert value(after, "last_day_files", fate="document") >= 1
    text = home.command("metrics").stdout
    assert 'gongkai_documents{state="published"} 1' in text
    assert document_id not in text
    assert not re.search("[\u4e00-\u9fff]", text)


def test_what_the_index_lacks_or_has_too_much_is_told(home: Home, papers: Path) -> None:
    document_id = hand_in(home, papers, NOTICE)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(10)
        app.deliver_outbox()
        entry = next(iter(app.public.index.everything()))
        app.engine.remove([document_id])
        assert value(families(Lookout(app).survey()), "index_missing_documents") == 1
        app.engine.put([entry, dataclasses.replace(entry, id="01ARZ3NDEKTSV4RRFFQ69G5FAV")])
        measured = families(Lookout(app).survey())
    assert value(measured, "index_missing_documents") == 0
    assert value(measured, "index_surplus_documents") == 1


def test_verify_leaves_its_mark(home: Home) -> None:
    assert home.command("verify").returncode == 0
    mark = read_mark(home.settings, "verification")
    assert mark is not None
    assert mark.problems == 0
    assert "gongkai_verification_problems{} 0" in home.command("metrics").stdout


def test_the_same_numbers_go_to_a_collector_of_opentelemetry(quiet: Survey) -> None:
    reader = InMemoryMetricReader()
    with exporting(lambda: families(quiet), reader):
        data = reader.get_metrics_data()
    assert data is not None
    told = {metric.name: metric for scope in data.resource_metrics[0].scope_metrics for metric in scope.metrics}
    (point,) = told["gongkai_disk_free_ratio"].data.data_points
    assert (point.value, dict(point.attributes)) == (0.5, {"place": "home"})
