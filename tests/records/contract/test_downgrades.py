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

#: From the newest back: the revision that has no place for something, what it is, and what leaves none of it.
STEPS = [
    ("0011", "purpose", ("UPDATE disclosure_requests SET purpose = 'disclosure'",)),
    ("0010", "subscription_mails", ("DELETE FROM subscription_mails", "DELETE FROM subscriptions")),
    ("0009", "list_versions", ("DELETE FROM list_versions",)),
    ("0008", "often_rulings", ("DELETE FROM often_rulings",)),
    ("0008", "information_key", ("UPDATE disclosure_requests SET information_key = ''",)),
    ("0007", "consultation_needs", ("DELETE FROM consultation_needs",)),
    (
        "0007",
        "consultations",
        (
            "DELETE FROM consultation_comments",
            "DELETE FROM consultation_reminders",
            "DELETE FROM consultations",
        ),
    ),
    ("0006", "request_reminders", ("DELETE FROM request_reminders",)),
    ("0005", "disclosure_requests", ("DELETE FROM disclosure_requests",)),
    ("0004", "error_reports", ("DELETE FROM error_reports",)),
    ("0003", "reminder_digests", ("DELETE FROM reminder_digests", "DELETE FROM reminders")),
    ("0002", "delegations", ("DELETE FROM delegations",)),
    ("base", "audit_entries", ()),
]


def emptied(steps: list[tuple[str, str, tuple[str, ...]]]) -> list[str]:
    return [statement for _, _, statements in steps for statement in statements]


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


@pytest.mark.parametrize("step", range(len(STEPS)), ids=[named for _, named, _ in STEPS])
def test_what_has_no_place_in_the_older_schema_is_named_and_nothing_changes(
    office: Office, url: str, step: int
) -> None:
    fill_all_tables(office)
    run(url, *emptied(STEPS[:step]))
    before = rows_of(url)
    revision, named, _ = STEPS[step]

    with pytest.raises(DowngradeRefused, match=named):
        downgrade(url, revision)

    assert rows_of(url) == before
    assert schema_version(url).stored == schema_version(url).wanted


def test_rows_outlive_the_way_back_and_up_again(office: Office, url: str) -> None:
    fill_all_tables(office)
    run(url, *emptied(STEPS))
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
