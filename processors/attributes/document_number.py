"""The document number (发文字号): agency code, year and serial, in whatever brackets it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processors.attributes.addressees import addressees_begin
from processors.attributes.dates import DIGIT_SLIPS, year_of
from processors.attributes.paper import Found, Paper

HEAD_LINES = 30
SLIPPED = 0.9  # how certain a number is in which a letter was taken for a digit
_OPEN = r"[〔\[［【(（<﹝〈{「『〖]"
_CLOSE = r"[〕\]］】)）>﹞〉}」』〗]"

_NUMERAL = "[〇○零一二三四五六七八九]"
_SLIP = r"[\d〇○OoQlI|]"
# Matches 示人社发〔2021〕5号, 示人社发[2021]第05号, 国办发明电(2018)15号, 示人社发〔2021〕5, 示人社发〔2O21〕l2号 (in
# plain text). Must not match 第707号, 2021年5号, GB/T9704-2012. OCR doubles a bracket or loses one of the two.
_NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fa5]{{2,20}}(?:[(（][\u4e00-\u9fa5]{{1,6}}[)）])?[\u4e00-\u9fa5]{{0,8}})"
    rf"(?P<open>{_OPEN}{{0,2}})(?P<year>(?:[1l]9|2[0〇○OoQ]){_SLIP}{{2}}|二[〇○零]{_NUMERAL}{{2}})年?(?P<close>{_CLOSE}{{0,2}})"
    rf"第?0*(?P<serial>{_SLIP}{{1,5}})(?:号|$)"
)
# What stands beside the number on its line, without being part of it: 特急, a letterhead, 签发人:示例甲,
# 示机发12号 (a telegraph office's own).
_BESIDE = re.compile(
    r"(?:\)|[签会]发?签?人:?\S{0,12}|.{0,4}特急\)?|.{0,4}加急\)?|[★☆*].{0,6}|[\u4e00-\u9fff]{1,4}机发\d{0,5}号)?"
)
_BEFORE = re.compile(
    r"(?:\(|(?:发文字号|文号|(?:文件)?编号|发文号):?|[绝机秘]密[★☆*]?(?:\d{1,2}[年月]|长期)?|内部(?:资料|文件)|\d{3,8}|(?:等级:?)?(?:特急|特提|加急|平急)(?:[·./]?明电)?|(?:主动|依申请|不予|免予|不)公开"
    r"|[\u4e00-\u9fff]{2,40}?文件(?=[\u4e00-\u9fff]))*"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """示人社发〔2021〕5号: code 示人社发, year 2021, serial 5."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


def parse_document_number(plain: str) -> DocumentNumber | None:
    """The number that `plain` (folded, without blanks) is, and nothing else."""
    match = _NUMBER.fullmatch(plain)
    return _number_of(match) if match and _has_bracket(match) else None


def find_document_number(paper: Paper, limit: int = HEAD_LINES) -> Found[str] | None:
    """The document's own number: alone on one of the first `limit` lines.

    Numbers that running text cites are other documents' numbers and never taken. On a page where a portal printed
    the number twice, the one nearest to the text is its own (the first stands in a table of metadata).
    """
    hits = [hit for index in range(_head_end(paper, limit)) if (hit := _on_line(paper, index))]
    same = [hit for hit in hits if hits and hit.attribute.value == hits[0].attribute.value]
    return same[-1] if same else None


def _head_end(paper: Paper, limit: int) -> int:
    """The line on which the text begins: the first full sentence, or the addressees."""
    for index, line in enumerate(paper.lines[:limit]):
        if "。" in line.plain or addressees_begin(line.plain):
            return index
    return min(limit, len(paper.lines))


def _on_line(paper: Paper, index: int) -> Found[str] | None:
    plain = paper.lines[index].plain
    before = _BEFORE.match(plain)
    match = _NUMBER.match(plain, before.end() if before else 0)
    if match is None or not _has_bracket(match) or not _BESIDE.fullmatch(plain, match.end()):
        return None
    number = _number_of(match)
    brackets = len(match["open"]), len(match["close"])
    slipped = brackets != (1, 1) or str(number.year) != match["year"] or str(number.serial) != match["serial"]
    certainty = SLIPPED if slipped else 0.97
    return paper.found_within(str(number), index, match.span(), "number_line", certainty) if number.serial else None


def _has_bracket(match: re.Match[str]) -> bool:
    return bool(match["open"] or match["close"])


def _number_of(match: re.Match[str]) -> DocumentNumber:
    return DocumentNumber(match["code"], year_of(match["year"]), int(match["serial"].translate(DIGIT_SLIPS)))
