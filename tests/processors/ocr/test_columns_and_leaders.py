from __future__ import annotations

import pytest

from gongkai.bench.pages import hard_wording as wording
from gongkai.bench.pages.drawing import draw
from gongkai.bench.pages.hard_sheets import two_columns
from processors.ocr.columns import stretches
from processors.ocr.layout import assemble
from processors.ocr.leaders import without_leaders
from processors.ocr.paddle import PageReader
from processors.ocr.reading import Box, Reading


def block(x0: float, x1: float, count: int, top: float = 100) -> list[Box]:
    """Lines of running text 20 high; the last one of each paragraph of four is short."""
    return [(x0, top + 30 * n, x0 + (x1 - x0) * (0.3 if n % 4 == 3 else 1.0), top + 30 * n + 20) for n in range(count)]


def test_two_columns_below_a_title_are_read_one_after_the_other() -> None:
    boxes = [(300.0, 40.0, 700.0, 80.0), *block(50, 480, 8), *block(520, 950, 6), (400.0, 900.0, 600.0, 920.0)]
    assert stretches(boxes) == [[0], [*range(1, 9)], [*range(9, 15)], [15]]


@pytest.mark.parametrize(
    "boxes",
    [
        [*block(50, 950, 12)],
        [*block(50, 250, 3), *block(600, 800, 3)],
        [*block(50, 480, 4), *block(520, 950, 4)],
        [*block(50, 480, 8), *((560.0, 100.0 + 30 * n, 610.0, 120.0 + 30 * n) for n in range(8))],
    ],
    ids=["one column", "two signatures", "too few lines", "a table's column of numbers"],
)
def test_what_is_no_running_text_in_two_columns_is_one_group(boxes: list[Box]) -> None:
    (group,) = stretches(boxes)
    assert sorted(group) == list(range(len(boxes)))


def test_a_gazette_is_read_column_by_column(reader: PageReader) -> None:
    text, _ = reader.read(draw(two_columns(), dpi=200))
    said = "".join(text.split())
    places = [said.find(paragraph[:12]) for paragraph in wording.GAZETTE]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("row", "without"),
    [
        (["（一）领导小组…", "……3"], ["（一）领导小组", "3"]),
        (["总则......", "12"], ["总则", "12"]),
        (["总则", "…………", "7"], ["总则", "", "7"]),
        (["一、总则……1"], ["一、总则\t1"]),
        (["增长", "2.4"], ["增长", "2.4"]),
        (["等等……"], ["等等……"]),
        (["第1.", "3"], ["第1.", "3"]),
        (["面积1.5"], ["面积1.5"]),
        (["详见……", "第3号"], ["详见……", "第3号"]),
    ],
)
def test_leaders_before_a_page_number_are_no_text_and_other_dots_stay(row: list[str], without: list[str]) -> None:
    assert without_leaders(row) == without


def test_entry_and_page_number_are_cells_and_places_stay_true() -> None:
    entry = Reading("附则…", ((0, 0), (90, 0), (90, 20), (0, 20)), 0.9)
    number = Reading("…8", ((100, 0), (130, 0), (130, 20), (100, 20)), 0.9)
    text, lines = assemble([number, entry], (200, 100))
    assert text == "附则\t8\n"
    assert [text[one.start : one.end] for one in lines] == ["附则", "8"]
