from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest

from gongkai.bench import read_timing
from gongkai.bench.read import Effort, measure
from gongkai.bench.read_documents import Documents, make
from gongkai.bench.rows import Row
from processors.pool import ReaderPool


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    return make(tmp_path_factory.mktemp("documents"), count=3)


def test_no_two_documents_are_alike(documents: Documents) -> None:
    files = [*documents.plain, *documents.tabled, *documents.docx, documents.scan]
    assert len(files) == 3 + 1 + 3 + 1
    assert len({path.read_bytes() for path in files}) == len(files)


def test_tables_are_where_they_are_said_to_be_and_a_scan_has_no_text(documents: Documents, tmp_path: Path) -> None:
    with ReaderPool(tmp_path) as pool:
        assert not [path for path in documents.plain if "\t" in "".join(page.text for page in pool.read(path).pages)]
        assert all("\t" in "".join(page.text for page in pool.read(path).pages) for path in documents.tabled)
    with pypdfium2.PdfDocument(documents.scan) as scan:
        assert scan[0].get_textpage().get_text_range() == ""


def test_plain_libraries_take_in_the_same_pages(documents: Documents) -> None:
    pages = 0
    for path in documents.plain:
        with pypdfium2.PdfDocument(path) as document:
            pages += len(document)
    assert read_timing.extract_with_pdfplumber(documents.plain) == pages


def test_what_is_held_to_one_processor_is_let_go_again() -> None:
    before = os.sched_getaffinity(0)
    with read_timing.held_to(sorted(before)[:1]):
        assert os.sched_getaffinity(0) == {min(before)}
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (Row("比", 10.0, "倍", at_least=10), True),
        (Row("比", 9.99, "倍", at_least=10), False),
        (Row("内存", 1200.0, "MiB", at_most=1200), True),
        (Row("内存", 1200.1, "MiB", at_most=1200), False),
        (Row("无目标", 0.0, "秒"), True),
    ],
)
def test_a_bar_holds_from_its_own_value_on(row: Row, holds: bool) -> None:
    assert row.holds is holds


def test_everything_the_bars_are_about_is_measured(tmp_path: Path) -> None:
    rows = measure(tmp_path, Effort(files=2, rounds=1, documents=20))
    assert [row.bar for row in rows if row.bar] == ["≥ 10", "≥ 1", "≤ 1.25", "≤ 16", "≥ 1.8", "≤ 1200"]
    assert [row.name for row in rows if row.value <= 0 and "增长" not in row.name] == []
