"""Finds number plates of vehicles (GA 36-2018)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.model import Severity
from processors.screening.page import Hit, Page

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SERIAL = r"[A-HJ-NP-Z0-9]"
# Matches 鲁C12345, 鲁C·D12345, 京A 1234警. Must not match 鲁C类, 粤B2-20050027, 鲁F2023123, 鲁E12345型.
_PLATE = re.compile(
    rf"[{_PROVINCE}][ \t·•]{{0,2}}[A-HJ-Z][ \t]{{0,2}}(?:[·•・]\n?|[.\-])?[ \t]{{0,2}}"
    rf"(?:{_SERIAL}{{4}}[警学挂港澳领试超使]|[A-HJ]{_SERIAL}\d{{4}}|[DF][ ]?{_SERIAL}{{5}}|\d{{5}}[A-HJ]"
    rf"|{_SERIAL}{{5}})(?![0-9A-Za-z\-]|/[0-9A-Z]|[型级类批股系]|标段?|地块|项目|[ \t]?[份张套册枚件箱亩])",
    re.IGNORECASE,
)
# Matches 电动自行车号牌:鲁C123456, WJ鲁1234X, 粤Z1234港. Six digits are a plate only where the page says so.
_SAID = re.compile(
    rf"(?:车牌|号牌|电动|摩托|牌照)[^。;\n]{{0,10}}?([{_PROVINCE}][A-HJ-NP-Z][ \t]{{0,2}}[·•]?(?:\d{{6}}"
    rf"|临\d{{5}}))(?!\d)"
)
# A bicycle with a motor bears letters and digits of its town: 电动自行车号牌:示例市A123456.
_OF_BICYCLE = re.compile(
    r"(?:电动(?:自行|二轮|三轮|摩托)?车|非机动车)[^。;\n]{0,8}?(?:号牌|车牌|牌照)(?:号码?)?[ \t]{0,2}[:为是]?[ \t]{0,2}"
    r"([\u4e00-\u9fff]{0,4}[ \t]{0,2}[A-Z]{0,2}[·•]?\d{5,7})(?![0-9A-Za-z万元辆])"
)
# 车 牌 号 : 鲁 C 1 2 3 4 5, as a form or OCR spaces it.
_SPACED = re.compile(
    rf"(?<![\u4e00-\u9fff])([{_PROVINCE}][ ]{{1,2}}[A-HJ-NP-Z](?:[ ]{{1,2}}{_SERIAL}){{5,6}})(?![ ]{{0,2}}[0-9A-Za-z])"
)
_OF_FORCES = re.compile(
    rf"(?<![A-Za-z0-9])(WJ[ \t]{{0,2}}[·•]?(?:[{_PROVINCE}]|\d\d)[ \t]{{0,2}}[·•]?\d{{4}}[0-9A-HJ-NP-Z])(?![0-9A-Za-z])"
)
_OF_ARMY = re.compile(
    r"((?<![\u4e00-\u9fff])[军空海][A-HJ-NP-Z][ \t]{0,2}[·•]?[A-HJ-NP-Z0-9]?\d{4,5})(?![0-9A-Za-z元年月人])"
)
# 使123456 is a plate only where the page says so: 使 is a word.
_EMBASSY = re.compile(r"(?:(?:车牌|号牌|车辆)[^。;\n]{0,8}?)?(?<!\d)(使\d{3}[·•]?\d{3})(?!\d)")
_FEWEST_DIGITS = 3
# A licence goes by such numbers too: 许可证号:鲁A12345号. A vehicle does only as 鲁A12345号车.
_NUMBERED = re.compile(rf"号(?!.{{0,4}}[车轿客货机])|[ ]?[—–~至-]{{1,2}}[ ]?[{_PROVINCE}]?[A-Z]?\d")


def find_plates(page: Page) -> Iterator[Hit]:
    """Plates; to be confirmed, for those of an office's own vehicles may be published."""
    for match in _PLATE.finditer(page.text):
        if sum(character.isdecimal() for character in match[0]) < _FEWEST_DIGITS:
            continue
        label = page.label(match.start())
        if not is_of_business(label) and not _NUMBERED.match(page.text, match.end()):
            yield Hit(match.start(), match.end(), Severity.WARN)
    for pattern in (_EMBASSY, _SAID, _OF_BICYCLE, _SPACED, _OF_FORCES, _OF_ARMY):
        for match in pattern.finditer(page.text):
            yield Hit(match.start(1), match.end(1), Severity.WARN)
