"""Finds numbers of permits to travel and reside: 港澳居民来往内地通行证, 台胞证, 外国人永久居留身份证 and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.digits import GAP, digits_like, number_pattern
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of, label_ending
from processors.screening.resident_id import check_character, is_shaped

WORDS = any_of("通行证 回乡证 台胞证 永久居留")
_NAMED = re.compile(r"通行证|回乡证|台胞证|永久居留")
_JUST_NAMED = label_ending(
    r"(?<!车辆)(?<!货车)(?<!临时)(?<!施工)(?<!工程)(?:通行证|回乡证|台胞证|永久居留(?:身份)?证)(?:件)?"
)
# Of vehicles and building sites, not of persons.
_OF_VEHICLES = re.compile(r"(?:车辆|货车|临时|施工|工程|渣土车?)通行证")
# Matches H1234567801, M12345678, C12345678, CA1234567, T12345678, USA371234567890. Must not match H5, GZ0320240034.
_LETTERED = re.compile(
    rf"(?<![0-9A-Za-z])(?=((?:[HMhm](?:{GAP}\d){{8}}(?:(?:{GAP}\d){{2}})?|[CWTLcwtl](?:{GAP}[0-9A-Z])(?:{GAP}\d){{7}}"
    rf"|[A-Z]{{3}}(?:{GAP}\d){{12}}))(?![0-9A-Za-z]))"
)
_EIGHT = re.compile(rf"(?<![0-9A-Za-z])(?=([0-9](?:{GAP}[0-9]){{7}}(?:(?:{GAP}[0-9]){{2}})?)(?![0-9A-Za-z]))")
_PERMANENT = number_pattern("9", r"[0-9]", "16", r"[0-9Xx]")


def find_permits(page: Page) -> Iterator[Hit]:
    """A number beside the name of its permit blocks."""
    if not page.says(WORDS):
        return
    for match in _LETTERED.finditer(page.text):
        label = page.label(match.start())
        named = label.near(_NAMED) and not label.near(_OF_VEHICLES)
        if named and (label.is_just(_JUST_NAMED) or not is_of_business(label)):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
    for match in _EIGHT.finditer(page.text):
        if page.label(match.start()).is_just(_JUST_NAMED):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
    for digits in digits_like(_PERMANENT, page.text):
        if _is_permanent(digits.value):
            yield Hit(digits.start, digits.end, Severity.BLOCK)


def _is_permanent(number: str) -> bool:
    """The card of 2023: 9, province, country, then date of birth, serial and check digit as in GB 11643."""
    return is_shaped("37" + number[2:]) and check_character(number[:17]) == number[17].upper()
