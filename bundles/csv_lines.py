"""Lines of CSV that spreadsheets open as they are meant: in UTF-8, and never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

#: Excel takes a CSV for UTF-8 only with this mark.
BYTE_ORDER_MARK: Final = "\ufeff"
#: Spreadsheets run what begins so.
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


def safe_cell(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_line(cells: Iterable[str]) -> str:
    """One line, with its end (RFC 4180)."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
