"""A survey as metrics: counts and times, no title, no name, no id."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping

from gongkai.seeing.marks import Mark
from gongkai.seeing.survey import Store, Survey
from metering.families import Family, Sample


def families(survey: Survey) -> tuple[Family, ...]:
    """Every metric of the inside, whether it has a sample now or not."""
    return (*_work(survey), *_outbox(survey), *_public(survey), *_machine(survey), *_trust(survey), *_nights(survey))


def _work(survey: Survey) -> Iterator[Family]:
    now = survey.situation
    yield _labelled("documents", "Documents by state.", "state", {str(key): n for key, n in now.documents.items()})
    yield _labelled("quarantined_documents", "Documents in quarantine by fault.", "code", now.quarantined)
    yield _gauge("reviews_waiting", "Documents that wait for a decision of a review.", now.in_review)
    oldest = now.oldest_review
    yield _gauge("review_oldest_waiting_seconds", "How long the oldest review has waited.", _age(now.at, oldest))
    yield _labelled("overdue_documents", "Documents by the term that they missed.", "term", now.overdue)
    yield _gauge("uncountable_documents", "Documents with a term in a year without working days.", now.uncountable)
    yield _gauge("requests_open", "Open requests for information.", survey.requests.open)
    yield _gauge("requests_overdue", "Open requests for information that missed a term.", survey.requests.overdue)


def _outbox(survey: Survey) -> Iterator[Family]:
    now = survey.situation
    waiting = {str(lane): float(each.count) for lane, each in now.outbox.items()}
    ages = {str(lane): _age(now.at, each.oldest) for lane, each in now.outbox.items()}
    yield _labelled("outbox_messages", "Messages that were not delivered yet, by lane.", "lane", waiting)
    yield _labelled("outbox_oldest_seconds", "How long the oldest of them has waited.", "lane", ages)


def _public(survey: Survey) -> Iterator[Family]:
    yield _gauge("live_documents", "Documents that are public on record.", len(survey.situation.live))
    yield from _store("bundles", "bundles", survey.bundles)
    yield _gauge("search_up", "1 if the search engine answers.", survey.index is not None)
    yield from _store("index", "the index", survey.index)


def _store(name: str, words: str, store: Store | None) -> Iterator[Family]:
    yield _gauge(f"{name}_documents", f"Documents in {words}.", store.documents if store else None)
    yield _gauge(f"{name}_missing_documents", f"Public on record, not in {words}.", store.missing if store else None)
    yield _gauge(f"{name}_surplus_documents", f"In {words}, not public on record.", store.surplus if store else None)


def _machine(survey: Survey) -> Iterator[Family]:
    disks = survey.disks
    yield _labelled("disk_size_bytes", "Size of the disk.", "place", {disk.place: disk.size for disk in disks})
    yield _labelled("disk_free_bytes", "Room on the disk.", "place", {disk.place: disk.free for disk in disks})
    ratios = {disk.place: disk.free / disk.size for disk in disks}
    yield _labelled("disk_free_ratio", "Room on the disk, 0 to 1.", "place", ratios)
    yield _labelled(
        "part_up", "1 if the part is healthy.", "part", {name: float(up) for name, up in survey.parts.items()}
    )


def _trust(survey: Survey) -> Iterator[Family]:
    now, verified = survey.situation, survey.verification
    yield _gauge("audit_entries", "Entries of the audit chain.", now.head.sequence)
    head_age = (now.at - now.head_at).total_seconds() if now.head_at else None
    yield _gauge("audit_head_age_seconds", "Age of the chain's last entry; below 0 the clock went back.", head_age)
    yield _gauge("verification_age_seconds", "Since gongkai verify; +Inf if never.", _since(now.at, verified))
    yield _gauge(
        "verification_problems", "What the last gongkai verify found.", verified.problems if verified else None
    )
    backup_age = _since(now.at, survey.backup) if survey.backup else None
    yield _gauge("backup_age_seconds", "Since the last backup, where one was made here.", backup_age)


def _nights(survey: Survey) -> Iterator[Family]:
    night = survey.nights[0] if survey.nights else None
    files = {str(fate): float(count) for fate, count in night.files.items()} if night else {}
    yield _labelled("last_day_files", "Files that came in on the last day with any, by fate.", "fate", files)
    yield _gauge("last_day_read_documents", "Documents read on that day.", night.read if night else None)
    yield _gauge("last_day_documents_per_hour", "Of work, without the pauses.", night.per_hour if night else None)


def _gauge(name: str, words: str, value: float | None) -> Family:
    return Family(f"gongkai_{name}", "gauge", words, () if value is None else (Sample(float(value)),))


def _labelled(name: str, words: str, label: str, values: Mapping[str, float]) -> Family:
    samples = tuple(Sample(float(value), {label: key}) for key, value in sorted(values.items()))
    return Family(f"gongkai_{name}", "gauge", words, samples)


def _age(now: dt.datetime, since: dt.datetime | None) -> float:
    """Seconds; nothing that waits has waited for no time."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _since(now: dt.datetime, mark: Mark | None) -> float:
    return max(0.0, (now - mark.at).total_seconds()) if mark else math.inf
