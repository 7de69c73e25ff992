from __future__ import annotations

from PIL import Image, ImageDraw

from processors.ocr.layout import assemble
from processors.ocr.seal import Reading, merge, red_channel, sealed_bands, within

RED = (214, 30, 40)


def page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (1000, 1000), "white")
    return picture, ImageDraw.Draw(picture)


def test_a_red_letterhead_and_a_red_rule_are_not_read_twice() -> None:
    picture, draw = page()
    draw.rectangle((100, 100, 900, 160), fill=RED)
    draw.rectangle((100, 300, 900, 304), fill=RED)
    draw.rectangle((100, 340, 900, 360), fill="black")
    assert sealed_bands(picture) == []


def test_a_seal_over_print_gives_one_strip_around_it() -> None:
    picture, draw = page()
    draw.rectangle((500, 560, 900, 590), fill="black")
    draw.ellipse((550, 500, 750, 700), outline=RED, width=8)
    ((top, bottom),) = sealed_bands(picture)
    assert top < 500
    assert bottom > 700


def test_red_is_white_and_black_is_black_in_the_red_channel() -> None:
    picture = Image.new("RGB", (2, 1), (250, 20, 30))
    picture.putpixel((1, 0), (10, 10, 10))
    assert red_channel(picture).getpixel((0, 0)) == (250, 250, 250)
    assert red_channel(picture).getpixel((1, 0)) == (10, 10, 10)


def test_a_line_cut_by_a_strips_edge_is_left_out_and_the_others_are_moved_onto_the_page() -> None:
    cut, whole = Reading("cut", (0, 2, 50, 20), 1.0), Reading("whole", (0, 50, 50, 70), 1.0)
    assert within([cut, whole], (400, 600)) == [Reading("whole", (0, 450, 50, 470), 1.0)]


def test_the_red_channel_wins_over_black_print_and_colour_over_red_print() -> None:
    picture, draw = page()
    draw.rectangle((100, 100, 400, 140), fill="black")
    draw.rectangle((100, 300, 400, 340), fill=RED)
    colour = [Reading("20 6年", (110, 100, 300, 140), 0.9), Reading("红色标题", (100, 300, 400, 340), 0.9)]
    red = [Reading("2026年", (100, 100, 400, 140), 0.9), Reading("红", (100, 300, 160, 340), 0.6)]
    assert {line.text for line in merge(colour, red, picture)} == {"2026年", "红色标题"}


def test_rows_are_read_from_top_to_bottom_and_from_left_to_right() -> None:
    readings = [
        Reading("丁", (500, 52, 540, 92), 0.9),
        Reading("乙", (150, 1, 190, 41), 0.9),
        Reading("丙", (100, 50, 140, 90), 0.9),
        Reading("甲", (100, 0, 140, 40), 0.9),
    ]
    text, lines = assemble(readings, (1000, 100))
    assert text == "甲 乙\n丙\t丁\n"
    assert [text[line.start : line.end] for line in lines] == ["甲", "乙", "丙", "丁"]
    assert lines[3].box == (0.5, 0.52, 0.54, 0.92)
