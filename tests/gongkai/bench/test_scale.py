"""What `gongkai bench plan` computes, from a night made up for it; and that docs/scaling.md says what it computes."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from gongkai.bench.night_figures import Night, Phase
from gongkai.bench.scale import page
from gongkai.bench.scale.figures import Figures, NoNights, figures_of, load_nights
from gongkai.bench.scale.needs import Place, installation, reviewers, storage
from gongkai.settings import ROOT

#: A hundred documents: 100 s of reading, 700 starts of 2 s, of which the scheduler computes 0.1 s each.
NIGHT = Night(
    documents=100,
    workers=1,
    executor="celery",
    commit="0000000",
    at="2026-11-30T12:00+00:00",
    load=(0.1, 2.0),
    kinds={"docx": 90, "scan": 10},
    phases=(
        Phase("ingest", 150.0, {"scheduler": 20.0, "worker": 80.0}),
        Phase("ask", 50.0, {"scheduler": 10.0, "worker": 90.0}),
        Phase("level_1", 360.0, {"scheduler": 40.0, "worker": 260.0}),
    ),
    tasks={
        "ingest_documents.read_batch": (4, 100.0),
        "ingest_documents.open_reviews": (1, 10.0),
        "review_document.close_review": (100, 200.0),
        "publish_documents.publish_batch": (10, 50.0),
    },
    memory={"all": 2_000_000_000, "worker": 900_000_000},
    stores={
        "airflow_task_starts_rows": 700,
        "records": 5_000_000,
        "audit_entries": 1_000_000,
        "audit_entries_rows": 1_200,
        "airflow_database": 3_000_000,
        "airflow_logs_files": 900,
        "airflow_logs": 6_000_000,
        "originals": 20_000_000,
        "bundles": 30_000_000,
        "bundles_files": 800,
        "index": 1_000_000,
        "meanings": 1_300_000,
    },
)
OTHERS = {
    "elasticsearch": {"bytes_per_document": 20_000, "shard_bytes": 1e9, "shard_documents": 200_000_000, "replicas": 1},
    "portal": {"bytes_per_document": 1_000, "bytes_alone": 50_000_000},
    "airflow": {"kept_days": 10},
    "people": {"minutes_per_decision": 2, "hours_a_year": 1_760},
}


@pytest.fixture
def figures() -> Figures:
    return figures_of([NIGHT])


def test_a_night_and_the_day_after_it_have_their_own_rates() -> None:
    assert NIGHT.per_hour("night") == 100 / 200 * 3600
    assert NIGHT.per_hour("day") == 100 / 360 * 3600
    assert NIGHT.per_hour("whole") == 100 / 560 * 3600


def test_figures_are_those_of_one_document(figures: Figures) -> None:
    assert (figures.costs.read_s, figures.costs.open_s, figures.costs.slot_s) == (1.0, 0.1, 2.0)
    assert figures.costs.schedule_s == pytest.approx(70 / 700)
    assert (figures.starts, figures.publish_s, figures.processor_s) == (7.0, 0.5, 5.0)
    assert figures.stores["records"] == 50_000


def test_the_longest_night_with_celery_counts_before_any_other() -> None:
    longer = replace(NIGHT, documents=200)
    local = replace(NIGHT, documents=1_000, executor="local")
    assert figures_of([NIGHT, local, longer]) == figures_of([longer])


def test_what_comes_in_decides_about_machines(figures: Figures) -> None:
    """7,000 documents: 7,700 s to read and open in 0.7 of six hours, 42,000 starts of 2 s in 0.7 of eight."""
    needed = installation(Place("city", 1, 70_000, 7_000), figures)
    assert needed.slots == 5, "42,000 × 2 s in 20,160 s is 4.2"
    assert needed.schedulers == 1
    assert needed.readers == 1
    assert needed.cores == pytest.approx(7_000 * 5 / (14 * 0.7 * 3600))
    assert needed.publish_hours == pytest.approx(7_000 * 0.5 / 3600)
    assert needed.night_hours == pytest.approx((7_000 + 7_000 * 2 / 5) / 3600, rel=0.01), "five slots of 2 s ask all"


def test_twice_as_many_documents_take_twice_the_room(figures: Figures) -> None:
    once = storage(Place("once", 1, 1_000_000, 1_000), figures, OTHERS)
    twice = storage(Place("twice", 1, 2_000_000, 2_000), figures, OTHERS)
    assert once.records == 50e9
    assert once.audit_rows_a_year == 12 * 1_000 * 365
    assert once.airflow == 30_000 * 1_000 * 10
    assert (once.shards, twice.shards) == (20, 40)
    assert once.elasticsearch == 2 * 20e9
    for name in ("records", "audit_a_year", "airflow", "bundle_files", "elasticsearch"):
        assert getattr(twice, name) == 2 * getattr(once, name), name


def test_installations_share_the_portal_and_the_shards(figures: Figures) -> None:
    split = storage(Place("ten", 10, 1_000_000, 1_000), figures, OTHERS)
    assert (split.shards, split.portal_memory) == (2, 50e6 + 100_000 * 1_000)


def test_people_decide_three_times() -> None:
    assert reviewers(Place("city", 1, 1, 176), OTHERS) == pytest.approx(176 * 365 * 3 * 2 / 60 / 1_760)


def test_where_the_one_task_that_opens_is_too_slow_no_reader_helps(figures: Figures) -> None:
    """200,000 documents are 20,000 s of opening, and six hours at 70 % are 15,120."""
    needed = installation(Place("too much", 1, 1, 200_000), figures)
    assert needed.readers is None
    assert needed.night_hours == needed.backlog_nights == float("inf")


def test_without_a_night_on_record_nothing_is_computed(tmp_path: Path) -> None:
    with pytest.raises(NoNights):
        load_nights(tmp_path)


def test_what_the_bench_writes_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "night.json").write_text(json.dumps([asdict(NIGHT)]), encoding="utf-8")
    assert load_nights(tmp_path) == [NIGHT]


def test_the_page_says_what_the_figures_on_record_come_to() -> None:
    text = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    assert page.tables() in text, "python -m gongkai bench plan --page docs/scaling.md"


def test_the_tables_are_put_between_their_marks(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"before\n\n{page.BEGIN}\nold\n{page.END}\n\nafter\n", encoding="utf-8")
    assert page.renew(file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"before\n\n{page.BEGIN}\n\n| nights on record |")
    assert text.endswith(f"{page.END}\n\nafter\n")
    assert not page.renew(file)
