"""Finds resident identity numbers (公民身份号码, GB 11643-1999)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.digits import Digits, number_pattern
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, label_ending

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
# First two digits of GB/T 2260: provinces and their equals, and 81 to 83 for permits of residents from outside.
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, *range(81, 84)]
)
# OCR reads 0 as O, 1 as l or I, 8 as B, 5 as S and 2 as Z.
_MISREAD = str.maketrans("OoIlBSZ", "0011852")
_ACCOUNT = label_ending(r"账号|帐号|卡号|账户|帐户")
_LIKELY = re.compile(r"身份证|证件号|身份号码|公民身份")

_SHORTEST = 15
_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9Xx]")
_EIGHTEEN = number_pattern(r"[1-9OoIlBSZ][0-9OoIlBSZ]{16}[0-9XxOoIlBSZ]")
# Numbers of pupils are G, L or J and the identity number; a lost gap joins it to the telephone number of the next cell.
_GLUED = re.compile(
    r"(?<![0-9A-Za-z])(?:[GLJ]|1[3-9]\d{9}(?=\d{17}))?([1-9]\d{16}[\dXx])(?:(?=1[3-9]\d{9}(?!\d))|(?![0-9A-Za-z]))"
)
_FIFTEEN = number_pattern(r"[1-9][0-9]{7}[01][0-9][0-3][0-9]{4}")


def is_resident_id(number: str) -> bool:
    """Whether 18 plain characters are a valid number: province, real date of birth, check character (ISO 7064)."""
    return is_shaped(number) and number[17].upper() == check_character(number[:17])


def check_character(first_seventeen: str) -> str:
    """The eighteenth character for seventeen digits: 0–9 or X."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def find_resident_ids(page: Page) -> Iterator[Hit]:
    """A valid number blocks.

    A wrong check character warns, for a typing or OCR error is still somebody's number; unless the number is called
    one of business, on a page that does not speak of identity cards. So does one that is valid only if an O is a 0.
    The old numbers of 15 digits have no check character: they block beside the word and warn without it.
    """
    if page.longest_number < _SHORTEST:
        return
    page_says_so = _LIKELY.search(page.tight) is not None
    for digits in page.numbers(_EIGHTEEN):
        severity = _severity(digits, page, page_says_so=page_says_so)
        if severity is not None:
            yield Hit(digits.start, digits.end, severity)
    for match in _GLUED.finditer(page.text):
        if is_resident_id(match[1]):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
    for digits in page.numbers(_FIFTEEN):
        is_old = _has_province(digits.value) and _is_date(f"19{digits.value[6:12]}") and _is_whole(digits)
        if is_old and not page.label(digits.start).is_just(_ACCOUNT):
            yield Hit(digits.start, digits.end, Severity.BLOCK if _is_named(digits, page) else Severity.WARN)


def _severity(digits: Digits, page: Page, *, page_says_so: bool) -> Severity | None:
    if is_resident_id(digits.value):
        return Severity.BLOCK
    number = digits.value.translate(_MISREAD)
    if number != digits.value:
        named = page_says_so and is_shaped(number) and _is_named(digits, page)
        return Severity.WARN if named or is_resident_id(number) else None
    if is_shaped(number):
        stands_alone = digits.is_tight and not is_of_business(page.label(digits.start))
        return Severity.WARN if page_says_so or stands_alone else None
    return Severity.WARN if page_says_so and _is_named(digits, page) else None


def _is_whole(digits: Digits) -> bool:
    return not digits.is_cut and digits.is_tight


def _is_named(digits: Digits, page: Page) -> bool:
    return _is_whole(digits) and page.label(digits.start).near(_LIKELY)


def is_shaped(number: str) -> bool:
    """Whether a number has province and date of birth in their places, whatever its check character says."""
    return (
        _SHAPE.fullmatch(number) is not None
        and _has_province(number)
        and number[6:8] in ("18", "19", "20")
        and _is_date(number[6:14])
    )


def _has_province(number: str) -> bool:
    return int(number[:2]) in _PROVINCES


def _is_date(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
