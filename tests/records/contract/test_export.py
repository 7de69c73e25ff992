"""Records as lines: complete, from both databases into both, whatever is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from records.domain.review import Verdict
from records.store.engine import create_engine
from records.store.export import (
    ExportUnreadable,
    RecordsNotEmpty,
    audit_head,
    export_rows,
    import_rows,
    is_empty,
    kept_originals,
)
from records.store.subscription_tables import NOT_BACKED_UP
from records.store.tables import metadata, outbox
from tests.records.all_tables import fill_all_tables
from tests.records.office_kit import UNIT_HEAD, Office, open_office
from tests.records.postgres_cluster import PostgresCluster


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return cluster.empty()


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the product reads it."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def test_every_row_that_is_backed_up_is_the_same_afterwards(office: Office, url: str, empty_url: str) -> None:
    fill_all_tables(office)
    before = rows_of(url)
    assert [name for name, rows in before.items() if not rows] == []  # a table without a row proves nothing

    counts = import_rows(empty_url, export_rows(url))

    assert rows_of(empty_url) == before | {name: [] for name in NOT_BACKED_UP}
    assert counts == {name: len(rows) for name, rows in before.items() if name not in NOT_BACKED_UP}
    assert audit_head(empty_url, office.bureau.id) == office.verifying.audit_head()


def test_work_goes_on_in_the_copy(office: Office, url: str, empty_url: str, tmp_path: Path) -> None:
    document_id = office.submit()
    import_rows(empty_url, export_rows(url))
    copy = open_office(tmp_path, empty_url)

    copy.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="请核对")

    assert copy.verifying.verify().is_whole
    with copy.records.engine.connect() as connection:
        sequences = list(connection.execute(sa.select(outbox.c.sequence)).scalars())
    assert len(set(sequences)) == len(sequences) > 1
    copy.records.engine.dispose()


def test_it_is_of_one_moment_while_others_write(office: Office, url: str, empty_url: str) -> None:
    office.submit("第一件")
    lines = export_rows(url)
    head = [next(lines)]
    before = office.verifying.audit_head()
    first_row = [next(lines)]
    office.submit("第二件")

    import_rows(empty_url, [*head, *first_row, *lines])

    assert audit_head(empty_url, office.bureau.id) == before


def cut_off(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def without_one_row(lines: list[bytes]) -> list[bytes]:
    return lines[:-2] + lines[-1:]


def spoiled(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-2], lines[-2][:20], lines[-1]]


def of_something_else(lines: list[bytes]) -> list[bytes]:
    return [b'{"format": 99}', *lines[1:]]


@pytest.mark.parametrize("spoil", [cut_off, without_one_row, spoiled, of_something_else])
def test_an_incomplete_export_stores_nothing(
    office: Office, url: str, empty_url: str, spoil: Callable[[list[bytes]], list[bytes]]
) -> None:
    office.submit()
    with pytest.raises(ExportUnreadable):
        import_rows(empty_url, spoil(list(export_rows(url))))
    assert is_empty(empty_url)


def test_records_that_are_there_are_never_mixed_with_others(office: Office, url: str) -> None:
    office.submit()
    lines = list(export_rows(url))
    with pytest.raises(RecordsNotEmpty):
        import_rows(url, lines)


def test_the_original_of_a_sealed_document_is_not_among_those_to_keep(office: Office, url: str) -> None:
    office.extract("公开件")
    sealed = office.receive("示例密件")
    original = office.document(sealed).original_sha256
    assert original in kept_originals(url)
    office.sealing.seal(sealed)
    assert original not in kept_originals(url)
    assert len(kept_originals(url)) == 1
