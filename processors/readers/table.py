"""CSV or XLSX → rows of cells with their numbers. A table that hides something is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from processors.extraction import Unreadable
from processors.readers.spreadsheet import Workbook, read_workbook
from processors.sandbox.limits import Limits
from processors.screening.classification import HEAD_LINES, stops_reading
from processors.sniff import MediaType, sniff
from processors.table_row import NOTES_SHEET, TableRow

_HIDDEN: Final = frozenset({"hidden_rows", "hidden_columns", "hidden_sheet", "hidden_text"})
_UNSUPPORTED: Final = "只能导入 CSV 或者 XLSX 表格，请另存为其中一种。"


def read_table(path: Path, limits: Limits) -> tuple[TableRow, ...]:
    """The rows that are not empty.

    Raises:
        Unreadable: `unsupported`, `broken`, `encrypted`, `too_large`, `classified`, or `hidden_content` where a
            workbook has rows, columns, sheets or letters that nobody sees.
    """
    if path.stat().st_size > limits.max_table_bytes:
        raise Unreadable("too_large", f"表格超过 {limits.max_table_bytes // (1024 * 1024)} MB，请分开导入。")
    rows = tuple(_rows(path, limits))
    if len(rows) > limits.max_table_rows or any(len(row.cells) > limits.max_table_columns for row in rows):
        raise Unreadable("too_large", "表格的行或者列异常多，请核对。")
    head = "\n".join(" ".join(row.cells) for row in rows[:HEAD_LINES])
    cells = "\n".join(cell for row in rows[:HEAD_LINES] for cell in row.cells[:1])
    if stops_reading(head) or stops_reading(cells):
        raise Unreadable("classified", "表格带有密级标志，不得导入。请立即联系保密员。")
    return rows


def _rows(path: Path, limits: Limits) -> Iterator[TableRow]:
    if _is_workbook(path):
        yield from _of_workbook(read_workbook(path, limits, keeps_lines=True))
    else:
        yield from _of_csv(path, limits)


def _is_workbook(path: Path) -> bool:
    try:
        media_type = sniff(path)
    except Unreadable as fault:
        # Text has no magic number; other formats that nobody reads hold bytes that no text holds.
        if fault.code == "unsupported" and b"\0" not in path.read_bytes():
            return False
        raise
    if media_type is not MediaType.XLSX:
        raise Unreadable("unsupported", _UNSUPPORTED)
    return True


def _of_workbook(book: Workbook) -> Iterator[TableRow]:
    if _HIDDEN.intersection(book.warnings):
        raise Unreadable("hidden_content", "表格中有隐藏的行、列、工作表或者看不见的文字，请取消隐藏或者删除后再导入。")
    if any(stops_reading(line) for line in book.headers):
        raise Unreadable("classified", "表格带有密级标志，不得导入。请立即联系保密员。")
    sheets = [sheet for sheet in book.sheets if sheet.name != NOTES_SHEET]
    if len(sheets) > 1:
        raise Unreadable("unsupported", "表格中有几张工作表都有内容，请只留一张再导入。")
    for sheet in sheets:
        for number, row in zip(sheet.numbers, sheet.rows, strict=True):
            yield TableRow(number, tuple(cell.text for cell in row))


def _of_csv(path: Path, limits: Limits) -> Iterator[TableRow]:
    text = _decoded(path.read_bytes())
    csv.field_size_limit(limits.max_table_bytes)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if any(cell.strip() for cell in cells):
                yield TableRow(number, tuple(cells))
    except csv.Error as fault:
        raise Unreadable("broken", "CSV 的格式有误（引号或者分隔符），请用表格软件另存为 CSV 后再导入。") from fault


def _decoded(data: bytes) -> str:
    """UTF-8, with the mark that Excel puts before it or without; else what Chinese Excel writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise Unreadable("broken", "不能识别表格的文字编码，请另存为“CSV UTF-8”后再导入。")
