"""Page numbers and running headers do not cut a sentence that goes on on the next page; nothing else is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from processors.readers.pdf import read
from processors.readers.running_lines import without_running_lines
from processors.sandbox.limits import DEFAULT_LIMITS


def kept(*pages: str, margin: bool = True) -> list[str]:
    return without_running_lines(pages, lambda _number, _line: margin)


@pytest.mark.parametrize("number", ["— 3 —", "-3-", "－12－", "第3页", "第 3 页 共 5 页", "第3页，共5页"])
def test_a_page_number_is_left_out_wherever_the_file_has_it(number: str) -> None:
    assert kept(f"正文\n续\n{number}\n") == ["正文\n续\n"]
    assert kept(f"{number}\n正文\n续\n") == ["正文\n续\n"]


@pytest.mark.parametrize("line", ["3", "第3号", "2026年", "3.申请表", "—", "第3页的表格"])
def test_what_only_looks_like_a_page_number_stays(line: str) -> None:
    assert kept(f"正文\n{line}\n") == [f"正文\n{line}\n"]


def test_bare_numbers_are_page_numbers_when_they_count_the_pages() -> None:
    assert kept("甲\n5\n", "乙\n6\n", "丙\n7\n") == ["甲\n", "乙\n", "丙\n"]
    years = ("甲\n2024\n", "乙\n2024\n", "丙\n2024\n")
    assert kept(*years, margin=False) == list(years)


def test_a_running_header_stays_on_its_first_page() -> None:
    pages = [
        f"示例区办法汇编 第{number}卷\n{who}段\n{who}文\n{who}尾\n" for number, who in enumerate("甲乙丙", start=1)
    ]
    assert [page.splitlines()[0] for page in kept(*pages)] == ["示例区办法汇编 第1卷", "乙段", "丙段"]


def test_a_heading_that_pages_repeat_stays_when_it_is_not_in_the_margin() -> None:
    forms = [f"示例补贴申请表\n姓名：示例{who}\n" for who in "甲乙丙"]
    assert kept(*forms, margin=False) == forms


def test_the_head_of_a_table_stays_on_every_page() -> None:
    tables = [f"序号\t单位\n{number}\t示例公司\n" for number in range(3)]
    assert kept(*tables) == tables


def test_a_line_on_two_pages_of_many_stays() -> None:
    pages = ["同一行\n甲\n", "同一行\n乙\n", "丙\n", "丁\n", "戊\n"]
    assert kept(*pages) == pages


def test_in_a_pdf_the_header_is_told_by_its_place(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    drawn = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for number in range(1, 4):
        drawn.setFont("STSong-Light", 14)
        drawn.drawString(72, 800, "示例区人力资源和社会保障局文件汇编")
        drawn.drawString(72, 700, "示例补贴申请表：每一页都有的表名，不在页边")
        drawn.drawString(72, 660, f"第{'一二三'[number - 1]}页的正文没有说完就到了下一页")
        drawn.drawString(280, 40, f"— {number} —")
        drawn.showPage()
    drawn.save()
    pages = [page.text.splitlines() for page in read(tmp_path / "a.pdf", DEFAULT_LIMITS).pages]
    assert [len(lines) for lines in pages] == [3, 2, 2]
    assert all(lines[-2].startswith("示例补贴申请表") for lines in pages)
    assert pages[0][0] == "示例区人力资源和社会保障局文件汇编"
