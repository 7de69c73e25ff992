"""deploy/postgres/partition-audit.sql: the audit log in parts is the same log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from records.store.tables import audit_entries
from tests.records.office_kit import Office, open_office

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def office(postgres_url: str, tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path, postgres_url)
    yield opened
    opened.records.engine.dispose()


def begin_a_part(office: Office) -> None:
    script = (ROOT / "deploy" / "postgres" / "partition-audit.sql").read_text(encoding="utf-8")
    connection = office.records.engine.raw_connection()
    try:
        connection.driver_connection.autocommit = True
        connection.driver_connection.execute(script)
    finally:
        connection.close()


def parts(office: Office) -> dict[str, int]:
    """Rows by part."""
    query = sa.text("SELECT tableoid::regclass::text, count(*) FROM audit_entries GROUP BY 1 ORDER BY min(sequence)")
    with office.records.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def test_the_chain_goes_on_over_its_parts_and_is_whole(office: Office) -> None:
    office.publish()
    before = office.verifying.audit_head()
    begin_a_part(office)
    assert office.verifying.audit_head() == before
    office.publish("第二件")
    between = office.verifying.audit_head().sequence
    begin_a_part(office)
    office.publish("第三件")
    after = office.verifying.audit_head().sequence
    assert list(parts(office).values()) == [before.sequence, between - before.sequence, after - between]
    assert office.verifying.verify().is_whole


def test_a_part_without_entries_is_not_followed_by_another(office: Office) -> None:
    office.receive()
    begin_a_part(office)
    begin_a_part(office)
    office.receive("另一件")
    assert len(parts(office)) == 2


@pytest.mark.parametrize("act", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_neither_the_log_nor_a_part_can_be_changed(office: Office, act: str) -> None:
    office.receive()
    begin_a_part(office)
    office.receive("另一件")
    for table in ("audit_entries", *parts(office)):
        with pytest.raises(DatabaseError, match="append-only"), office.records.engine.begin() as connection:
            connection.execute(sa.text(act.format(table)))


def test_a_number_is_given_once_in_all_parts(office: Office) -> None:
    office.receive()
    begin_a_part(office)
    with office.records(read_only=True) as work:
        first = next(iter(work.audit.entries()))
    values = {column.name: getattr(first, column.name) for column in audit_entries.columns}
    with pytest.raises(IntegrityError), office.records.engine.begin() as connection:
        connection.execute(audit_entries.insert().values(**values))
