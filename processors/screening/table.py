"""Finds tables in the lines of a page: a line of headings, and the rows below it.

Readers part the cells of a row by tabs; texts that were typed or recognised line by line have bars, commas or blanks.
"""

from __future__ import annotations

import bisect
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_BLANK: Final = re.compile(r"\s+")
# A page of millions of cells is hostile: what follows is no row any more.
_LONGEST_LINE: Final = 2_000
# Matches 姓名, 身份证号码, 联系电话, 补贴金额(元). Must not match 示例街道.
_HEADING: Final = re.compile(
    r"姓名|名称|序号|编号|号码|身份证|证件|护照|通行证|电话|手机|联系方式|座机|宅电|固话|住址|地址|账号|帐号|卡号|账户"
    r"|车牌|号牌|邮箱|信箱|金额"
    r"|性别|微信|QQ|备注|回乡证|台胞证|国籍|民族|等级|类别|关系|学历|人口|面积|年龄|出生|户主|业主|职工|学员"
    r"|患者|农户|申请人|被征收人|参保人|承租人|领取人|对象|社保|社会保障|公积金|单号|流水|代码|科室|单位"
)
# A heading names things and holds no figures: 金额(元), not 13800.
_FIGURES: Final = re.compile(r"\d{3}")
_NUMBER: Final = re.compile(r"[\d.]+")
_LONGEST_HEADING: Final = 16
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Table:
    """`first_row` and `end_row` are indexes of lines, end exclusive; `separator` parts the cells, "" for blanks."""

    first_row: int
    end_row: int
    separator: str
    headings: tuple[str, ...]

    def cells(self, line: str) -> list[tuple[int, str]]:
        """Where in `line` each cell begins, and its text."""
        return _cells(line, self.separator)

    def heading_of(self, line: str, at: int) -> str:
        """The heading over the character `at` of a row; empty if the row's cells cannot be told apart."""
        return self.heading_at(self.cells(line), at)

    def heading_at(self, cells: Sequence[tuple[int, str]], at: int) -> str:
        """`heading_of` for the `cells` of a row."""
        if self.separator != "\t" and len(cells) != len(self.headings):
            return ""
        index = bisect.bisect_right(cells, at, key=operator.itemgetter(0)) - 1
        return self.headings[index] if 0 <= index < len(self.headings) else ""


def tables_of(lines: Sequence[str]) -> tuple[Table, ...]:
    """The tables of a page, from top to bottom; two lines that are no rows end a table."""
    tables: list[Table] = []
    opened: tuple[int, str, tuple[str, ...]] | None = None
    strangers = 0
    for number, line in enumerate(lines):
        headings = _headings(line, lines[number + 1] if number + 1 < len(lines) else "")
        is_row = opened is not None and len(_cells(line, opened[1])) > 1
        strangers = 0 if is_row or headings else strangers + 1
        if opened is not None and (headings or strangers > 1):
            tables.append(_closed(opened, number))
            opened = None
        if headings:
            opened = (number + 1, *headings)
    if opened is not None:
        tables.append(_closed(opened, len(lines)))
    return tuple(tables)


def _closed(opened: tuple[int, str, tuple[str, ...]], end_row: int) -> Table:
    first_row, separator, headings = opened
    return Table(first_row, end_row, separator, headings)


def _headings(line: str, below: str) -> tuple[str, tuple[str, ...]] | None:
    """The separator and the headings of a line of headings, without blanks; `below` is the line under it."""
    if len(line) > _LONGEST_LINE or _HEADING.search(_BLANK.sub("", line)) is None:
        return None
    separator = next((mark for mark in ("\t", "|", ",", "/") if mark in line), "")
    headings = _joined(tuple(_BLANK.sub("", cell) for _, cell in _cells(line, separator)))
    named = [heading for heading in headings if _HEADING.search(heading)]
    is_heading = not any(map(_NUMBER.fullmatch, headings)) and all(
        len(heading) <= _LONGEST_HEADING and not _FIGURES.search(heading) for heading in headings
    )
    # Commas and blanks stand in running text too.
    enough = len(headings) > 1 and len(named) > (0 if separator in {"\t", "|"} or _is_over(headings, below) else 1)
    ends_as_text = line.rstrip().endswith(("。", ":", "、", ";"))
    return (separator, headings) if enough and is_heading and not ends_as_text else None


def _joined(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Headings of two characters that were set or recognised letter by letter: 姓 名 年 龄."""
    if len(cells) > _FEWEST and len(cells) % 2 == 0 and all(len(cell) == 1 for cell in cells):
        return tuple(map("".join, zip(cells[::2], cells[1::2], strict=True)))
    return cells


def _is_over(headings: Sequence[str], below: str) -> bool:
    """Whether headings parted by blanks, one of them of names, have a row of as many cells under them."""
    return (
        any("姓名" in heading for heading in headings)
        and len(headings) - 1 <= len(_cells(below, "")) <= len(headings) > _FEWEST
    )


def _cells(line: str, separator: str) -> list[tuple[int, str]]:
    if len(line) > _LONGEST_LINE:
        return []
    if separator:
        cells, start = [], 0
        for cell in line.split(separator):
            cells.append((start, cell))
            start += len(cell) + 1
        return cells
    return [(match.start(), match[0]) for match in re.finditer(r"[^ \xa0\t]+", line)]
