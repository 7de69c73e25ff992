"""Back to an older schema and up again, with rows in every table: nothing is lost, or it is refused in plain words."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from records.store.downgrading import DowngradeRefused
from records.store.engine import create_engine
from records.store.migrate import RecordsNewer, downgrade, schema_version, upgrade
from tests.records.all_tables import fill_all_tables
from tests.records.contract.test_export import rows_of
from tests.records.office_kit import Office

#: From the newest back: which table keeps the records at this revision.
STEPS = [
    ("0009", "list_versions"),
    ("0006", "request_reminders"),
    ("0005", "disclosure_requests"),
    ("0004", "error_reports"),
    ("0003", "reminder_digests"),
    ("0002", "delegations"),
    ("base", "audit_entries"),
]
#: What is of no use without the requests, and may go first.
BEHIND = {"disclosure_requests": ("request_reminders",)}


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


@pytest.mark.parametrize(("revision", "table"), STEPS)
def test_what_has_no_place_in_the_older_schema_is_named_and_nothing_changes(
    office: Office, url: str, revision: str, table: str
) -> None:
    fill_all_tables(office)
    emptied = [name for _, name in STEPS[: [step[0] for step in STEPS].index(revision)]]
    if "reminder_digests" in emptied:
        emptied.append("reminders")
    run(url, *(f"DELETE FROM {name}" for name in emptied))
    before = rows_of(url)

    with pytest.raises(DowngradeRefused, match=table):
        downgrade(url, revision)

    assert rows_of(url) == before
    assert schema_version(url).stored == schema_version(url).wanted


def test_rows_outlive_the_way_back_and_up_again(office: Office, url: str) -> None:
    fill_all_tables(office)
    run(url, *(f"DELETE FROM {table}" for _, table in STEPS[:-1]), "DELETE FROM reminders")
    before = rows_of(url)

    downgrade(url, "0001")
    assert schema_version(url).stored == "0001"
    upgrade(url)

    assert rows_of(url) == before
    assert office.verifying.verify().is_whole


def test_a_level_that_the_older_schema_does_not_know_is_named(office: Office, url: str) -> None:
    office.submit()
    run(url, 'UPDATE review_rounds SET chain = \'["unit_head", "officer", "deputy", "head"]\'')
    with pytest.raises(DowngradeRefused, match="chain"):
        downgrade(url, "0002")


def test_a_database_of_a_newer_program_is_left_alone(office: Office, url: str) -> None:
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordsNewer, match="9999"):
        upgrade(url)
    with pytest.raises(RecordsNewer):
        downgrade(url, "0001")
    assert schema_version(url).is_newer
