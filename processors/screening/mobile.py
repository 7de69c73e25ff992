"""Finds mobile telephone numbers of the mainland."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.digits import GAP, written_like
from processors.screening.model import Severity
from processors.screening.page import Hit, Page

# Matches 13812345678, 138-1234-5678, +86 138 1234 5678. Must not match 12345678901, 138****5678, 0533-1234567,
# 13812345678元, 13812345678.50, 15412345678-001.
_MOBILE = re.compile(
    rf"(?<![\d.])(?:(?:\+?86|0086)[- ]?|0)?(?=(1{GAP}[3-9](?:{GAP}\d){{9}})"
    r"(?!\d|[.-]\d|[ \t]{0,3}[元万亿吨米平千公人户件条张台立方册份只个套部次株头亩辆斤瓶盒笔]))"
)
# Matches SN in SN15412345678. Must not match Tel, wx in wx15412345678.
_IN_A_CODE = re.compile(
    r"(?<![A-Za-z])(?!(?:tel|phone|mobile|mob|cell|call|no|wx|vx|wechat|m|t|p)\Z)[A-Za-z]{1,8}\Z", re.IGNORECASE
)
_LONGEST_CODE = 8
_SHORTEST = 11
_AS_DIALLED = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 7), (4, 4, 3)}
# Matches 138.1234.5678, 138·1234·5678. Must not match 138.12, 1381.2345.678.
_DOTTED = re.compile(r"(?<![\d.])(1[3-9]\d([.·•_/])\d{4}\2\d{4})(?![\d.]\d|\d)")


def find_mobiles(page: Page) -> Iterator[Hit]:
    """All are to be confirmed: an office's own mobile number may be published as its contact."""
    for match in _DOTTED.finditer(page.text):
        yield Hit(match.start(), match.end(), Severity.WARN)
    if page.longest_number < _SHORTEST:
        return
    for digits in written_like(_MOBILE, page.text):
        if _IN_A_CODE.search(page.text, max(0, digits.start - _LONGEST_CODE), digits.start):
            continue
        written_so = digits.groups in _AS_DIALLED and not any("\t" in gap or "\n" in gap for gap in digits.gaps)
        if (digits.is_tight or written_so) and not is_of_business(page.label(digits.start)):
            yield Hit(digits.start, digits.end, Severity.WARN)
