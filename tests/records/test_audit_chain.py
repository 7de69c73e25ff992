"""Someone writes to the audit chain in the database file: `verify` names the first entry that is broken by it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from records.domain.audit import AuditEntry, AuditHead
from records.domain.review import Verdict
from records.services.verify import VerifyReport
from tests.records.office_kit import DEPUTY, UNIT_HEAD, Office, open_office

_TEXTS = ("actor", "role", "action", "subject_id", "details", "previous_hash", "hash")
_UNBAR = "DROP TRIGGER audit_entries_no_update; DROP TRIGGER audit_entries_no_delete;"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """A folder with the records of one published and one returned document; the triggers are gone."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copy(migrated_sqlite, folder / "records.db")
    office = open_office(folder, f"sqlite:///{folder / 'records.db'}")
    office.publish("甲")
    returned = office.submit("乙")
    office.decide(returned, UNIT_HEAD)
    office.decide(returned, DEPUTY, Verdict.RETURN, reason="请核对")
    office.records.engine.dispose()
    with closing(sqlite3.connect(folder / "records.db")) as connection:
        connection.executescript(_UNBAR)
    return folder


@contextmanager
def _copy_of(kept: Path) -> Iterator[Office]:
    """The same records in a database of their own."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(kept, name, dirs_exist_ok=True)
        office = open_office(Path(name), f"sqlite:///{name}/records.db")
        try:
            yield office
        finally:
            office.records.engine.dispose()


def _chain(office: Office) -> list[AuditEntry]:
    with office.records(read_only=True) as work:
        return list(work.audit.entries())


def _store(office: Office, entries: list[AuditEntry]) -> None:
    """What someone with the database file can do: these are the entries now."""
    with office.records.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM audit_entries"))
        for entry in entries:
            columns = ", ".join(f":{name}" for name in asdict(entry))
            names = ", ".join(asdict(entry))
            values = asdict(entry) | {"at": entry.at.replace(tzinfo=None).isoformat(" ", timespec="microseconds")}
            connection.execute(sa.text(f"INSERT INTO audit_entries ({names}) VALUES ({columns})"), values)


def _broken(report: VerifyReport) -> list[int]:
    return [int(problem.subject) for problem in report.problems if problem.code == "audit_chain_broken"]


def _missing(report: VerifyReport) -> list[int]:
    return [int(problem.subject) for problem in report.problems if problem.code == "audit_head_missing"]


def _numbered(entries: list[AuditEntry]) -> list[AuditEntry]:
    """The entries under the numbers of their places, as someone would who hides a gap; hashes stay as they were."""
    return [replace(entry, sequence=number) for number, entry in enumerate(entries, start=1)]


def _linked(entries: list[AuditEntry]) -> list[AuditEntry]:
    """The entries numbered, chained and hashed anew: a chain that is whole in itself."""
    linked: list[AuditEntry] = []
    for entry in _numbered(entries):
        previous = linked[-1].hash if linked else "0" * 64
        linked.append(replace(entry, previous_hash=previous).sealed())
    return linked


@settings(max_examples=60)
@given(data=st.data())
def test_an_edited_entry_is_the_one_that_is_named(kept: Path, data: st.DataObject) -> None:
    with _copy_of(kept) as office:
        entries = _chain(office)
        place = data.draw(st.integers(0, len(entries) - 1))
        name = data.draw(st.sampled_from(_TEXTS))
        value = getattr(entries[place], name)
        written = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80) | _slip(value))
        if written != value:
            entries[place] = replace(entries[place], **{name: written})
            _store(office, entries)
            assert _broken(office.verifying.verify()) == [place + 1]


def _slip(value: str) -> st.SearchStrategy[str]:
    """The value with one character changed."""
    places = st.integers(0, max(len(value) - 1, 0))
    return places.map(
        lambda place: f"{value[:place]}{'1' if value[place : place + 1] == '0' else '0'}{value[place + 1 :]}"
    )


@settings(max_examples=30)
@given(data=st.data())
def test_an_edited_entry_with_a_new_hash_breaks_the_link_behind_it_or_misses_the_head(
    kept: Path, data: st.DataObject
) -> None:
    with _copy_of(kept) as office:
        head, entries = office.verifying.audit_head(), _chain(office)
        place = data.draw(st.integers(0, len(entries) - 1))
        entries[place] = replace(entries[place], actor="nobody").sealed()
        _store(office, entries)
        report = office.verifying.verify(head)
        is_last = place == len(entries) - 1
        assert _broken(report) == ([] if is_last else [place + 2])
        assert _missing(report) == ([place + 1] if is_last else [])


@settings(max_examples=30)
@given(data=st.data())
def test_a_deleted_entry_is_the_one_that_is_named(kept: Path, data: st.DataObject) -> None:
    with _copy_of(kept) as office:
        head, entries = office.verifying.audit_head(), _chain(office)
        place = data.draw(st.integers(0, len(entries) - 1))
        is_last = place == len(entries) - 1
        del entries[place]
        _store(office, _numbered(entries) if data.draw(st.booleans()) else entries)
        report = office.verifying.verify(head)
        assert _broken(report) == ([] if is_last else [place + 1])
        if is_last:
            assert _missing(report) == [place + 1]


@settings(max_examples=40)
@given(data=st.data())
def test_an_inserted_entry_is_named_or_if_it_is_well_forged_the_first_behind_it(
    kept: Path, data: st.DataObject
) -> None:
    with _copy_of(kept) as office:
        entries = _chain(office)
        place = data.draw(st.integers(0, len(entries) - 1))
        forged = replace(data.draw(st.sampled_from(entries)), actor="nobody", sequence=place + 1)
        well = data.draw(st.booleans())
        if well:
            forged = replace(forged, previous_hash=entries[place - 1].hash if place else "0" * 64).sealed()
        entries.insert(place, forged)
        _store(office, _numbered(entries))
        assert _broken(office.verifying.verify()) == [place + 2 if well else place + 1]


@settings(max_examples=30)
@given(data=st.data())
def test_of_two_swapped_entries_the_first_is_named(kept: Path, data: st.DataObject) -> None:
    with _copy_of(kept) as office:
        entries = _chain(office)
        first, second = sorted(data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=2, max_size=2)))
        entries[first], entries[second] = entries[second], entries[first]
        _store(office, _numbered(entries))
        assert _broken(office.verifying.verify()) == [first + 1]


@settings(max_examples=30)
@given(data=st.data())
def test_a_chain_that_was_rewritten_as_a_whole_is_found_by_the_heads_that_were_kept(
    kept: Path, data: st.DataObject
) -> None:
    """Every hash is computed anew, so the chain is whole; only what was kept elsewhere knows better."""
    with _copy_of(kept) as office:
        entries = _chain(office)
        heads = [AuditHead(entry.bureau, entry.sequence, entry.hash) for entry in entries]
        place = data.draw(st.integers(0, len(entries) - 1))
        entries[place] = replace(entries[place], actor="nobody")
        _store(office, _linked(entries))
        assert _broken(office.verifying.verify()) == []
        assert _missing(office.verifying.verify(heads[-1])) == [len(entries)]
        daily = data.draw(st.permutations(heads))
        assert _missing(office.verifying.verify(*daily)) == [place + 1]


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "昨天"), ("at", "2026-03-02"), ("actor", b"\xff"), ("details", b"{}"), ("details", "[" * 100_000),
     ("details", "7"), ("details", json.dumps({"decision": ["x"]})), ("hash", ""), ("sequence", 0), ("sequence", 999)],
)  # fmt: skip
def test_what_no_entry_can_hold_is_named_like_any_other_edit(kept: Path, column: str, value: object) -> None:
    with _copy_of(kept) as office:
        with office.records.engine.begin() as connection:
            statement = sa.text(f"UPDATE audit_entries SET {column} = :value WHERE sequence = 3")
            connection.execute(statement, {"value": value})
        report = office.verifying.verify()
        assert _broken(report) == [0 if value == 0 else 3]


@pytest.mark.parametrize("change", [lambda entries: entries, lambda entries: entries[:0]], ids=["whole", "empty"])
def test_a_head_of_an_empty_chain_asks_for_nothing(
    kept: Path, change: Callable[[list[AuditEntry]], list[AuditEntry]]
) -> None:
    with _copy_of(kept) as office:
        _store(office, change(_chain(office)))
        assert _missing(office.verifying.verify(AuditHead("shili-hrss", 0, "0" * 64))) == []


def test_a_chain_that_grew_still_has_its_earlier_heads(kept: Path) -> None:
    with _copy_of(kept) as office:
        heads = [office.verifying.audit_head()]
        for number in range(2):
            office.submit(f"丙{number}")
            heads.append(office.verifying.audit_head())
        assert office.verifying.verify(*heads).is_whole
