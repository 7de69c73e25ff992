"""What of a list the public sees: its cells with every redaction carried out, never a cell moved by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.domain.lists.catalogue import KINDS
from records.domain.lists.difference import ShownRow
from records.domain.lists.kind import ListKind
from records.domain.lists.text import LINE_BREAK, LIST_BASE, LIST_KIND
from records.domain.reading import Reading, ReadPage
from records.domain.redaction import Redaction

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicTable:
    """`head` and `rows` of a kind per list; of a kind per row (label, value), where a value may have several lines.

    `changes` are the sentence and the rows of page 2, without its head; `base` is the version (1-based) they compare
    with, None if there is no such page.
    """

    kind: ListKind
    head: Cells
    rows: tuple[Cells, ...]
    base: int | None = None
    sentence: str = ""
    changes: tuple[Cells, ...] = ()

    @property
    def shown_rows(self) -> tuple[ShownRow, ...]:
        """The rows as a later version is compared with them."""
        if self.kind.per == "list":
            return tuple(dict(zip(self.head, row, strict=False)) for row in self.rows)
        return ({label: value.replace("\n", LINE_BREAK) for label, value in self.rows},)


def list_kind_of(reading: Reading) -> ListKind | None:
    """The kind of the list that was read; None if it is none."""
    return KINDS.get(reading.text_of(LIST_KIND) or "")


def public_table(reading: Reading) -> PublicTable | None:
    """The list without what was taken out; None if the reading is of no list."""
    kind = list_kind_of(reading)
    if kind is None:
        return None
    _, *lines = _cells(reading.pages[0], reading.taken_out)
    base = reading.text_of(LIST_BASE)
    sentence = ""
    changes: tuple[Cells, ...] = ()
    if base is not None and len(reading.pages) > 1:
        (sentence, *_), _, *rows = _cells(reading.pages[1], reading.taken_out)
        changes = tuple(rows)
    number = int(base) if base is not None and changes else None
    if kind.per == "list":
        return PublicTable(kind, lines[0], tuple(lines[1:]), number, sentence, changes)
    return PublicTable(kind, ("项目", "内容"), tuple(_values(lines)), number, sentence, changes)


def _values(lines: Sequence[Cells]) -> Iterator[Cells]:
    """(label, value) with the lines of a value together."""
    label, value = "", list[str]()
    for first, *rest in lines:
        if first and label:
            yield label, "\n".join(value)
            value = []
        label = first or label
        value.append("\t".join(rest))
    if label:
        yield label, "\n".join(value)


def _cells(page: ReadPage, redactions: Sequence[Redaction]) -> list[Cells]:
    taken = [one for one in redactions if one.page == page.number]
    lines: list[Cells] = []
    start = 0
    for line in page.text.removesuffix("\n").split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(_without(cell, start, taken))
            start += len(cell) + 1
        lines.append(tuple(cells))
    return lines


def _without(cell: str, start: int, taken: Sequence[Redaction]) -> str:
    """The cell, which begins at character `start` of its page, without what was taken out of it.

    A redaction that goes over several cells leaves its replacement in the first of them.
    """
    end = start + len(cell)
    for one in sorted(taken, key=lambda one: one.start, reverse=True):
        if one.start < end and start < one.end:
            shown = one.replacement if one.start >= start else ""
            cell = cell[: max(one.start - start, 0)] + shown + cell[one.end - start :]
    return cell.replace("\t", " ").replace("\n", " ")
