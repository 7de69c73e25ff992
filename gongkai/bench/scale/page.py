"""The tables of docs/scaling.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from gongkai.bench.night_figures import Night
from gongkai.bench.scale.figures import Figures, figures_of, load_nights, load_others, servers_of
from gongkai.bench.scale.needs import Installation, Place, Storage, installation, reviewers, storage
from gongkai.bench.scale.simulation import night_seconds

#: A bureau; a city with fifty of them on one installation; a province of fifty such installations.
PLACES: Final = (
    Place("bureau", 1, 20_000, 40),
    Place("city", 1, 1_000_000, 2_000),
    Place("province", 50, 50_000_000, 100_000),
)
BEGIN, END = "<!-- gongkai bench plan: begin -->", "<!-- gongkai bench plan: end -->"


def tables() -> str:
    """What the figures on record come to, as Markdown."""
    nights, others = load_nights(), load_others()
    figures = figures_of(nights)
    machines = [installation(place, figures) for place in PLACES]
    stocks = [storage(place, figures, others) for place in PLACES]
    people = [reviewers(place, others) for place in PLACES]
    parts = (_recorded(nights), _one_document(figures), _machines(machines, people), _stores(stocks))
    return "\n\n".join("\n".join(lines) for lines in parts)


def renew(page: Path) -> bool:
    """Put the tables between the two marks of a page; whether anything changed."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    renewed = f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"
    page.write_text(renewed, encoding="utf-8")
    return renewed != text


def _recorded(nights: Sequence[Night]) -> Iterator[str]:
    heads = (
        "commit, UTC",
        "load before, after",
        "documents/hour: night, day",
        "memory peak",
        "simulated / measured night",
    )
    rows = {}
    for night in nights:
        simulated = night_seconds(night.documents, servers_of(night), figures_of([night]).costs)
        rows[f"{night.executor}, {night.documents} documents, {night.workers} reading"] = [
            f"{night.commit}, {night.at[:16]}",
            f"{night.load[0]}, {night.load[1]}",
            f"{night.per_hour('night'):.0f}, {night.per_hour('day'):.0f}",
            _size(night.memory["all"]),
            f"{simulated / night.seconds('night'):.2f}",
        ]
    yield from _table("nights on record", heads, rows)


def _one_document(figures: Figures) -> Iterator[str]:
    costs, stores = figures.costs, figures.stores
    records, audit = _size(stores["records"]), _size(stores["audit_entries"])
    logs, log_files = _size(stores["airflow_logs"]), stores["airflow_logs_files"]
    rows = {
        "processor time of all parts, from the inbox to the public page": f"{figures.processor_s:.1f} s",
        "a reading process": f"{costs.read_s:.2f} s",
        "task starts of its review, with its share of all other tasks": f"{figures.starts:.1f}",
        "… each: a task slot; the scheduler's processor time": f"{costs.slot_s:.2f} s; {costs.schedule_s:.3f} s",
        "the task that opens reviews; the one that publishes": f"{costs.open_s:.2f} s; {figures.publish_s:.2f} s",
        "records; of them the audit log": f"{records}; {audit} in {stores['audit_entries_rows']:.0f} rows",
        "Airflow's database; its logs": f"{_size(stores['airflow_database'])}; {logs} in {log_files:.0f} files",
        "original": _size(stores["originals"]),
        "bundle": f"{_size(stores['bundles'])} in {stores['bundles_files']:.0f} files and folders",
        "tantivy index; meanings": f"{_size(stores['index'])}; {_size(stores['meanings'])}",
    }
    yield from _table("of one document", (f"{figures.source}",), {name: [value] for name, value in rows.items()})


def _machines(machines: Sequence[Installation], people: Sequence[float]) -> Iterator[str]:
    rows: dict[str, list[str]] = {
        "installations": [str(place.installations) for place in PLACES],
        "documents in all; each night, in all": [f"{place.documents:,}; {place.nightly:,}" for place in PLACES],
        "**each installation**: documents a night": [f"{each.nightly:,}" for each in machines],
        "reading processes (`worker-ocr`)": [str(each.readers or "none is enough") for each in machines],
        "other task slots; schedulers": [f"{each.slots}; {each.schedulers}" for each in machines],
        "processors, night and day at 70 %": [_number(each.cores) for each in machines],
        "the night, simulated": [f"{each.night_hours:.1f} h" for each in machines],
        "publishing a day's documents, one task": [f"{each.publish_hours:.1f} h" for each in machines],
        "nights for the whole stock": [_number(each.backlog_nights) for each in machines],
        "days to publish the whole stock": [_number(each.backlog_publish_days) for each in machines],
        "people who only decide, in all": [_number(each) for each in people],
    }
    yield from _table("machines", [place.name for place in PLACES], rows)


def _stores(stocks: Sequence[Storage]) -> Iterator[str]:
    rows: dict[str, list[str]] = {
        "records (PostgreSQL)": [_size(each.records) for each in stocks],
        "of them the audit log": [_size(each.audit) for each in stocks],
        "audit log: rows and size a year": [
            f"{each.audit_rows_a_year:,.0f}; {_size(each.audit_a_year)}" for each in stocks
        ],
        "Airflow's database, 90 days kept": [_size(each.airflow) for each in stocks],
        "Airflow's log files, 90 days kept": [f"{each.log_files:,.0f}" for each in stocks],
        "originals": [_size(each.originals) for each in stocks],
        "bundles; files and folders": [f"{_size(each.bundles)}; {each.bundle_files:,.0f}" for each in stocks],
        "tantivy index": [_size(each.index) for each in stocks],
        "meanings": [_size(each.meanings) for each in stocks],
        "Elasticsearch with one replica": [_size(each.elasticsearch) for each in stocks],
        "… shards of each installation": [str(each.shards) for each in stocks],
        "memory of one portal process": [_size(each.portal_memory) for each in stocks],
    }
    yield from _table("stores", [f"{place.name}, in all" for place in PLACES], rows)


def _table(first: str, head: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"| {first} | {' | '.join(head)} |"
    yield f"|---|{'---|' * len(head)}"
    for name, values in rows.items():
        yield f"| {name} | {' | '.join(values)} |"


def _number(value: float) -> str:
    if math.isinf(value):
        return "∞"
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _size(value: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:,.1f} TB"
