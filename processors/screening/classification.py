"""Finds a real classification mark (密级标志) in the head of a document.

GB/T 9704-2012, 7.2.2 puts level and period on a line of their own at the top left of the first page, and the
implementing regulations of the secrecy law (2024), article 21, ask for level ★ period. So a mark counts only where it
stands alone, or beside other marks of the head; the same words in running text (商业秘密, 保守国家秘密) are no mark.
A mark that is written wrongly still is one: what it meant is for the confidentiality officer to say.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from processors.folding import Folded, fold
from processors.screening.model import ClassificationMark

HEAD_LINES = 6
# Longest periods of the secrecy law (2024), article 20, in years.
LONGEST_YEARS = {"绝密": 30, "机密": 20, "秘密": 10}

_LEVEL = r"(?P<level>绝密|机密|秘密)级?"
# Between level and period stands ★; OCR reads it as *, 大 or 女, and hands leave it out.
_STAR = r"[★☆⋆※◆✩✭✰●▲■◆*·.\-—大女]{0,2}"
_YEARS = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月|月|天|日)"
_DAY = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_PERIOD = rf"(?P<period>长期|启用前|解密前|公布前|{_YEARS}|(?:解密(?:时间|日期)?|保密)?[至于:]?{_DAY}[前止]?(?:解密)?)"
# 机密文件, 绝密件: what a letter's cover says.
_THING = r"(?:文件|资料|材料),?(?:不得|严禁|禁止|请勿)[\u4e00-\u9fff]{2,6}|文件|件|资料|材料|电报|文电"
_BARE_MARK = rf"[★☆*]?{_LEVEL}(?:{_THING})?(?:{_STAR}\(?{_PERIOD}\)?|[★☆*※]*)"
_URGENCY = r"(?:(?:紧急程度|缓急|急缓):?)?(?:特提|特急|加急|平急|急件|平件)"
# Possessive, here and below: to share a line of digits out among several numbers, every way is tried that fails.
_COPY_NUMBER = r"(?:(?:份号|NO\.?|编号|第):?\d{1,}+|\d{3,}+)(?:号|份)?"
_BESIDE = (
    rf"(?:{_URGENCY}|{_COPY_NUMBER}|,?(?:保密)?期限[:为是]?(?:长期|{_YEARS})?|(?:紧急程度|缓急|急缓|份号):?|[|/])*+"
)

_FIELD = (
    r"(?:(?:文件|材料)?(?:密级|秘级)(?:标识|标志)?|拟?定密级?(?:级别|等级|结果|意见|情况)?|(?:保密|涉密)(?:等级|级别))"
)
_OPEN, _CLOSE = r"[\[(【<〔〖『「《〈“\"]", r"[\])】>〕〗』」》〉”\"]"

# Matches 机密★1年, 000001秘密★5年特急, 密级:机密, 【秘密】, 秘密(5年), 秘密★20年.
# Must not match 商业秘密, 保守国家秘密法, 机密局, 密级:公开.
_MARK_LINE = re.compile(
    rf"{_BESIDE}(?P<mark>(?:{_FIELD}:?)?{_OPEN}?{_BARE_MARK}{_CLOSE}?){_BESIDE}",
    re.IGNORECASE,
)
# Matches ★5年 (the level was cut off or not read). Must not match 5年.
_STAR_LINE = re.compile(rf"{_BESIDE}(?P<mark>[★☆]{_PERIOD}){_BESIDE}", re.IGNORECASE)
# A mark on one line with the letterhead or the number: 示人社发〔2021〕5号 机密★1年. Only the star makes this certain.
_STARRED = rf"(?P<mark>(?P<level>绝密|机密|秘密)级?[★☆]{_PERIOD}?)"
# Must not match 标注“秘密★5年”字样。 and the marks of other secrets: 商业秘密★长期, 工作秘密★.
_STARRED_AT_START = re.compile(rf"{_STARRED}(?P<rest>[^。，,;；“”\"、]{{1,40}})")
_STARRED_AT_END = re.compile(
    rf"(?P<rest>[^。，,;；“”\"、]{{1,40}}?)(?<!商业)(?<!工作)(?<!企业)(?<!公司)(?<!技术){_STARRED}"
)
# A title that bears the mark in brackets: 示例方案(秘密), 【机密】示例报告.
# Must not match 国家秘密(机密), (秘密)级事项.
_BRACKETED = rf"(?P<mark>[\[(【〔〖『]{_LEVEL}(?:{_STAR}{_PERIOD})?[\])】〕〗』])"
_BEFORE_TITLE = re.compile(rf"{_BRACKETED}(?![级的]|事项|文件|载体|[\u4e00-\u9fff]密)(?P<rest>[^。、,;:]{{4,50}})")
_BEHIND_TITLE = re.compile(
    rf"(?P<rest>[^。、,;:]{{4,50}}(?<!级)(?<!秘密)(?<!机密)(?<!标志)(?<!标识)(?<!字样)){_BRACKETED}"
)
# A field among others on its line: 密级:秘密;定密责任人:示例甲. Must not match 密级:绝密、机密、秘密, 原密级:秘密.
_FIELD_AT_START = re.compile(
    rf"(?:{_BESIDE}|[\u4e00-\u9fff]{{2,8}})(?P<mark>{_FIELD}:{_LEVEL}(?:{_STAR}{_PERIOD})?)"
    r"(?=[;,|(]|[\u4e00-\u9fff]{2,8}:)(?P<rest>.{1,60})"
)
_PATTERNS = (
    *(_MARK_LINE, _STAR_LINE, _STARRED_AT_START, _STARRED_AT_END),
    *(_BEFORE_TITLE, _BEHIND_TITLE, _FIELD_AT_START),
)

# A line that is only 秘密 continues a sentence when the line before ends like this: 不得泄露国家 / 秘密
_SENTENCE_GOES_ON = re.compile(r"(?:国家|商业|工作|个人|技术|军事|保守|泄露|涉及|的|和|或|与|、|,)$")


_ruled_out: ContextVar[bool] = ContextVar("ruled_out", default=False)


@contextmanager
def marks_ruled_out(ruled_out: bool) -> Iterator[None]:
    """While the context lasts, a mark stops no reading if `ruled_out`: the officer has seen the file, and it is none.

    It is a finding all the same, which blocks until the reviewers have dismissed it.
    """
    token = _ruled_out.set(ruled_out)
    try:
        yield
    finally:
        _ruled_out.reset(token)


def stops_reading(first_page_text: str) -> bool:
    """Whether a file with this first page (or header) is read no further: it bears a real mark."""
    return not _ruled_out.get() and find_mark(first_page_text) is not None


def find_mark(first_page_text: str) -> ClassificationMark | None:
    """The classification mark in the first six lines that are not empty, or None.

    Give the text of the first page, or that of a header by itself. Full-width characters are folded and blanks
    are ignored.
    """
    before = ""
    for line in itertools.islice(_lines(first_page_text), HEAD_LINES):
        mark = _mark_of(line, before, first_page_text)
        if mark is not None:
            return mark
        before = line.text
    return None


def _lines(text: str) -> Iterator[Folded]:
    offset = 0
    for line in text.splitlines(keepends=True):
        folded = fold(line, offset=offset)
        offset += len(line)
        if folded.text:
            yield folded


def _mark_of(line: Folded, before: str, text: str) -> ClassificationMark | None:
    matches = (pattern.fullmatch(line.text) for pattern in _PATTERNS)
    match = next((found for found in matches if found), None)
    if match is None:
        return None
    groups = match.groupdict()
    bare = match["mark"] == groups.get("level")
    if bare and match["mark"] == line.text and _SENTENCE_GOES_ON.search(before):
        return None
    start, end = line.span(*match.span("mark"))
    level, period = groups.get("level"), groups.get("period")
    malformed = _is_malformed(level, period, match["mark"])
    return ClassificationMark(level, period, malformed, text[start:end], start, end)


def _is_malformed(level: str | None, period: str | None, mark: str) -> bool:
    """Whether the mark is not written as the standard asks, or claims a longer period than the law allows."""
    if level is None or mark not in (level, f"{level}★{period}"):
        return True
    years = re.fullmatch(r"(\d+)年", period or "")
    return years is not None and int(years[1]) > LONGEST_YEARS[level]
