"""The columns (栏目) of the public site, and the one rule that puts a document into one of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bundles.format import ColumnId, PublicAttributes

COLUMNS_NAME = "columns.json"
_DEFAULT = Path(__file__).with_name("columns.toml")

_Words = tuple[Annotated[str, Field(min_length=1)], ...]


class ColumnsInvalid(Exception):
    """The columns cannot be used as they are written. The message is one Chinese sentence: place, fault."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Entry):
    """One column. `basis` is the article of 《政府信息公开条例》; `parent` is the one above, itself without one.

    `interprets`: its documents explain others and are linked with them. `shows_validity`: a document without a known
    end is said to be in force. `collects_comments`: it holds drafts that the public may be asked about;
    `reports_adoption`: it holds the reports on what became of the opinions.
    """

    id: ColumnId
    name: str = Field(min_length=2, max_length=30)
    parent: ColumnId | None = None
    basis: str | None = None
    about: str = ""
    interprets: bool = False
    shows_validity: bool = False
    collects_comments: bool = False
    reports_adoption: bool = False


class ColumnRule(_Entry):
    """Which documents belong to `column`.

    One of the `title_words` is in the title and none of the `without_words`, the type is one of `document_types`, the
    unit one of `units` (by name), and the subject begins with one of `subjects`. What is empty asks nothing.
    """

    column: ColumnId
    title_words: _Words = ()
    without_words: _Words = ()
    document_types: _Words = ()
    units: _Words = ()
    subjects: _Words = ()

    def holds(self, attributes: PublicAttributes) -> bool:
        """Whether every condition that the rule names holds."""
        title = "".join(attributes.title.split())
        return (
            (not self.title_words or any(word in title for word in self.title_words))
            and not any(word in title for word in self.without_words)
            and (not self.document_types or attributes.document_type in self.document_types)
            and (not self.units or attributes.unit in self.units)
            and (not self.subjects or (attributes.subject or "").startswith(self.subjects))
        )


class Columns(_Entry):
    """All columns in the order in which they are shown, and the rules in the order in which they are asked."""

    column: tuple[Column, ...] = Field(min_length=1)
    rule: tuple[ColumnRule, ...] = ()
    fallback: ColumnId

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> Self:
        ids = [column.id for column in self.column]
        tops = {column.id for column in self.column if column.parent is None}
        orphans = [column for column in self.column if column.parent and column.parent not in tops]
        faults = [f"column {column.id}: parent" for column in orphans]
        faults += [f"rule {place + 1}: column" for place, rule in enumerate(self.rule) if rule.column not in ids]
        faults += ["fallback"] if self.fallback not in ids else []
        faults += [f"column {each}: twice" for each in {each for each in ids if ids.count(each) > 1}]
        if faults:
            raise ValueError("；".join(faults))
        return self

    def column_for(self, attributes: PublicAttributes) -> str:
        """The id of the column that a document with these public attributes belongs to."""
        return next((rule.column for rule in self.rule if rule.holds(attributes)), self.fallback)

    def find(self, column_id: str | None) -> Column | None:
        return next((column for column in self.column if column.id == column_id), None)

    def top(self) -> tuple[Column, ...]:
        return tuple(column for column in self.column if column.parent is None)

    def below(self, column_id: str) -> tuple[Column, ...]:
        return tuple(column for column in self.column if column.parent == column_id)

    def family(self, column_id: str) -> frozenset[str]:
        """The column and those below it."""
        return frozenset({column_id, *(column.id for column in self.below(column_id))})


def read_columns(text: str) -> Columns:
    """Read and check a `columns.toml`.

    Raises:
        ColumnsInvalid: no TOML, an unknown or missing field, or a name that leads nowhere.
    """
    try:
        return Columns.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ColumnsInvalid(f"不是有效的 TOML：{error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "栏目"
        raise ColumnsInvalid(f"{place} 有误：{first['msg']}") from None


@cache
def default_columns() -> Columns:
    """The columns of a bureau that says nothing else: those that the Regulations ask for."""
    return read_columns(_DEFAULT.read_text(encoding="utf-8"))
