"""What a cell of a sheet shows (ISO/IEC 29500-1 §18): its stored value, dates and percents as written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from processors.readers.spreadsheet_looks import unseen_formats

#: Built-in number formats that show a date or a time (§18.8.30), those of Chinese Excel included.
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_PERCENT_FORMATS: Final = frozenset({9, 10})
#: What of a format code is literal text or colour: matches `"年"`, `[红色]` and `\\-`; not `yyyy`.
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
#: Matches `yyyy-m-d` and `h:mm`; not `0.00` or `General`, whose letters are taken out first.
_DATE_CODE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_GENERAL: Final = re.compile("general", re.IGNORECASE)
#: Day 0 of the two calendars of a workbook (§18.17.4.1); Excel counts a 29 February 1900 that never was.
_EPOCH_1900: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a wall-clock date without a zone
_EPOCH_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY: Final = 2_958_465  # 9999-12-31
#: Digits that a spreadsheet keeps of a number.
_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. `is_number` tells a plain number, which the public form may keep as one."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a format shows a value; `hides` for one that shows nothing: `;;;`, or letters like their ground."""

    is_date: bool = False
    is_percent: bool = False
    hides: bool = False


class CellReader:
    """Turns `c` elements of one workbook into what they show."""

    def __init__(self, strings: list[str], styles: list[Style], *, from_1904: bool, keeps_lines: bool = False) -> None:
        """`keeps_lines`: a text keeps the line ends that a person put into its cell."""
        self._strings = strings
        self._styles = styles
        self._keeps_lines = keeps_lines
        self._epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900

    def style(self, cell: etree._Element) -> Style:
        index = _whole(cell.get("s"))
        return self._styles[index] if 0 <= index < len(self._styles) else Style()

    def read(self, cell: etree._Element) -> Cell:
        """A formula gives the value that was stored with it; nothing is calculated."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return Cell("" if inline is None else plain_text(inline, keeps_lines=self._keeps_lines))
        value = (cell.findtext("{*}v") or "").strip()
        match kind:
            case "s":
                index = _whole(value)
                return Cell(self._strings[index] if 0 <= index < len(self._strings) else "")
            case "n":
                return self._number(value, self.style(cell))
            case "b":
                return Cell({"1": "是", "0": "否"}.get(value, value))
            case _:
                return Cell(one_line(value))

    def _number(self, value: str, style: Style) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Cell(one_line(value))
        if style.is_date and 0 <= number < _LAST_DAY:
            return Cell(self._moment(number))
        if style.is_percent:
            return Cell(f"{number * 100:.10g}%")
        shown = f"{number:.{_DIGITS}g}"
        return Cell(shown, is_number="e" not in shown and "n" not in shown)

    def _moment(self, days: float) -> str:
        moment = self._epoch + dt.timedelta(seconds=round(days * 86_400))
        if days < 1:
            return f"{moment:%H:%M}"
        return f"{moment:%Y-%m-%d}" if moment.time() == dt.time() else f"{moment:%Y-%m-%d %H:%M}"


def plain_text(container: etree._Element, *, keeps_lines: bool = False) -> str:
    """The text of a string item, its runs joined; phonetic guides (`rPh`) are no part of it."""
    pieces = (text.text or "" for text in container.iter("{*}t") if etree.QName(text.getparent()).localname != "rPh")
    text = "".join(pieces)
    return "\n".join(filter(None, map(one_line, text.splitlines()))) if keeps_lines else one_line(text)


def one_line(text: str) -> str:
    """Tabs separate cells and newlines rows, so that a cell may hold neither."""
    return " ".join(text.split())


def read_styles(root: etree._Element | None) -> list[Style]:
    """The style of each cell format, by the index that cells refer to."""
    if root is None:
        return []
    codes = {_whole(one.get("numFmtId")): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    formats = root.find("{*}cellXfs")
    unseen = unseen_formats(root)
    return [
        Style(hides=True) if index in unseen else _style(_whole(one.get("numFmtId")), codes)
        for index, one in enumerate([] if formats is None else formats.iter("{*}xf"))
    ]


def _style(number: int, codes: dict[int, str]) -> Style:
    code = codes.get(number)
    if code is None:
        return Style(is_date=number in _DATE_FORMATS, is_percent=number in _PERCENT_FORMATS)
    bare = _GENERAL.sub("", _LITERAL.sub("", code))
    return Style(
        is_date=_DATE_CODE.search(bare) is not None,
        is_percent="%" in bare,
        hides=code.count(";") >= 3 and not code.replace(";", "").strip(),
    )


def _whole(text: str | None) -> int:
    """A whole number of an attribute; -1 for none or rubbish."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else -1
