"""How the head of a document is set, as DOCX and PDF say it: the title's size, middle and the letterhead's red."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.extraction import LineLook, PageText
from processors.readers.line_looks import PrintedLine, looks_of
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sandbox.work import read_file
from samples.make import make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    make(folder)
    return folder


def first_page(made: Path, start: str) -> PageText:
    [path] = [path for path in made.glob(f"{start}-*") if path.suffix in {".docx", ".pdf"}]
    return read_file(path, DEFAULT_LIMITS).pages[0]


def look_at(page: PageText, words: str) -> LineLook:
    return next(look for look in page.looks if page.text[look.start : look.end].startswith(words))


@pytest.mark.parametrize(("start", "title"), [("01", "关于规范"), ("03", "关于调整")])
def test_letterhead_title_and_text_differ_in_size_place_and_colour(made: Path, start: str, title: str) -> None:
    page = first_page(made, start)
    head = look_at(page, "示例区人力资源和社会保障局文件")
    assert head.red
    assert head.size > 2
    heading = look_at(page, title)
    assert (heading.centred, heading.red) == (True, False)
    assert heading.size == pytest.approx(1.38, abs=0.02)
    text = look_at(page, "各街道")
    assert (text.size, text.centred, text.red) == (1.0, False, False)


def test_a_line_is_placed_where_it_stands_in_the_text_and_left_out_if_it_does_not() -> None:
    lines = [PrintedLine(words, 16, centred=False, red=False) for words in ("乙", "丙", "乙")]
    looks = looks_of(lines, "甲\n乙\n乙\n")
    assert [(look.start, look.end, look.size) for look in looks] == [(2, 3, 1.0), (4, 5, 1.0)]
    assert looks_of([], "甲\n") == ()
