"""A release of a list in its one byte form: these bytes are the document's original, kept under their SHA-256."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from records.domain.canonical import canonical
from records.domain.errors import BadInput
from records.domain.lists.catalogue import UnknownKind, kind_of
from records.domain.lists.kind import ListKind, Row

#: The media type of an original that is no file of somebody's, but a list in canonical JSON.
LIST_MEDIA_TYPE: Final = "application/vnd.gongkai.list+json"
_SCHEMA: Final = 1


class ListUnusable(BadInput):
    """The bytes are no list in canonical form."""

    code = "list_unusable"


@dataclass(frozen=True, slots=True)
class ListContent:
    """What one document of a list holds.

    `name` is what it is called; with the kind it says of which list this is a version (`series`). `made_on` is the day
    on which it was formed or changed (article 26), `unit` the id of the unit that answers for it.
    """

    kind: ListKind
    name: str
    series: str
    unit: str
    made_on: dt.date
    rows: tuple[Row, ...]

    @property
    def data(self) -> bytes:
        """The canonical bytes."""
        return canonical(
            {
                "schema": _SCHEMA,
                "kind": self.kind.id,
                "name": self.name,
                "series": self.series,
                "unit": self.unit,
                "made_on": self.made_on.isoformat(),
                "rows": [dict(row) for row in self.rows],
            }
        )


def contents_of(kind: ListKind, name: str, unit: str, made_on: dt.date, rows: Sequence[Row]) -> tuple[ListContent, ...]:
    """The documents that a release becomes: one for the list, or one for each row.

    `made_on` is the day of what does not say its own.
    """
    if kind.per == "list":
        return (ListContent(kind, name, name, unit, made_on, tuple(rows)),)
    return tuple(
        ListContent(kind, kind.title_of(row), kind.key_of(row), unit, _day_of(kind, row, made_on), (row,))
        for row in rows
    )


def _day_of(kind: ListKind, row: Row, made_on: dt.date) -> dt.date:
    return dt.date.fromisoformat(row[kind.day]) if row.get(kind.day) else made_on


def list_of(data: bytes) -> ListContent:
    """Read the canonical bytes again.

    Raises:
        ListUnusable: they are not what `ListContent.data` writes.
    """
    try:
        said: dict[str, Any] = json.loads(data)
        content = ListContent(
            kind_of(said["kind"]),
            said["name"],
            said["series"],
            said["unit"],
            dt.date.fromisoformat(said["made_on"]),
            tuple(said["rows"]),
        )
        is_whole = content.data == data
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError, UnknownKind) as error:
        raise ListUnusable("不是本系统登记的清单。") from error
    if not is_whole:
        raise ListUnusable("不是本系统登记的清单。")
    return content
