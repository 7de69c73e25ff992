"""What the public gets of a list: its facts, its table, its files; made of the public cells and of nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from bundles.format import ListFacts
from bundles.list_data import CSV_TYPE, JSON_TYPE, ListChanges, ListData, list_file_name
from bundles.writer import ReleaseFile
from records.domain.document import DocumentId
from records.domain.lists.public_table import PublicTable, public_table
from records.domain.lists.text import CHANGE_HEAD
from records.domain.reading import Reading


def public_list(reading: Reading, corrected: Collection[int]) -> PublicTable | None:
    """The public cells of a list; None for a document that is none.

    What is another than before is shown only if the version before was `corrected` by a newer one: what was taken down
    for its content must not come back as an old text.
    """
    table = public_table(reading)
    if table is None or table.base in corrected:
        return table
    return replace(table, base=None, sentence="", changes=())


def list_facts(table: PublicTable) -> ListFacts:
    """What the bundle's attributes say of the list."""
    kind = table.kind
    filters = tuple(kind.field(name).label for name in kind.filters)
    rows = len(table.rows) if kind.per == "list" else 1
    return ListFacts(kind=kind.id, kind_name=kind.name, row_count=rows, filters=filters)


def list_data(table: PublicTable, title: str) -> ListData:
    """The rows as they are published; a row that lost cells to a redaction has empty ones in their place."""
    kind, width = table.kind, len(table.head)
    head = kind.field(kind.row_name).label
    return ListData(
        title=title,
        columns=table.head,
        rows=tuple((*row, *[""] * width)[:width] for row in table.rows),
        row_head=table.head.index(head) if head in table.head else 0,
        changes=ListChanges(sentence=table.sentence, columns=CHANGE_HEAD, rows=_squared(table))
        if table.changes
        else None,
    )


def _squared(table: PublicTable) -> tuple[tuple[str, ...], ...]:
    width = len(CHANGE_HEAD)
    return tuple((*row, *[""] * width)[:width] for row in table.changes)


def list_files(data: ListData, document_id: DocumentId, folder: Path) -> tuple[ReleaseFile, ...]:
    """The downloads, written into `folder`: a table for people, and the rows for programs."""
    table, rows = folder / f"{document_id}.csv", folder / list_file_name(document_id)
    table.write_bytes(data.csv_bytes())
    rows.write_bytes(data.json_bytes())
    return (
        ReleaseFile(table, table.name, CSV_TYPE, "表格下载（CSV）"),
        ReleaseFile(rows, rows.name, JSON_TYPE, "数据下载（JSON）"),
    )
