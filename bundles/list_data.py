"""The rows of a published list (清单): as JSON for programs and the portal, as CSV for people."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bundles.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from bundles.format import BundleMeta
from bundles.reader import BundleReader
from bundles.verification import BundleRefused

JSON_TYPE: Final = "application/json"
CSV_TYPE: Final = "text/csv; charset=utf-8"


class ListChanges(BaseModel):
    """What is another than in the version before: a sentence, and rows under these heads."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ListData(BaseModel):
    """A list: every row has a text for every column. `row_head` is the column (0-based) that names a row."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    columns: tuple[str, ...] = Field(min_length=2)
    rows: tuple[tuple[str, ...], ...] = Field(min_length=1)
    row_head: int = Field(ge=0)
    changes: ListChanges | None = None

    @model_validator(mode="after")
    def _is_a_table(self) -> ListData:
        if any(len(row) != len(self.columns) for row in self.rows) or self.row_head >= len(self.columns):
            raise ValueError("rows and columns do not fit")
        return self

    def json_bytes(self) -> bytes:
        """The file for programs."""
        return self.model_dump_json(indent=1).encode()

    def csv_bytes(self) -> bytes:
        """The file for spreadsheets."""
        lines = (csv_line(map(safe_cell, row)) for row in (self.columns, *self.rows))
        return (BYTE_ORDER_MARK + "".join(lines)).encode()


def list_file_name(document_id: str) -> str:
    """The file in the bundle that holds the rows."""
    return f"{document_id}.json"


def read_list(reader: BundleReader, meta: BundleMeta) -> ListData | None:
    """The rows of a published list; None for a document that is none.

    Raises:
        BundleRefused: the stored file is not what was published.
    """
    if meta.attributes.structured is None:
        return None
    found = reader.file(meta, list_file_name(meta.id))
    if found is None:
        raise BundleRefused(f"{meta.id}/v{meta.version}: a list without its rows")
    try:
        return ListData.model_validate_json(found[1].read_bytes())
    except (OSError, ValidationError) as error:
        raise BundleRefused(f"{meta.id}/v{meta.version}: rows that cannot be read") from error
