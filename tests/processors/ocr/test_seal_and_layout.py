from __future__ import annotations

import cv2
import numpy as np
import pytest

from processors.ocr.layout import assemble
from processors.ocr.reading import Box, Corners, Pixels, Reading
from processors.ocr.seal import red_as_black, without_seals

RED = (40, 30, 214)  # blue, green, red
BLUE = (180, 70, 40)
BLACK = (0, 0, 0)


def paper() -> Pixels:
    """A4 at 100 dpi."""
    return np.full((1169, 827, 3), 255, dtype=np.uint8)


def corners(box: Box) -> Corners:
    x0, y0, x1, y1 = box
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


def line(text: str, box: Box) -> Reading:
    return Reading(text, corners(box), 0.9)


def test_a_red_letterhead_and_a_red_rule_are_left_alone() -> None:
    page = paper()
    cv2.rectangle(page, (100, 100), (700, 160), RED, -1)
    cv2.rectangle(page, (100, 300), (700, 304), RED, -1)
    cv2.rectangle(page, (100, 340), (700, 360), BLACK, -1)
    assert without_seals(page) is page


@pytest.mark.parametrize("axes", [(82, 82), (88, 59)], ids=["round 42 mm", "oval 45 by 30 mm"])
def test_a_seals_ink_becomes_paper_and_the_print_under_it_stays(axes: tuple[int, int]) -> None:
    page = paper()
    cv2.ellipse(page, (500, 700), axes, 0, 0, 360, RED, 6)
    cv2.circle(page, (500, 700), 20, RED, -1)
    cv2.rectangle(page, (380, 670), (620, 676), BLACK, -1)
    cleared = without_seals(page)
    assert cleared[700, 500].min() >= 250
    assert cleared[700, 500 - axes[0]].min() >= 250
    assert cleared[672, 500].max() <= 20


def test_a_seal_beside_the_print_goes_too_and_the_letterhead_above_it_stays() -> None:
    page = paper()
    cv2.rectangle(page, (100, 100), (700, 160), RED, -1)
    cv2.circle(page, (500, 700), 82, RED, 6)
    cleared = without_seals(page)
    assert cleared[700, 418].min() >= 250
    assert tuple(cleared[130, 400]) == RED


def test_a_blue_seals_ink_becomes_paper_too_and_what_a_blue_pen_wrote_over_print_stays() -> None:
    page = paper()
    cv2.circle(page, (250, 700), 82, BLUE, 6)
    cv2.rectangle(page, (130, 690), (330, 696), BLACK, -1)
    cv2.rectangle(page, (450, 690), (750, 696), BLACK, -1)
    for x in range(500, 700, 20):
        cv2.line(page, (x, 640), (x + 15, 760), BLUE, 3)
    cleared = without_seals(page)
    assert cleared[700, 168].min() >= 250
    assert cleared[692, 250].max() <= 40
    assert np.array_equal(cleared[:, 400:], page[:, 400:])


def test_red_print_is_as_dark_as_black_print_and_other_colours_stay() -> None:
    picture = np.array([[RED, BLACK, (255, 255, 255), (200, 120, 20)]], dtype=np.uint8)
    assert red_as_black(picture).tolist() == [[[40, 30, 40], [0, 0, 0], [255, 255, 255], [200, 120, 20]]]


def test_rows_are_read_from_top_to_bottom_and_from_left_to_right() -> None:
    readings = [
        line("丁", (500, 52, 540, 92)),
        line("乙", (150, 1, 190, 41)),
        line("丙", (100, 50, 140, 90)),
        line("甲", (100, 0, 140, 40)),
    ]
    text, lines = assemble(readings, (1000, 100))
    assert text == "甲 乙\n丙\t丁\n"
    assert [text[one.start : one.end] for one in lines] == ["甲", "乙", "丙", "丁"]
    assert lines[3].box == (0.5, 0.52, 0.54, 0.92)


def test_rows_that_fall_to_the_right_are_put_together_by_the_pages_skew() -> None:
    # 5 degrees: 900 pixels to the right a row stands 79 pixels lower, which is more than one row.
    readings = [line("甲", (0, 0, 40, 40)), line("乙", (0, 60, 40, 100)), line("丙", (900, 79, 940, 119))]
    assert assemble(readings, (1000, 200), skew=5.0)[0] == "甲\t丙\n乙\n"


def test_the_year_of_a_document_number_stands_in_hexagonal_brackets_and_no_other_bracket_is_touched() -> None:
    read = ["示人社发[2026〕12号", "示函〔2026]3号", "见表[2026]", "（2026）5号"]
    text, _ = assemble([line(one, (0, 50 * n, 300, 50 * n + 40)) for n, one in enumerate(read)], (1000, 1000))
    assert text.splitlines() == ["示人社发〔2026〕12号", "示函〔2026〕3号", "见表[2026]", "（2026）5号"]
