"""A list as text for reviewers, screening and hash: page 1 the list, page 2 what is another than in the version before.

A line of a table has its cells separated by tabs; a line of a value that goes on has an empty first cell. No value
holds a tab or a line end of its own (`values`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.lists.content import LIST_MEDIA_TYPE, ListContent
from records.domain.lists.difference import Difference, ShownRow, difference
from records.domain.lists.kind import ListKind, Row
from records.domain.reading import Attribute, Reading, ReadPage

READER: Final = "list/1"
#: Attributes of a list's reading: the id of its kind, and the public version that its page 2 compares with.
LIST_KIND: Final = "list_kind"
LIST_BASE: Final = "list_base"
#: Between the lines of a value where one line is all there is room for.
LINE_BREAK: Final = "；"
CHANGE_HEAD: Final = ("变化", "名称", "项目", "原为", "现为")
ADDED, REMOVED, CHANGED = "新增", "取消", "调整"


@dataclass(frozen=True, slots=True)
class Base:
    """The version before the public, as the public sees it: its number, its day in Shanghai, its rows as shown."""

    version: int
    published_on: dt.date
    rows: tuple[ShownRow, ...]


def list_reading(content: ListContent, bureau_name: str, base: Base | None) -> Reading:
    """What reviewers see of a list; findings are added by who screens it."""
    kind = content.kind
    title = f"{bureau_name}{content.name}" if kind.per == "list" else content.name
    changes = difference(base.rows, shown_rows(content), _key_labels(kind)) if base else Difference()
    texts = [_page(title, content), *([_changes_page(base, changes, kind)] if base and changes else [])]
    number = content.rows[0].get(kind.number) if kind.number else None
    values = {
        "title": title,
        "document_number": number,
        "adopted_on": content.made_on.isoformat(),
        "disclosure": "proactive",
        LIST_KIND: kind.id,
        LIST_BASE: str(base.version) if base and changes else None,
    }
    return Reading(
        reader=READER,
        media_type=LIST_MEDIA_TYPE,
        pages=tuple(ReadPage(number, text, "text") for number, text in enumerate(texts, start=1)),
        attributes={
            **{name: Attribute(value) for name, value in values.items() if value is not None},
            "issuing_organs": Attribute((bureau_name,)),
        },
    )


def shown_rows(content: ListContent) -> tuple[ShownRow, ...]:
    """The rows as a table shows them: every label that some row fills in, a value in one line."""
    labels = _labels(content.kind, content.rows)
    return tuple({label: row.get(name, "").replace("\n", LINE_BREAK) for name, label in labels} for row in content.rows)


def _page(title: str, content: ListContent) -> str:
    kind, rows = content.kind, content.rows
    lines = _table_lines(content) if kind.per == "list" else _record_lines(kind, rows[0])
    return "\n".join((title, *lines)) + "\n"


def _table_lines(content: ListContent) -> Iterator[str]:
    rows = shown_rows(content)
    yield "\t".join(rows[0])
    yield from ("\t".join(row.values()) for row in rows)


def _record_lines(kind: ListKind, row: Row) -> Iterator[str]:
    for name, label in _labels(kind, [row]):
        for place, line in enumerate(row[name].split("\n")):
            yield f"{'' if place else label}\t{line}"


def _changes_page(base: Base, changes: Difference, kind: ListKind) -> str:
    name = kind.field(kind.row_name).label
    on = base.published_on
    sentence = (
        f"与第 {base.version} 版（{on.year}年{on.month}月{on.day}日公开）相比："
        f"{ADDED} {len(changes.added)} 项，{REMOVED} {len(changes.removed)} 项，{CHANGED} {len(changes.changed)} 项。"
    )
    lines = [
        *((ADDED, row.get(name, ""), "", "", "") for row in changes.added),
        *((REMOVED, row.get(name, ""), "", "", "") for row in changes.removed),
        *((CHANGED, one.after.get(name, ""), *texts) for one in changes.changed for texts in one.fields()),
    ]
    return "\n".join((sentence, "\t".join(CHANGE_HEAD), *("\t".join(line) for line in lines))) + "\n"


def _labels(kind: ListKind, rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """(name, label) of the fields to show: the required ones, and those that some row fills in."""
    used = {name for row in rows for name in row}
    always = kind.per == "list"
    return tuple(
        (field.name, field.label) for field in kind.fields if field.name in used or (always and field.required)
    )


def _key_labels(kind: ListKind) -> tuple[str, ...]:
    """Of a kind per row both versions are of the same thing: nothing has to be told apart."""
    return tuple(kind.field(name).label for name in kind.key) if kind.per == "list" else ()
