"""What a place needs: the arithmetic of docs/scaling.md."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gongkai.bench.scale.figures import Figures
from gongkai.bench.scale.simulation import Servers, night_seconds, readers_for

#: Decisions a document.
LEVELS: Final = 3
#: The part of the time that is planned with: the rest is for a failure and its repetition.
_PLANNED: Final = 0.7
_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Place:
    """`installations` share documents and nights evenly; each has its own Airflow, records and public site.

    `documents` is the stock of all, `nightly` what comes in a night, `night_hours` and `day_hours` the time for it.
    """

    name: str
    installations: int
    documents: int
    nightly: int
    night_hours: float = 6
    day_hours: float = 8


@dataclass(frozen=True, slots=True)
class Installation:
    """What one installation needs. `readers` is None where no number of them ends the night in time."""

    nightly: int
    readers: int | None
    slots: int
    schedulers: int
    cores: float
    night_hours: float
    publish_hours: float
    backlog_nights: float
    backlog_publish_days: float


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes unless the name says otherwise, of all installations of a place together."""

    records: float
    audit: float
    audit_a_year: float
    audit_rows_a_year: float
    airflow: float
    log_files: float
    originals: float
    bundles: float
    bundle_files: float
    index: float
    meanings: float
    elasticsearch: float
    shards: int
    portal_memory: float


def installation(place: Place, figures: Figures) -> Installation:
    """Machines of one installation of a place."""
    nightly = math.ceil(place.nightly / place.installations)
    stock = place.documents / place.installations
    night, day = place.night_hours * _PLANNED, place.day_hours * _PLANNED
    costs = figures.costs
    by_day = nightly * (figures.starts - 1) / (day * 3600)  # starts a second; the first is in the night
    slots = max(4, math.ceil(by_day * costs.slot_s))
    schedulers = max(1, math.ceil(by_day * costs.schedule_s))
    readers = readers_for(nightly, night, schedulers, slots, costs)
    took = night_seconds(nightly, Servers(readers, schedulers, slots), costs) / 3600 if readers else math.inf
    processor = figures.processor_s * nightly / 3600
    return Installation(
        nightly=nightly,
        readers=readers,
        slots=slots,
        schedulers=schedulers,
        cores=processor / (night + day),
        night_hours=took,
        publish_hours=nightly * figures.publish_s / 3600,
        backlog_nights=stock / (nightly * night / took) if readers else math.inf,
        backlog_publish_days=stock * figures.publish_s / (day * 3600),
    )


def storage(place: Place, figures: Figures, others: Mapping[str, Any]) -> Storage:
    """What the stock of a place takes, its stores together; audit log and Airflow by what comes in."""
    each, count = figures.stores, place.documents
    kept = place.nightly * others["airflow"]["kept_days"]
    engine, portal = others["elasticsearch"], others["portal"]
    index = engine["bytes_per_document"] * count
    of_one = count / place.installations
    shards = max(
        1,
        math.ceil(engine["bytes_per_document"] * of_one / engine["shard_bytes"]),
        math.ceil(of_one / engine["shard_documents"]),
    )
    return Storage(
        records=each["records"] * count,
        audit=each["audit_entries"] * count,
        audit_a_year=each["audit_entries"] * place.nightly * _DAYS,
        audit_rows_a_year=each["audit_entries_rows"] * place.nightly * _DAYS,
        airflow=each["airflow_database"] * kept,
        log_files=each["airflow_logs_files"] * kept,
        originals=each["originals"] * count,
        bundles=each["bundles"] * count,
        bundle_files=each["bundles_files"] * count,
        index=each.get("index", 0.0) * count,
        meanings=each["meanings"] * count,
        elasticsearch=index * (1 + engine["replicas"]),
        shards=shards,
        portal_memory=portal["bytes_alone"] + portal["bytes_per_document"] * of_one,
    )


def reviewers(place: Place, others: Mapping[str, Any]) -> float:
    """People who do nothing but decide for a year about what comes in within one."""
    people = others["people"]
    hours = place.nightly * _DAYS * LEVELS * people["minutes_per_decision"] / 60
    return float(hours / people["hours_a_year"])
