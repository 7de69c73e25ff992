"""Tables as an XLSX workbook, one sheet each, ready to be filtered and printed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gongkai.reports.tables import Table

_NARROW, _WIDE = 12, 44  # characters of the default font
_A4 = 9  # Excel's number of the paper


def workbook(title: str, notes: Sequence[str], tables: Sequence[Table], made_at: dt.datetime) -> bytes:
    """The file; the same input gives the same bytes. A text is never taken for a formula or a link."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None, microsecond=0)})
    bold = book.add_format({"bold": True, "font_size": 16})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for place, table in enumerate(tables):
        sheet = book.add_worksheet(table.name)
        lines = (title, *notes) if place == 0 else (title,)
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, bold if row == 0 else None)
        _write(sheet, len(lines) + 1, table, head, cell)
    book.close()
    return file.getvalue()


def _write(sheet: Worksheet, top: int, table: Table, head: Format, cell: Format) -> None:
    for column, name in enumerate(table.head):
        sheet.set_column(column, column, _WIDE if name in table.wide else _NARROW)
        sheet.write_string(top, column, name, head)
    for row, values in enumerate(table.rows or ((table.empty,),), start=top + 1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(row, column, value, cell)
            else:
                sheet.write_string(row, column, value, cell)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
