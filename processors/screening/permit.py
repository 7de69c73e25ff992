"""Finds numbers of permits to travel and reside: 港澳居民来往内地通行证, 台胞证, 外国人永久居留身份证 and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.digits import GAP, number_pattern
from processors.screening.model import Severity
from processors.screening.page import Hit, Label, Page, any_of, label_ending
from processors.screening.resident_id import check_character, is_shaped

WORDS = any_of(
    "臺 通行证 回乡证 回乡卡 台胞证 永久居留 永居证 居住证 香港 澳门 港澳 台湾 台籍 TravelPermit travelpermit"
)
_NAMED = re.compile(r"通行证|回乡[证卡]|台胞证|永久居留|永居证|港澳(?:台)?(?:居民)?证|TravelPermit", re.IGNORECASE)
# Matches 持H12345678号港澳居民来往内地通行证.
_NAMED_BEHIND = re.compile(r"[A-Za-z0-9]{9,11}号?的?[(]?[\u4e00-\u9fff]{0,10}(?<!车辆)(?:通行证|回乡[证卡])")
# A document of somebody from Hong Kong, Macao or Taiwan that is not named: 澳门居民,证件号码M12345678.
_FROM_OUTSIDE = re.compile(r"香港|澳门|港澳|台湾|台籍|台胞|港籍|澳籍")
_DOCUMENT = re.compile(r"证件|证号|证照|证明|身份|号码:?$")
# Eight digits are a permit only of the people who have such: others have cars and gates.
_OF_TAIWAN = label_ending(
    r"[台臺]胞[证證](?:件)?|台湾(?:居民|同胞|身份)[^,;。]{0,14}(?:通行证|证件?)|来往大陆通行证|大陆通行证"
)
# Matches 12345678(台湾居民来往大陆通行证).
_TAIWAN_BEHIND = re.compile(
    r"[0-9]{8}(?:[0-9]{2})?[ \t]{0,2}[(号](?:的)?(?:台胞证|台湾(?:居民)?(?:来往大陆)?通行证"
    r"|台湾居民[\u4e00-\u9fff]{0,8}证)"
)
_ROW_OF_TAIWAN = re.compile(r"台胞证|台湾居民来往大陆|来往大陆通行证")
_DOCUMENT_NUMBER = label_ending(r"证件|证照|证件号|证号|号码|号")

_JUST_NAMED = label_ending(
    r"(?<!车辆)(?<!货车)(?<!临时)(?<!施工)(?<!工程)(?<!门禁)(?<!运输)(?<!机械)(?:(?:往来|来往)[^,。;]{2,10}"
    r"|[港澳台][^,。;]{0,10})?(?:通行证|回乡[证卡]|台胞证|永久居留(?:身份)?证)(?:件)?"
)
# A pass says what passes, or where: vehicles, gates, building sites, meetings. Those of persons say whence and whither.
_OF_VEHICLES = re.compile(
    r"(?:车|货|路|(?<!行政)区域?|场|厂|(?<!澳)门|校|园|会|赛|展|库|港区|码头|现场|出入|进出|临时|电子|数字"
    r"|限行|禁行|疫情?|防控|应急|保供"
    r"|运输|施工|工程|机械|化学品|采访|记者|工作|志愿者|绿色|[桥隧])(?:(?!来往|往来|居民)[\u4e00-\u9fff]){0,6}通行证"
)
# Matches 示例甲,香港, directly before a number: the row says where somebody is from, the number which permit.
_FROM_OUTSIDE_JUST_BEFORE = re.compile(
    r"(?:香港|澳门|港籍|澳籍)(?:特别行政区)?(?:籍|同胞|青年|永久性?|居民){0,3}[,、|/()]$"
)
# 国药准字H12345678 and the like, wherever the page speaks of Hong Kong.
_OF_TRADE = re.compile(r"准字|型号|规格|编码|图纸|合同|设备|项目|物资|备案")
# Matches H1234567801, M12345678, C12345678, CA1234567, T12345678, USA371234567890. Must not match H5, GZ0320240034.
_LETTERED = re.compile(
    rf"(?<![0-9A-Za-z])(?=((?:[HMhm](?:{GAP}\d){{8}}(?:(?:{GAP}\d){{2}})?|[CWTLcwtl](?:{GAP}[0-9A-Z])(?:{GAP}\d){{7}}"
    rf"|[A-Z]{{3}}(?:{GAP}\d){{12}}))(?![0-9A-Za-z]))"
)
_EIGHT = re.compile(rf"(?<![0-9A-Za-z])(?=([0-9](?:{GAP}[0-9]){{7}}(?:(?:{GAP}[0-9]){{2}})?)(?![0-9A-Za-z]))")
# 港澳居民居住证, 台湾居民居住证: numbers as those of identity cards, of the regions 81, 82 and 83.
_RESIDENCE = number_pattern(r"8[123][0-9]{15}[0-9Xx]")
_RESIDENCE_NAMED = re.compile(r"居住证|港澳台|港澳|台湾")
_PERMANENT = number_pattern(r"9[0-9]{16}[0-9Xx]")


def find_permits(page: Page) -> Iterator[Hit]:
    """A number beside the name of its permit blocks."""
    if not page.says(WORDS):
        return
    for match in _LETTERED.finditer(page.text):
        if _is_permit(page, page.label(match.start()), match.start()):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
    for match in _EIGHT.finditer(page.text):
        if _is_of_taiwan(page, match.start()):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
    for pattern, accept in ((_PERMANENT, _is_permanent), (_RESIDENCE, is_shaped)):
        for digits in page.numbers(pattern):
            if accept(digits.value) and (pattern is _PERMANENT or page.label(digits.start).near(_RESIDENCE_NAMED)):
                yield Hit(digits.start, digits.end, Severity.BLOCK)


def _is_permit(page: Page, label: Label, start: int) -> bool:
    if label.near(_OF_VEHICLES) or label.near(_OF_TRADE):
        return False
    if _NAMED_BEHIND.match(page.text, start):
        return True
    if label.near(_NAMED):
        return label.is_just(_JUST_NAMED) or not is_of_business(label)
    if _FROM_OUTSIDE_JUST_BEFORE.search(label.before):
        return True
    nearby = page.around(start, above=2, below=0)
    named = label.is_just(_DOCUMENT_NUMBER) and (_NAMED.search(nearby) or _FROM_OUTSIDE.search(nearby))
    return bool(named) and not is_of_business(label)


def _is_of_taiwan(page: Page, start: int) -> bool:
    label = page.label(start)
    if label.is_just(_OF_TAIWAN) or _TAIWAN_BEHIND.match(page.text, start):
        return True
    nearby = page.around(start, above=1, below=0)
    return label.is_just(_DOCUMENT_NUMBER) and _ROW_OF_TAIWAN.search(nearby) is not None and not is_of_business(label)


def _is_permanent(number: str) -> bool:
    """The card of 2023: 9, province, country, then date of birth, serial and check digit as in GB 11643."""
    return is_shaped("37" + number[2:]) and check_character(number[:17]) == number[17].upper()
