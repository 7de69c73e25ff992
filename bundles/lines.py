"""Pages' text → lines worth showing: no page numbers, no control characters, printed lines joined to paragraphs."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

#: Matches `— 3 —` and `第 3 页 共 9 页`, not `3` or `—`.
_PAGE_NUMBER = re.compile(
    r"[—―–\-－]{1,2}\s*\d{1,4}\s*[—―–\-－]{1,2}|第\s*\d{1,4}\s*页(\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
#: Matches `________`, not `——加强领导`.
_RULE = re.compile(r"[—―–_＿\-－═=]{3,}")
#: Matches `一、总体要求`, `（二）`, `第三条`, `附件：`, `抄送：`, `2. `, a date alone; not `一是推进` or `二〇二六年`.
_STARTS_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零\d]{1,5}[章节条]"
    r"|附件\s*\d*\s*([：:]|$)|\d{4}年\d{1,2}月\d{1,2}日$|抄送[：:]|[（(]?\d{1,2}[.．、）)]\D|[（(](此件|本件|此文)"
)
#: Matches `…执行。` and `…要求：`, not `…加强和`.
_ENDS_PARAGRAPH = re.compile(r"[。！？；：;:!?…]['\"’”）)》]*$")
#: Both ends of a join are Latin or digits: `Gongkai` + `2026` needs its blank back.
_LATIN = re.compile(r"[A-Za-z0-9,.%]")
#: Five full-width characters: the indent of a first line is two, a mark that may not begin a line pulls two along,
#: and the widest line may have one hanging over the margin.
_MARGIN = 10
#: Line breaks, tabs and blanks stay; other control characters and the marks that reverse text (Unicode bidi) go.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def shown_lines(pages: Sequence[str]) -> list[str]:
    """Return the non-empty lines of all pages in order, without page numbers and ruled lines.

    Leading full-width indents are kept: they show where a paragraph begins.
    """
    lines = []
    for page in pages:
        for raw in re.split(r"[\n\v\f\u2028\u2029]", page.replace("\r\n", "\n")):
            line = _INVISIBLE.sub("", raw).rstrip()
            text = line.strip()
            if text and not _PAGE_NUMBER.fullmatch(text) and not _RULE.fullmatch(text):
                lines.append(line)
    return lines


def join_printed(lines: Sequence[str]) -> list[str]:
    """Join the lines of a printed page (PDF, OFD, OCR) to paragraphs.

    A line goes on in the next one if it reaches the right margin and does not end a sentence. A paragraph whose last
    sentence ends exactly at the margin is kept apart: a break too many is harmless, a missing one is not.
    """
    full = _full_width(lines)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _begins(line):
            paragraphs[-1] = _glue(paragraphs[-1], line.strip())
        else:
            paragraphs.append(line)
        goes_on = full > 0 and _width(line) >= full - _MARGIN and "\t" not in line and not _ENDS_PARAGRAPH.search(line)
    return paragraphs


def _begins(line: str) -> bool:
    indented = line.startswith(("　", "  "))
    return indented or "\t" in line or _STARTS_PARAGRAPH.match(line) is not None


def _full_width(lines: Sequence[str]) -> int:
    """The widest width that at least two lines come close to, or 0: a lone long line shows no margin."""
    widths = sorted((_width(line) for line in lines if "\t" not in line), reverse=True)
    for widest, following in itertools.pairwise(widths):
        if widest - following <= 4 and widest >= 40:
            return widest
    return 0


def _width(line: str) -> int:
    """In half-width columns, as a terminal counts."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def _glue(left: str, right: str) -> str:
    blank = " " if _LATIN.match(left[-1]) and _LATIN.match(right[0]) else ""
    return left + blank + right
