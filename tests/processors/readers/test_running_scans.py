"""On pages that OCR read, too, page numbers and running headers do not cut a sentence; places stay true."""

from __future__ import annotations

from collections.abc import Sequence

from processors.extraction import OcrLine, PageText, Source
from processors.readers.running_scans import without_running_scans

TOP, BODY, FOOT = 0.05, 0.5, 0.95


def scan(number: int, lines: Sequence[tuple[str, float]]) -> PageText:
    """A page of lines, each with the height at which its middle stands."""
    text, placed = "", []
    for line, y in lines:
        for part in line.split("\t"):
            text += "\t" if text and not text.endswith("\n") else ""
            placed.append(OcrLine(len(text), len(text) + len(part), (0.2, y - 0.01, 0.8, y + 0.01), 0.9))
            text += part
        text += "\n"
    return PageText(number, text, Source.OCR, tuple(placed))


def test_running_headers_stay_on_the_first_page_and_page_numbers_on_none() -> None:
    pages = [scan(n, [("示例市公报 第14号", TOP), *body(n), (f"— {n} —", FOOT)]) for n in (1, 2, 3)]
    read = without_running_scans(pages)
    assert [page.text.splitlines()[0] for page in read] == ["示例市公报 第14号", "段2", "段3"]
    assert not any("—" in page.text for page in read)


def body(number: int) -> list[tuple[str, float]]:
    return [(f"段{number}", BODY), (f"文{number}", 0.6), (f"尾{number}", 0.7)]


def test_the_places_of_the_lines_that_stay_are_true() -> None:
    pages = [scan(n, [("示例市公报", TOP), (f"表{n}\t数{n}", BODY), *body(n), (f"-{n}-", FOOT)]) for n in (1, 2, 3)]
    for page in without_running_scans(pages)[1:]:
        said = [page.text[line.start : line.end] for line in page.lines]
        number = page.number
        assert said == [f"表{number}", f"数{number}", f"段{number}", f"文{number}", f"尾{number}"]
        assert page.text.replace("\t", "\n").split() == said


def test_a_heading_that_pages_repeat_below_the_margin_stays() -> None:
    forms = [scan(n, [("示例补贴申请表", 0.15), *body(n)]) for n in (1, 2, 3)]
    assert without_running_scans(forms) == tuple(forms)


def test_a_dash_that_ocr_took_for_a_one_is_a_page_number_and_a_row_of_dashes_is_none() -> None:
    (read,) = without_running_scans([scan(1, [*body(1), ("一12一", FOOT)])])
    assert read.text == "段1\n文1\n尾1\n"
    row = scan(1, [*body(1), ("—\t3\t—", FOOT)])
    assert without_running_scans([row]) == (row,)


def test_pages_with_a_text_layer_are_left_as_their_reader_gave_them() -> None:
    printed = PageText(1, "正文\n— 1 —\n", Source.TEXT)
    bare = [scan(number, [*body(number), (str(number), FOOT)]) for number in (2, 3, 4)]
    first, *scans = without_running_scans([printed, *bare])
    assert first is printed
    assert [page.text.splitlines()[-1] for page in scans] == ["尾2", "尾3", "尾4"]
