"""Tables on pictures: cells by their rules, what wraps together, what spans in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image

from gongkai.bench.pages import hard_wording as wording
from gongkai.bench.pages.drawing import draw
from gongkai.bench.pages.hard_sheets import spanning_table, three_rules, wrapped_table
from gongkai.bench.pages.wear import askew
from processors.ocr.layout import assemble
from processors.ocr.paddle import PageReader
from processors.ocr.reading import Box, Pixels, Reading
from processors.ocr.ruling import ruled_tables

PAPER = 255


def ruled(*, open_sides: bool = False, turned: float = 0.0) -> Pixels:
    """A4 at 100 dpi with a table of three rows and columns; its first cell spans two rows, the next two columns."""
    page = np.full((1169, 827, 3), PAPER, dtype=np.uint8)
    for y, x0 in ((300, 100), (340, 300), (380, 100), (420, 100)):
        cv2.line(page, (x0, y), (700, y), (0, 0, 0), 1)
    for x, y0 in ((100, 300), (300, 300), (500, 340), (700, 300)):
        if not (open_sides and x in {100, 700}):
            cv2.line(page, (x, y0), (x, 420), (0, 0, 0), 1)
    picture = Image.fromarray(page).rotate(-turned, Image.Resampling.BICUBIC, fillcolor=(PAPER,) * 3)
    return np.ascontiguousarray(np.asarray(picture))


def places(page: Pixels, skew: float = 0.0) -> list[list[tuple[int, int]]]:
    return [[(cell.row, cell.column) for cell in table.cells] for table in ruled_tables(page, skew)]


SPANNED = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]


@pytest.mark.parametrize("open_sides", [False, True])
@pytest.mark.parametrize("turned", [0.0, 3.0, -3.0])
def test_cells_are_told_by_row_and_column_and_one_that_spans_stands_where_it_begins(
    open_sides: bool, turned: float
) -> None:
    assert places(ruled(open_sides=open_sides, turned=turned), turned) == [SPANNED]


def test_rules_that_enclose_nothing_are_no_table() -> None:
    page = np.full((1169, 827, 3), PAPER, dtype=np.uint8)
    for y in (300, 340, 500):
        cv2.line(page, (100, y), (700, y), (0, 0, 0), 2)
    cv2.rectangle(page, (100, 700), (700, 900), (0, 0, 0), 1)
    assert places(page) == []


def line(text: str, box: Box) -> Reading:
    x0, y0, x1, y1 = box
    return Reading(text, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), 0.9)


def text_of(*readings: Reading) -> str:
    text, lines = assemble(readings, (827, 1169), tables=ruled_tables(ruled(), 0.0))
    assert sorted(text[one.start : one.end] for one in lines) == sorted(one.text for one in readings)
    return text


def test_an_empty_cell_keeps_its_place_and_what_stands_above_and_below_stays_there() -> None:
    assert (
        text_of(
            line("表题", (300, 250, 400, 270)),
            line("单位", (150, 330, 200, 350)),
            line("金额", (400, 310, 500, 330)),
            line("本年", (550, 350, 600, 370)),
            line("甲镇", (150, 390, 200, 410)),
            line("3", (600, 390, 610, 410)),
            line("注", (100, 450, 120, 470)),
        )
        == "表题\n单位\t金额\t\n\t\t本年\n甲镇\t\t3\n注\n"
    )


def test_what_fills_its_cell_goes_on_without_a_blank_and_what_ends_early_does_not() -> None:
    full, early = (302, 382, 498, 398), (302, 382, 400, 398)
    below = (302, 402, 350, 418)
    assert text_of(line("区住房和城", full), line("乡建设局", below)) == "\t区住房和城乡建设局\t\n"
    assert text_of(line("同意。", early), line("示例甲", below)) == "\t同意。 示例甲\t\n"
    assert text_of(line("open", full), line("data", below)) == "\topen data\t\n"


def rows(text: str) -> list[list[str]]:
    return [row.split("\t") for row in text.splitlines() if "\t" in row]


def characters(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """Without marks: a comma next to a rule may be lost."""
    return [[re.sub(r"\W", "", cell) for cell in row[:4]] for row in table]


@pytest.mark.parametrize("degrees", [0.0, 2.5])
def test_cells_that_wrap_are_read_whole_and_in_order(reader: PageReader, degrees: float) -> None:
    text, _ = reader.read(askew(draw(wrapped_table(), dpi=200), degrees))
    assert characters(rows(text)) == characters(wording.DUTIES)


def test_a_head_of_two_rows_stands_above_its_columns(reader: PageReader) -> None:
    text, _ = reader.read(draw(spanning_table(), dpi=200))
    first, second, *others = rows(text)
    assert first == ["单位名称", "补助人数（人）", "", "资金（万元）", "", "", "合计"]
    assert second == ["", *wording.GRANTS_HEAD[1], ""]
    assert others[0] == list(wording.GRANTS[0])


def test_a_table_without_rules_between_its_cells_is_read_row_by_row(reader: PageReader) -> None:
    text, _ = reader.read(draw(three_rules(), dpi=200))
    assert rows(text) == [list(cells) for cells in wording.INDICATORS]
