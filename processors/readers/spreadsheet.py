"""XLSX → text: each visible sheet a page, its rows tab-separated; what is hidden is not read but said."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import PageText, Source, Unreadable
from processors.readers.draft import Draft
from processors.readers.package import BROKEN_PACKAGE, open_package, parse_xml, part
from processors.readers.spreadsheet_cells import Cell, CellReader, one_line, plain_text, read_styles
from processors.readers.spreadsheet_merges import Merges, column_of
from processors.sandbox.limits import Limits
from processors.screening.classification import stops_reading
from processors.sniff import MediaType

READER: Final = "xlsx/1"

#: A sheet's name that no person gave: matches `Sheet1` and `工作表 2`; does not match `补贴名单`.
_DEFAULT_NAME: Final = re.compile(r"(?:Sheet|工作表)\s*\d*")
#: Commands in a printed header: matches `&C`, `&"宋体,常规"` and `&12`; does not match `机密`.
_HEADER_COMMAND: Final = re.compile(r'&"[^"]*"|&K[0-9A-F]{6}|&\d+|&.')
#: A column of less than half a digit, or a row of less than half a point, shows nothing.
_FLAT: Final = 0.5
#: Lines of hidden cells that are kept for the reviewer.
_MAX_HIDDEN: Final = 50
#: Parts that are not read, by how their name begins, and the warning for them.
_UNREAD_PARTS: Final = (
    ("xl/comments", "comments"),
    ("xl/threadedcomments", "comments"),
    ("xl/vbaproject", "macros"),
    ("xl/externallinks/", "external_links"),
    ("xl/embeddings/", "embedded_part_not_read"),
    ("xl/drawings/drawing", "drawings_not_read"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: rows of cells in the columns that are in use, empty rows left out.

    `numbers` are those of the rows as a spreadsheet counts them, from 1.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """`headers` are the lines printed above and below the sheets, `hidden` the first of those that nobody sees.

    `warnings` as in Extraction.
    """

    sheets: tuple[Sheet, ...]
    headers: tuple[str, ...]
    hidden: tuple[str, ...]
    warnings: tuple[str, ...]


def read(path: Path, limits: Limits) -> Draft:
    """Read the visible sheets that hold anything; each is a page that begins with the sheet's name if it has one.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_large` or `too_many_pages`.
    """
    book = read_workbook(path, limits)
    texts = [_text(sheet) for sheet in book.sheets] or [""]
    if any(stops_reading(text) for text in ("\n".join(book.headers), texts[0])):
        return Draft(MediaType.XLSX, READER, pages=(), classified=True)
    warnings = book.warnings if book.sheets else (*book.warnings, "page_without_text:1")
    pages = tuple(PageText(number, text, Source.TEXT) for number, text in enumerate(texts, start=1))
    return Draft(MediaType.XLSX, READER, pages=pages, warnings=warnings)


def read_workbook(path: Path, limits: Limits, *, keeps_lines: bool = False) -> Workbook:
    """Read what the workbook shows; `keeps_lines`: with the line ends within cells, for who needs no lines of text.

    Raises:
        Unreadable: as `read`.
    """
    with open_package(path, limits) as package:
        return _Reader(package, limits, keeps_lines=keeps_lines).read()


def _text(sheet: Sheet) -> str:
    name = "" if _DEFAULT_NAME.fullmatch(sheet.name) else f"{sheet.name}\n"
    return name + "".join("\t".join(cell.text for cell in row) + "\n" for row in sheet.rows)


class _Reader:
    def __init__(self, package: zipfile.ZipFile, limits: Limits, *, keeps_lines: bool) -> None:
        self._keeps_lines = keeps_lines
        self._package = package
        self._limits = limits
        self._warnings: dict[str, None] = {}
        self._headers: list[str] = []
        self._hidden: list[str] = []
        self._characters = 0

    def read(self) -> Workbook:
        main = next((name for kind, _, name in self._relations("") if kind == "officeDocument"), "xl/workbook.xml")
        root = self._root(main)
        if root is None:
            raise Unreadable("broken", BROKEN_PACKAGE)
        related = {identity: (kind, name) for kind, identity, name in self._relations(main)}
        parts = dict(related.values())
        strings = self._root(parts.get("sharedStrings", ""))
        facts = root.find("{*}workbookPr")
        self._cells = CellReader(
            [] if strings is None else [self._plain(item) for item in strings.iter("{*}si")],
            read_styles(self._root(parts.get("styles", ""))),
            from_1904=facts is not None and facts.get("date1904") in {"1", "true"},
            keeps_lines=self._keeps_lines,
        )
        sheets = tuple(sheet for sheet in self._sheets(root, related) if sheet.rows)
        self._warn_of_parts()
        return Workbook(sheets, tuple(self._headers), tuple(self._hidden), tuple(self._warnings))

    def _sheets(self, root: etree._Element, related: dict[str, tuple[str, str]]) -> Iterator[Sheet]:
        found = list(root.iter("{*}sheet"))
        if len(found) > self._limits.max_pages:
            raise Unreadable("too_many_pages", f"工作表超过 {self._limits.max_pages} 张，请拆分后再投递。")
        for entry in found:
            title = one_line(entry.get("name", ""))
            identity = next((value for name, value in entry.items() if str(name).endswith("}id")), "")
            kind, name = related.get(str(identity), ("", ""))
            sheet = self._root(name) if kind == "worksheet" else None
            if sheet is None:
                self._warnings["sheet_not_read"] = None
                continue
            if entry.get("state", "visible") != "visible":
                self._hide_sheet(title, sheet)
                continue
            self._headers += _printed(sheet)
            yield Sheet(title, *self._rows(sheet))

    def _plain(self, item: etree._Element) -> str:
        return plain_text(item, keeps_lines=self._keeps_lines)

    def _rows(self, sheet: etree._Element) -> tuple[tuple[tuple[Cell, ...], ...], tuple[int, ...]]:
        hidden = self._hidden_columns(sheet)
        merges = Merges(sheet)
        rows: list[dict[int, Cell]] = []
        numbers: list[int] = []
        number = 0
        for row in sheet.iter("{*}row"):
            number = _whole(row.get("r")) or number + 1
            if _is_hidden(row, "ht"):
                self._hide("隐藏行", self._values(row), "hidden_rows")
                continue
            cells = {
                column: cell
                for column, cell in self._row(row, hidden)
                if not self._covered(merges, number, column, cell)
            }
            if cells:
                rows.append(cells)
                numbers.append(number)
        used = sorted({column for cells in rows for column in cells})
        # A few cells far apart would make a table of nothing but tabs.
        self._characters += len(rows) * len(used) + sum(len(cell.text) for cells in rows for cell in cells.values())
        if self._characters > self._limits.max_text_chars:
            raise Unreadable("too_large", "表格中的文字或空白单元格异常多，已停止处理，请核对文件来源。")
        empty = Cell("")
        return tuple(tuple(cells.get(column, empty) for column in used) for cells in rows), tuple(numbers)

    def _row(self, row: etree._Element, hidden: list[tuple[int, int]]) -> Iterator[tuple[int, Cell]]:
        column = 0
        for element in row.iterchildren("{*}c"):
            column = column_of(element.get("r")) or column + 1
            read = self._cells.read(element)
            if not read.text:
                continue
            if any(first <= column <= last for first, last in hidden):
                self._hide("隐藏列", read.text, "hidden_columns")
            elif self._cells.style(element).hides:
                self._hide("隐藏单元格", read.text, "hidden_text")
            else:
                yield column, read

    def _covered(self, merges: Merges, row: int, column: int, cell: Cell) -> bool:
        is_covered = merges.cover(row, column)
        if is_covered:
            self._hide("合并单元格之下", cell.text, "hidden_text")
        return is_covered

    def _hide_sheet(self, title: str, sheet: etree._Element) -> None:
        self._hide("隐藏工作表", title, "hidden_sheet")
        for row in sheet.iter("{*}row"):
            if len(self._hidden) >= _MAX_HIDDEN:
                return
            self._hide("隐藏工作表", self._values(row), "hidden_sheet")

    def _values(self, row: etree._Element) -> str:
        return " ".join(filter(None, (self._cells.read(cell).text for cell in row.iterchildren("{*}c"))))

    def _hide(self, place: str, text: str, warning: str) -> None:
        self._warnings[warning] = None
        if text and len(self._hidden) < _MAX_HIDDEN:
            self._hidden.append(f"{place}：{text}")

    def _hidden_columns(self, sheet: etree._Element) -> list[tuple[int, int]]:
        """First and last of each run of hidden columns, counted from 1."""
        runs = (one for one in sheet.iter("{*}col") if _is_hidden(one, "width"))
        return [(int(one.get("min", "0")), int(one.get("max", "0"))) for one in runs]

    def _warn_of_parts(self) -> None:
        names = [name.casefold() for name in self._package.namelist()]
        for beginning, warning in _UNREAD_PARTS:
            if any(name.startswith(beginning) for name in names):
                self._warnings[warning] = None

    def _root(self, name: str) -> etree._Element | None:
        content = part(self._package, name, self._limits) if name else None
        return None if content is None else parse_xml(content)

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        """(kind, id, part name) of what a part refers to inside the package; outside references are ignored."""
        folder, name = posixpath.split(source)
        root = self._root(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in () if root is None else root.iter("{*}Relationship"):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield kind, relation.get("Id", ""), target


def _is_hidden(element: etree._Element, size: str) -> bool:
    """By itself, or by a height (points) or width (digits) in which nothing can be seen."""
    try:
        return element.get("hidden") in {"1", "true"} or float(element.get(size, "inf")) < _FLAT
    except ValueError:
        return False


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _printed(sheet: etree._Element) -> Iterator[str]:
    for header in sheet.iter("{*}headerFooter"):
        for one in header.iterchildren("*"):
            line = one_line(_HEADER_COMMAND.sub(" ", one.text or ""))
            if line:
                yield line
