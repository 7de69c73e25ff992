"""A sheet of rows → rows of a kind, or everything that is wrong with it: all rows and columns in one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.errors import BadInput
from records.domain.lists.kind import Field, ListKind, Row
from records.domain.lists.values import ValueInvalid, value_of

#: Rows of one import: a list of a bureau is shorter; of a kind per row each becomes a document with its own review.
MOST_ROWS: Final = {"list": 2000, "row": 200}
#: The head stands in one of the first rows: titles may be above it.
_HEAD_ROWS: Final = 10
#: What a head may say beside the label: matches `事项编码*` and `事项编码（必填）`.
_REQUIRED_MARKS: Final = ("*", "＊", "（必填）", "(必填)")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands in the file: `number` as a spreadsheet counts, the first row is 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which row (None: in the sheet as a whole), in which column ("": in none)."""

    row: int | None
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"第 {self.row} 行" if self.row else ""
        place += f"“{self.column}”" if self.column else ""
        return f"{place}：{self.sentence}" if place else self.sentence


class RowsInvalid(BadInput):
    """Nothing was taken. `faults` names every row and column that is wrong, in the order of the file."""

    code = "rows_invalid"
    advice = "请按列出的行和列改正后重新导入；一行也没有导入。"

    def __init__(self, faults: Sequence[Fault], rows: int) -> None:
        self.faults = tuple(faults)
        wrong = len({fault.row for fault in faults if fault.row})
        super().__init__(
            f"{rows} 行中有 {wrong} 行有误，共 {len(self.faults)} 处。" if wrong else f"表格有误，共 {len(faults)} 处。"
        )


def check_sheet(kind: ListKind, sheet: Sequence[SheetRow]) -> tuple[Row, ...]:
    """The rows below the head, each checked; empty rows are left out.

    Raises:
        RowsInvalid: with every fault there is.
    """
    filled = [row for row in sheet if any(cell.strip() for cell in row.cells)]
    place = _head_place(kind, filled)
    if place is None:
        expected = "、".join(field.label for field in kind.fields)
        raise RowsInvalid([Fault(None, "", f"没有找到表头；应有：{expected}。可以下载模板填写。")], len(filled))
    head, body = filled[place], filled[place + 1 :]
    columns, faults = _columns(kind, head)
    if not body:
        faults.append(Fault(None, "", "表头下面没有内容。"))
    if len(body) > MOST_ROWS[kind.per]:
        faults.append(Fault(None, "", f"共 {len(body)} 行，一次最多 {MOST_ROWS[kind.per]} 行，请分开导入。"))
        raise RowsInvalid(faults, len(body))
    rows = []
    for row in body:
        values, wrong = _checked(kind, columns, row)
        rows.append(values)
        faults += wrong
    faults += _repeated(kind, [row.number for row in body], rows)
    if faults:
        raise RowsInvalid(sorted(faults, key=lambda fault: fault.row or 0), len(body))
    return tuple(rows)


def check_row(kind: ListKind, written: Mapping[str, str]) -> Row:
    """One row as typed into a form, by the names of fields.

    Raises:
        RowsInvalid: with every field that is wrong.
    """
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for field in kind.fields:
        _take(field, written.get(field.name, ""), values, faults, None)
    if faults:
        raise RowsInvalid(faults, 1)
    return values


def _head_place(kind: ListKind, rows: Sequence[SheetRow]) -> int | None:
    labels = {field.label for field in kind.fields}
    for place, row in enumerate(rows[:_HEAD_ROWS]):
        if len(labels.intersection(map(_label, row.cells))) >= 2:
            return place
    return None


def _label(cell: str) -> str:
    text = "".join(cell.split())
    for mark in _REQUIRED_MARKS:
        text = text.removesuffix(mark)
    return text


def _columns(kind: ListKind, head: SheetRow) -> tuple[dict[int, Field], list[Fault]]:
    """Which column holds which field, and what is wrong with the head."""
    fields = {field.label: field for field in kind.fields}
    columns: dict[int, Field] = {}
    faults: list[Fault] = []
    for place, cell in enumerate(head.cells):
        label = _label(cell)
        field = fields.get(label)
        if field is None and label:
            faults.append(Fault(head.number, label, "没有这一列，请删去或者改为模板中的名称"))
        elif field is not None and field in columns.values():
            faults.append(Fault(head.number, label, "这一列出现了两次"))
        elif field is not None:
            columns[place] = field
    missing = [field for field in kind.fields if field.required and field not in columns.values()]
    faults += [Fault(head.number, field.label, "缺少这一列") for field in missing]
    return columns, faults


def _checked(kind: ListKind, columns: Mapping[int, Field], row: SheetRow) -> tuple[Row, list[Fault]]:
    values: dict[str, str] = {}
    faults: list[Fault] = []
    written = {field.name: row.cells[place] for place, field in columns.items() if place < len(row.cells)}
    for field in kind.fields:
        if field in columns.values():
            _take(field, written.get(field.name, ""), values, faults, row.number)
    stray = any(cell.strip() for place, cell in enumerate(row.cells) if place not in columns)
    if stray:
        faults.append(Fault(row.number, "", "表头以外的列中有内容"))
    return values, faults


def _take(field: Field, written: str, values: dict[str, str], faults: list[Fault], row: int | None) -> None:
    try:
        value = value_of(field, written)
    except ValueInvalid as fault:
        faults.append(Fault(row, field.label, str(fault)))
        return
    if value:
        values[field.name] = value


def _repeated(kind: ListKind, numbers: Sequence[int], rows: Sequence[Row]) -> Iterator[Fault]:
    """Rows with the key of an earlier one: nobody could say which of them holds."""
    labels = "、".join(kind.field(name).label for name in kind.key)
    first: dict[str, int] = {}
    for number, row in zip(numbers, rows, strict=True):
        if not all(row.get(name) for name in kind.key):
            continue
        earlier = first.setdefault(kind.key_of(row), number)
        if earlier != number:
            yield Fault(number, labels, f"与第 {earlier} 行重复")
