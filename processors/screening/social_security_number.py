"""Finds numbers under which a person is insured: 社会保障号, 个人编号, 医保号, 公积金账号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.digits import GAP
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of, label_ending

WORDS = any_of("个人编号 人员编号 社保 社会保障 医保 保险 参保 公积金 电脑号")
_INSURANCE = r"(?:社保|社会保障|社会保险|医保|医疗保险|养老保险|失业保险|工伤保险|参保|公积金)"
# Matches 个人编号:, 社保卡卡号, 职工养老保险号. Must not match 单位编号, 经办机构代码, 医保定点机构编号.
_NAMED = label_ending(
    rf"(?<!单位)(?<!机构)(?:个人编号|人员编号|电脑号|{_INSURANCE}(?:个人)?(?:编号|[账帐]号|号码?|卡号|卡卡号)|个人{_INSURANCE}号?)"
)
# The employer's number says so before or after the word: 公积金账号(单位).
_OF_EMPLOYER = re.compile(r"单位|机构|登记证|缴款书|经办")
_SHORTEST = 8
# Matches 1003456789, A12345678. Must not match 12000张.
_NUMBER = re.compile(rf"(?<![0-9A-Za-z])(?=([A-Z]?[0-9](?:{GAP}[0-9]){{7,17}})(?![0-9A-Za-z]|[ \t]{{0,3}}[元人万]))")


def find_social_security_numbers(page: Page) -> Iterator[Hit]:
    """A number directly behind one of the names, or in a column of that name. It has no check digit and warns."""
    if page.longest_number < _SHORTEST or not page.says(WORDS):
        return
    for match in _NUMBER.finditer(page.text):
        label = page.label(match.start())
        if label.is_just(_NAMED) and not _OF_EMPLOYER.search(label.before[-16:]):
            yield Hit(match.start(1), match.end(1), Severity.WARN)
