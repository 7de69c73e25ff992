"""Tables of PDF pages by pdfplumber, for the pages that hold one: cells apart by tabs, a row a line."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber

from processors.readers.pdf_page import PageFacts

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table


def with_tables(source: Path | io.BytesIO, facts: Sequence[PageFacts], warnings: list[str]) -> list[str]:
    """The pages' texts, those with a table read anew so that its cells stay apart.

    A page whose table cannot be read keeps PDFium's text and leaves a warning.
    """
    texts = [page.text for page in facts]
    numbers = [number for number, page in enumerate(facts, start=1) if page.has_table]
    if not numbers:
        return texts
    try:
        with pdfplumber.open(source) as document:
            for number in numbers:
                page = document.pages[number - 1]
                texts[number - 1] = _text(page) or texts[number - 1]
                page.close()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises anything on files that PDFium repairs
        warnings.append("tables_not_read")
    return texts


def _text(page: Page) -> str:
    """The page from top to bottom: lines between tables, and the tables' rows. "" when there is no real table."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    if not tables:
        return ""
    return "".join(f"{line}\n" for line in _lines(page, sorted(tables, key=lambda table: table.bbox[1])))


def _lines(page: Page, tables: Sequence[Table]) -> Iterator[str]:
    left, top, right, bottom = page.bbox
    reached = top
    for table in tables:
        yield from _between(page, (left, reached, right, table.bbox[1]))
        for row in table.extract():
            yield "\t".join(" ".join((cell or "").split()) for cell in row)
        reached = max(reached, table.bbox[3])
    yield from _between(page, (left, reached, right, bottom))


def _between(page: Page, box: tuple[float, float, float, float]) -> Iterator[str]:
    if box[3] - box[1] >= 1:
        strip = page.within_bbox(box, strict=False)
        yield from (line.rstrip() for line in strip.extract_text().splitlines())
