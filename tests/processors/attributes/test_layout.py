"""Where the format says how lines are set, size and middle tell the title that words alone don't."""

from __future__ import annotations

from dataclasses import replace

import pytest

from processors.attributes.paper import paper_of
from processors.attributes.read import read_attributes
from processors.extraction import LineLook, OcrLine, PageText, Source

#: A head whose title names no type, with a slogan in the size of the text above it.
HEAD = (
    ("示例区人力资源和社会保障局", 2.6, True),
    ("为民服务 示例同行", 1.0, True),
    ("示例区就业服务季", 1.4, True),
    ("活动安排一览", 1.4, True),
    ("请各街道按时参加。", 1.0, False),
)


def page(*lines: tuple[str, float, bool]) -> PageText:
    """A page of a text layer: each line with its size and whether it is centred."""
    text, looks = "", []
    for words, size, centred in lines:
        looks.append(LineLook(len(text), len(text) + len(words), size, centred, red=False))
        text += f"{words}\n"
    return PageText(1, text, Source.TEXT, looks=tuple(looks))


def title_of(*lines: tuple[str, float, bool]) -> str | None:
    title = read_attributes([page(*lines)]).title
    return title.value if title else None


def test_what_is_set_large_and_in_the_middle_is_the_title() -> None:
    assert title_of(*HEAD) == "示例区就业服务季活动安排一览"
    assert title_of(*((words, 1.0, False) for words, _, _ in HEAD)) != "示例区就业服务季活动安排一览"


def test_a_red_head_that_names_no_document_is_no_title() -> None:
    head = page(("示例区就业工作简报", 2.6, True), ("第3期", 1.0, True), ("示例区开展就业服务", 1.4, True))
    red = replace(head.looks[0], red=True)
    title = read_attributes([replace(head, looks=(red, *head.looks[1:]))]).title
    assert title is not None
    assert title.value == "示例区开展就业服务"


def test_a_title_ends_where_its_size_ends() -> None:
    lines = (
        ("关于示例工作的", 1.4, True),
        ("实施方案", 1.4, True),
        ("工作安排的通知", 1.0, True),
        ("请落实。", 1.0, False),
    )
    assert title_of(*lines) == "关于示例工作的实施方案"


def test_a_title_that_a_web_page_repeats_in_the_text_is_left_behind_with_the_second_one() -> None:
    lines = (
        ("关于示例工作的通知", 1.4, True),
        ("示人社发〔2026〕5号", 1.0, False),
        ("关于示例工作的通知", 1.0, True),
        ("各科室：", 1.0, False),
        ("请落实。", 1.0, False),
    )
    attributes = read_attributes([page(*lines)])
    assert attributes.addressees is not None
    assert attributes.addressees.value == "各科室"


def test_of_a_scan_the_width_of_its_boxes_tells_the_size() -> None:
    rows = (
        ("示例区就业服务季活动安排一览", 0.22, 0.78),
        ("请各街道组织有就业意愿的居民按时参加本次活动，具体时间", 0.13, 0.87),
        ("和地点由各街道另行通知，咨询服务由就业促进科负责，望相", 0.13, 0.87),
        ("互转告。", 0.13, 0.24),
    )
    text, boxes = "", []
    for words, left, right in rows:
        boxes.append(OcrLine(len(text), len(text) + len(words), (left, 0.1, right, 0.12), 0.99))
        text += f"{words}\n"
    lines = paper_of([PageText(1, text, Source.OCR, tuple(boxes))]).lines
    assert [line.is_headline for line in lines] == [True, False, False, False]


@pytest.mark.parametrize("number", [1, 2])
def test_without_a_look_nothing_is_said_of_it(number: int) -> None:
    [line] = paper_of([PageText(number, "关于示例工作的通知\n", Source.TEXT)]).lines
    assert line.is_headline is None
