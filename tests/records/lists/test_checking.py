"""What is written into rows: taken as it is meant, or refused with every row and column named."""

from __future__ import annotations

import pytest

from records.domain.lists.catalogue import KINDS
from records.domain.lists.checking import MOST_ROWS, RowsInvalid, SheetRow, check_row, check_sheet
from records.domain.lists.kind import Field, FieldType
from records.domain.lists.values import ValueInvalid, value_of
from tests.records.lists.list_kit import inspection, power

POWERS, INSPECTIONS = KINDS["powers"], KINDS["random_inspections"]
HEAD = tuple(field.label for field in INSPECTIONS.fields)


def row(number: int, **changes: str) -> SheetRow:
    values = inspection(number, **changes)
    return SheetRow(number + 1, tuple(values.get(field.name, "") for field in INSPECTIONS.fields))


def faults_of(*rows: SheetRow, head: tuple[str, ...] = HEAD) -> list[str]:
    with pytest.raises(RowsInvalid) as refused:
        check_sheet(INSPECTIONS, [SheetRow(1, head), *rows])
    return [str(fault) for fault in refused.value.faults]


def test_rows_are_found_below_a_head_with_titles_above_it_and_columns_in_any_order() -> None:
    good = inspection(1, inspected_on="2026年2月27日")
    order = sorted(INSPECTIONS.fields, key=lambda field: field.label)
    sheet = [
        SheetRow(1, ("双随机抽查结果",)),
        SheetRow(3, tuple(f"{field.label}*" if field.required else field.label for field in order)),
        SheetRow(4, tuple(f" {good.get(field.name, '')} " for field in order)),
        SheetRow(9, ("", " ")),
    ]
    assert check_sheet(INSPECTIONS, sheet) == (inspection(1),)


def test_half_the_rows_broken_names_every_row_and_column_in_one_answer() -> None:
    broken = {2: {"inspected_on": "2月"}, 4: {"result": "合格"}, 6: {"subject": "", "item": ""}}
    rows = [row(number, **broken.get(number, {})) for number in range(1, 7)]
    assert [fault.split("：")[0] for fault in faults_of(*rows)] == [
        "第 3 行“检查日期”",
        "第 5 行“检查结果”",
        "第 7 行“检查对象”",
        "第 7 行“抽查事项”",
    ]


def test_the_answer_counts_rows_and_places() -> None:
    with pytest.raises(RowsInvalid) as refused:
        check_sheet(INSPECTIONS, [SheetRow(1, HEAD), row(1), row(2, subject="", item="")])
    assert str(refused.value) == "2 行中有 1 行有误，共 2 处。"


def test_two_rows_with_one_key_are_both_named() -> None:
    assert faults_of(row(1), row(2), SheetRow(9, row(1).cells)) == [
        "第 9 行“检查对象、抽查事项、检查日期”：与第 2 行重复"
    ]


def test_a_head_with_unknown_missing_and_repeated_columns_says_so() -> None:
    head = (*HEAD[1:], "备注", "检查结果")
    told = faults_of(SheetRow(2, ("",) * len(head)), row(1), head=head)
    assert "第 1 行“备注”：没有这一列，请删去或者改为模板中的名称" in told
    assert "第 1 行“检查结果”：这一列出现了两次" in told
    assert "第 1 行“检查对象”：缺少这一列" in told


def test_a_cell_beside_the_table_is_no_part_of_it() -> None:
    assert faults_of(SheetRow(2, (*row(1).cells, "多出来的"))) == ["第 2 行：表头以外的列中有内容"]


def test_a_sheet_without_head_or_rows_says_what_is_expected() -> None:
    assert "检查对象" in faults_of(head=("甲", "乙"))[0]
    assert faults_of() == ["表头下面没有内容。"]


def test_more_rows_than_the_limit_are_not_looked_at() -> None:
    rows = [row(number, result="合格") for number in range(1, MOST_ROWS["list"] + 2)]
    assert len(faults_of(*rows)) == 1


def test_a_form_is_checked_as_a_row_is() -> None:
    assert check_row(POWERS, {**power(), "unknown": "x"}) == power()
    with pytest.raises(RowsInvalid) as refused:
        check_row(POWERS, {**power(), "type": "别的", "name": ""})
    assert [fault.column for fault in refused.value.faults] == ["职权名称", "职权类型"]


@pytest.mark.parametrize(
    ("type_", "written", "kept"),
    [
        (FieldType.DATE, "2026/3/5", "2026-03-05"),
        (FieldType.DATE, "2026.3.5", "2026-03-05"),
        (FieldType.DATE, "2026-03-05 00:00:00", "2026-03-05"),
        (FieldType.NUMBER, "1,200.50", "1200.50"),
        (FieldType.TEXT, "甲\t乙\n丙\u202e丁\x00", "甲 乙 丙丁"),
        (FieldType.LINES, " 甲 \r\n\r\n乙\t丙\u2028丁", "甲\n乙 丙\n丁"),
    ],
)
def test_a_value_is_kept_in_one_form(type_: FieldType, written: str, kept: str) -> None:
    assert value_of(Field("x", "示例", type_), written) == kept


@pytest.mark.parametrize(
    ("type_", "written"),
    [
        (FieldType.DATE, "2026-02-30"),
        (FieldType.DATE, "26-3-5"),
        (FieldType.NUMBER, "-1"),
        (FieldType.NUMBER, "约20"),
        (FieldType.TEXT, "长" * 201),
    ],
)
def test_a_value_of_another_form_is_refused(type_: FieldType, written: str) -> None:
    with pytest.raises(ValueInvalid):
        value_of(Field("x", "示例", type_), written)
