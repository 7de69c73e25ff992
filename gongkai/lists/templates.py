"""Empty tables to fill in: one head per field, with what belongs there."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlsxwriter

from bundles.csv_lines import BYTE_ORDER_MARK, csv_line
from processors.table_row import NOTES_SHEET
from records.domain.lists.checking import MOST_ROWS
from records.domain.lists.kind import Field, FieldType, ListKind

#: Words for the types of fields.
TYPE_WORDS = {
    FieldType.TEXT: "文字，一行",
    FieldType.LINES: "文字，可以分行",
    FieldType.DATE: "日期，如 2026-03-05",
    FieldType.NUMBER: "数字，不带单位",
    FieldType.CHOICE: "从给定的值中选",
}


def template_csv(kind: ListKind) -> bytes:
    """The head alone, in UTF-8 with the mark that Excel asks for."""
    return (BYTE_ORDER_MARK + csv_line(field.label for field in kind.fields)).encode()


def template_xlsx(kind: ListKind) -> bytes:
    """A sheet to fill in, with choices to pick from, and one that says what belongs there."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(kind.name)
    for column, field in enumerate(kind.fields):
        sheet.set_column(column, column, 36 if field.type is FieldType.LINES else 18, wrapped)
        sheet.write_string(0, column, field.label, head)
        if field.choices:
            choices = {"validate": "list", "source": list(field.choices)}
            sheet.data_validation(1, column, MOST_ROWS[kind.per], column, choices)
    sheet.freeze_panes(1, 0)
    notes = book.add_worksheet(NOTES_SHEET)
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 90, wrapped)
    for row, (label, words) in enumerate((("栏目", "怎样填写"), *((f.label, about(f)) for f in kind.fields))):
        notes.write_string(row, 0, label, head)
        notes.write_string(row, 1, words)
    book.close()
    return file.getvalue()


def about(field: Field) -> str:
    """What belongs into a field, in one sentence."""
    return "；".join(_about(field)) + "。"


def _about(field: Field) -> Iterator[str]:
    yield "必填" if field.required else "可以不填"
    yield TYPE_WORDS[field.type]
    if field.choices:
        yield "、".join(field.choices)
    if field.type in {FieldType.TEXT, FieldType.LINES}:
        yield f"最多 {field.longest} 个字"
    if field.hint:
        yield field.hint
