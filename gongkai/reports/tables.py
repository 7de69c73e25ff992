"""A table of a report, whatever it is written to: page, workbook or document."""

from __future__ import annotations

from dataclasses import dataclass, replace

Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have as many cells as `head`; `wide` names by head what needs room. `empty` is said instead of no rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    wide: frozenset[str] = frozenset()

    def without(self, *names: str) -> Table:
        """The table without these columns."""
        kept = [place for place, name in enumerate(self.head) if name not in names]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return replace(self, head=tuple(self.head[place] for place in kept), rows=rows)
