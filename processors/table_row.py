"""A row of a table that is entered into the records: what the child that read it hands over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: A sheet of this name tells how to fill in the other; it is no part of the table.
NOTES_SHEET: Final = "填写说明"


@dataclass(frozen=True, slots=True)
class TableRow:
    """`number` as a spreadsheet counts, the first row is 1. Cells keep the line ends within them."""

    number: int
    cells: tuple[str, ...]
