"""Finds bank card numbers (ISO/IEC 7812) and account numbers that are named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.digits import Digits, digits_like, number_pattern
from processors.screening.model import Severity
from processors.screening.resident_id import is_shaped

_NEAR = 24
_NAMED = re.compile(r"账号|帐号|卡号|账户|帐户|开户行|银行卡")
# 62 UnionPay, 4 and 5 and 3 the international schemes. A number that goes on is not cut short: longest first.
_CARDS = tuple(number_pattern(r"[3-6]", r"[0-9]", str(length - 1)) for length in (19, 18, 17, 16))
_ACCOUNTS = tuple(number_pattern(r"[0-9]", r"[0-9]", str(length - 1)) for length in (19, 18, 17, 16))


def passes_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def find_bank_cards(text: str) -> Iterator[tuple[Digits, Severity]]:
    """Numbers in folded text: a card blocks; 16 to 19 digits beside 账号 or 卡号 warn without a check digit too."""
    for pattern in _CARDS:
        for digits in digits_like(pattern, text):
            if _is_card(digits.value) and _is_one(digits):
                yield digits, Severity.BLOCK
    for pattern in _ACCOUNTS if _NAMED.search(text) else ():
        for digits in digits_like(pattern, text):
            if _is_one(digits) and _NAMED.search(text[max(0, digits.start - _NEAR) : digits.start]):
                yield digits, Severity.WARN


def _is_card(number: str) -> bool:
    """Whether scheme and check digit are right. What looks like a mistyped identity number is no card."""
    return number.startswith(("62", "3", "4", "5")) and passes_luhn(number) and not is_shaped(number)


def _is_one(digits: Digits) -> bool:
    """Whether the pieces are one number: tight, or in fours as cards are embossed, never columns of a table."""
    in_fours = all(size == 4 for size in digits.groups[:-1]) and digits.groups[-1] <= 4
    return digits.is_tight or (in_fours and not any("\t" in gap or "\n" in gap for gap in digits.gaps))
