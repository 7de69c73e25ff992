"""Tells where each line of a document's plain text stands on a page of GB/T 9704-2012, from its checked attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

HEAD_LINES = 40
PAGE_BREAK = "\f"
_DATE = re.compile(r"[12〇○零O一二三四五六七八九0-9]{4}年.{1,3}月.{1,3}日")
_NUMBER = re.compile(r".{2,20}[〔\[［【（(<﹝〈].{4,5}[〕\]］】）)>﹞〉]第?\d+号.{0,12}|第\d+号")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）]{4,40}(?:文件|令|公告|通告|纪要)")
_IMPRINT = re.compile(r"(?:抄送[:：]|.{0,40}印发$|(?:信息)?公开(?:方式|属性|选项|类别|形式)[:：]).*")


class Place(StrEnum):
    """The places of the standard that a line can have."""

    LETTERHEAD = "letterhead"  # red, large, centred
    NUMBER = "number"  # centred
    TITLE = "title"  # centred, larger
    FLUSH = "flush"  # at the left edge: addressees, copy number, urgency, 附件 of an attachment's page
    BODY = "body"  # two characters indented
    SIGNATURE = "signature"  # to the right
    IMPRINT = "imprint"  # smaller, at the left edge
    PAGE_BREAK = "page_break"


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of the text, blanks at its ends removed, and its place."""

    text: str
    place: Place


def placed_lines(text: str, truth: dict[str, Any]) -> list[PlacedLine]:
    """All lines that show something; the attributes are used for placing only, never for what is printed."""
    placed: list[PlacedLine] = []
    for number, page in enumerate(text.split(PAGE_BREAK)):
        if number:
            placed.append(PlacedLine("", Place.PAGE_BREAK))
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        title = _title_lines(lines, truth.get("title") or "")
        for at, line in enumerate(lines):
            goes_on = bool(placed) and placed[-1].text.startswith("抄送") and not placed[-1].text.endswith("。")
            placed.append(PlacedLine(line, Place.IMPRINT if goes_on else _place(lines, at, title, truth)))
    return placed


def _place(lines: list[str], at: int, title: range, truth: dict[str, Any]) -> Place:
    line = lines[at]
    if at in title:
        return Place.TITLE
    if at < HEAD_LINES and (not title or at < title.start) and _LETTERHEAD.fullmatch(line):
        return Place.LETTERHEAD
    if at < HEAD_LINES and _NUMBER.fullmatch(line):
        return Place.NUMBER
    if _is_addressee(line, truth.get("addressees") or "") or re.fullmatch(r"附件\d*|\d{6}|[特加]急", line):
        return Place.FLUSH
    if _IMPRINT.fullmatch(line):
        return Place.IMPRINT
    if _in_signature(lines, at, truth.get("issuing_organs") or []):
        return Place.SIGNATURE
    return Place.BODY


def _title_lines(lines: list[str], title: str) -> range:
    """The lines that together are the title; an empty range if none are."""
    wanted = _compact(title)
    for first in range(min(HEAD_LINES, len(lines))):
        joined = ""
        for last in range(first, min(first + 6, len(lines))):
            joined += _compact(lines[last])
            if wanted and joined == wanted:
                return range(first, last + 1)
    return range(0)


def _is_addressee(line: str, addressees: str) -> bool:
    return bool(addressees) and _compact(line).rstrip(":：") in _compact(addressees) and line.endswith((":", "："))


def _in_signature(lines: list[str], at: int, organs: list[str]) -> bool:
    """Whether the line is a date alone, or an issuing organ with a date at most three lines below."""
    if _DATE.fullmatch(_compact(lines[at])):
        return True
    follows = any(_DATE.fullmatch(_compact(line)) for line in lines[at + 1 : at + 4])
    return follows and all(part in organs for part in lines[at].split())


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)
