"""A kind of structured record: its fields, and how a release of it becomes a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

#: A value is a string, as it is published; an empty one is left out.
Row = Mapping[str, str]

#: Characters of a value where the field says nothing else.
SHORT: Final = 200
LONG: Final = 4000


class FieldType(StrEnum):
    """`TEXT` is one line, `LINES` several. `NUMBER` is not negative, with at most two decimals."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is for code and JSON, `label` the column's head in imports and on pages.

    `longest` is in characters. `choices` are all values of a `CHOICE`. `hint` tells who fills it in what belongs there.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    longest: int = SHORT
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind. `column` is where it stands on the site, `source` the rule that asks for it.

    `per`: a release is one document for the whole list, or one for each row. `key` names the fields that tell one row
    from another; of a kind per row they also say which document a row is a new version of. `title` is made of the
    fields of a row (kind per row) or is the list's usual name (kind per list). `row_name` is the field by which
    people know a row; `number` the one that holds its document number (发文字号), `day` the day on which it was formed,
    where it has such fields. `filters` are the fields by which the portal offers to look.
    `named_each_time`: every release is a list of its own, named by who enters it; otherwise a release is a new version
    of the one list of its name. `may_be_short`: bureau.toml may give it a shorter way through review.
    """

    id: str
    name: str
    column: str
    source: str
    per: Literal["list", "row"]
    title: str
    key: tuple[str, ...]
    row_name: str
    fields: tuple[Field, ...]
    filters: tuple[str, ...] = ()
    named_each_time: bool = False
    may_be_short: bool = False
    number: str = ""
    day: str = ""

    def field(self, name: str) -> Field:
        """The field of this name, which it has."""
        return next(field for field in self.fields if field.name == name)

    def title_of(self, row: Row) -> str:
        """What a document made of this one row is called."""
        return self.title.format_map({field.name: row.get(field.name, "") for field in self.fields})

    def key_of(self, row: Row) -> str:
        """What tells this row from others: its key fields, joined by ／."""
        return "／".join(row.get(name, "") for name in self.key)
