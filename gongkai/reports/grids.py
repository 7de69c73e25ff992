"""A table with cells that span rows and columns, as fixed forms have them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A cell; `row` and `column` (0-based) are its upper left corner."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that cover `rows` × `columns` without a gap, in reading order."""

    name: str
    spans: tuple[Span, ...]

    @property
    def rows(self) -> int:
        return max(span.row + span.rows for span in self.spans)

    @property
    def columns(self) -> int:
        return max(span.column + span.columns for span in self.spans)

    def row(self, number: int) -> tuple[Span, ...]:
        """The cells that begin in this row, from the left."""
        return tuple(sorted((span for span in self.spans if span.row == number), key=lambda span: span.column))
