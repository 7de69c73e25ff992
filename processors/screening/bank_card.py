"""Finds bank card numbers (ISO/IEC 7812) and account numbers that are named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.digits import Digits, number_pattern
from processors.screening.model import Severity
from processors.screening.page import Hit, Label, Page, label_ending
from processors.screening.resident_id import is_shaped

_NAMED = re.compile(r"账号|帐号|卡号|账户|帐户|开户行|银行卡|储蓄卡|借记卡|信用卡|工资卡|一卡通|存折")
_JUST_NAMED = label_ending(r"账号|帐号|卡号|账户|帐户")
# 62 UnionPay, 4 and 5 and 3 the international schemes. A number that goes on is not cut short: longest first.
_CARDS = tuple(number_pattern(rf"(?:62|[345][0-9])[0-9]{{{length - 2}}}") for length in (19, 18, 17, 16))
_ACCOUNTS = tuple(number_pattern(rf"[0-9]{{{length}}}") for length in range(23, 11, -1))
# What stands behind an amount: 4000123412341234分.
_UNIT = re.compile(r"[ \t]{0,2}[万亿]?[元分]")
_SHORTEST = 12
_SHORTEST_PIECE = 3
#: Digits of the number of the bank that issued a card.
_ISSUER = 6
_CARD_LENGTHS = range(16, 20)
# Matches 户名:示例区财政局, 收款单位:示例公司. Must not match 户名:示例甲.
_HOLDER = re.compile(
    r"(?:户名|[账帐]户名称?|开户名称?|收款(?:单位|人|账户)(?:名称)?|缴纳[账帐]户|单位名称"
    r"|公司名称)[:：为是]?+(?![\d:：])([^,;。\s]{2,40})"
)
_ORGAN = re.compile(
    r"[局委厅院校社]|中心|公司|政府|财政|专户|协会|学校|医院|办公室|大学|银行营业部|合作社|基金会|工会|集团|研究所"
)
_ORGANS_ACCOUNT = re.compile(
    r"财政专户|专户[账帐]号|专用[账帐]户|非税收入|保证金.{0,6}[账帐][户号](?!.{0,2}个人)|国库|对公[账帐]户"
    r"|单位[账帐][户号]"
    r"|(?:基本|一般|专用|临时|对公)(?:存款)?[账帐]户|(?:工资|资金|保证金)专户"
)
# Matches 示例区财政局,账号. Must not match 示例局职工示例甲,账号.
_ORGAN_JUST_BEFORE = re.compile(
    r"(?:[局委厅院]|中心|公司|财政|政府|办公室|学校|大学|协会)[,:(]?(?:收款|银行)?[账帐][号户][号为是]?[:(]?$"
)
_ORGANS_TABLE = re.compile(r"单位名称|企业名称|机构名称|学校名称|公司名称")


def passes_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def find_bank_cards(page: Page) -> Iterator[Hit]:
    """A card blocks; a number beside 账号 or 卡号 warns without a check digit too; an organ's account is a note."""
    if page.longest_number < _SHORTEST:
        return
    for pattern in _CARDS:
        found_until = 0
        for digits in page.numbers(pattern):
            if digits.start >= found_until and _is_card(digits.value) and _is_to_be_seen(digits, page):
                found_until = digits.end
                yield _hit(digits, page, Severity.BLOCK)
    for pattern in _ACCOUNTS if _NAMED.search(page.tight) else ():
        for digits in page.numbers(pattern):
            if not digits.is_cut and _is_named(digits, page.label(digits.start)):
                yield _hit(digits, page, Severity.WARN)


def _hit(digits: Digits, page: Page, severity: Severity) -> Hit:
    of_organ = _is_of_organ(page, digits.start, page.label(digits.start))
    return Hit(digits.start, digits.end, Severity.NOTE if of_organ else severity)


def _is_to_be_seen(digits: Digits, page: Page) -> bool:
    """Whether a number with a card's check digit is one number, and none of business."""
    if _UNIT.match(page.text, digits.end):
        return False
    label = page.label(digits.start)
    return _is_one(digits, label) and (label.near(_NAMED) or not is_of_business(label))


def _is_named(digits: Digits, label: Label) -> bool:
    """Whether the page calls it an account: anywhere before a number as long as a card's, else directly before it."""
    if not _is_one(digits, label):
        return False
    if len(digits.value) in _CARD_LENGTHS:
        return label.near(_NAMED) and (label.is_just(_JUST_NAMED) or not is_of_business(label))
    return label.is_just(_JUST_NAMED)


def _is_of_organ(page: Page, start: int, label: Label) -> bool:
    """Whether an account is one that is published to be paid to: its holder, named around it, is no person."""
    if label.headings:
        return _ORGANS_TABLE.search(label.headings) is not None
    if _ORGAN_JUST_BEFORE.search(label.before):
        return True
    around = page.around(start, above=3, below=2)
    holder = _HOLDER.search(around)
    if holder is not None:
        return _ORGAN.search(holder[1]) is not None
    return _ORGANS_ACCOUNT.search(around) is not None


def _is_card(number: str) -> bool:
    """Whether the check digit is right. What looks like a mistyped identity number is no card."""
    return passes_luhn(number) and not is_shaped(number)


def _is_one(digits: Digits, label: Label) -> bool:
    """Whether the pieces are one number: tight, in fours as cards are embossed, or issuer and rest; never columns.

    What is called an account is one in any pieces of three digits and more.
    """
    if digits.is_tight:
        return True
    if any("\t" in gap or "\n" in gap for gap in digits.gaps):
        return False
    *pieces, last = digits.groups
    in_fours = all(size == 4 for size in pieces) and last <= 4
    issuer_and_rest = pieces[0] == _ISSUER and min(digits.groups) >= _SHORTEST_PIECE
    return in_fours or issuer_and_rest or (min(pieces) >= _SHORTEST_PIECE and label.is_just(_JUST_NAMED))
