"""Dates as documents write them, in Arabic digits or Chinese numerals, to `datetime.date` and back."""

from __future__ import annotations

import datetime as dt
import re

# Zero is written 〇, ○, 零, and by hasty typists with a Latin or Greek O; folding leaves these as they are.
_DIGITS = {"〇": 0, "○": 0, "◯": 0, "零": 0, "O": 0, "o": 0, "Ο": 0, "О": 0, "0": 0} | {
    numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)
}
_ZERO = "〇○◯零OoΟО0"
_NUMERAL_YEAR = rf"[{_ZERO}一二三四五六七八九]{{4}}"
#: What OCR and typists write for the digits 0 and 1, among digits only: 2O21, 2〇21, l2.
DIGIT_SLIPS = str.maketrans("〇○◯OoΟОQlI|", "00000000111")
_DIGIT = r"[\d〇○◯OoΟОQlI|]"

# Matches (plain text, no blanks) 2021年5月6日, 2021年05月06日, 二〇〇六年十月十八日, 二OO八年一月二日, 2O21年5月l日.
# Must not match 2021年5月, 十四五年, OO年.
DATE = re.compile(
    rf"(?P<year>(?:[1l]9|2[0〇○OoQ]){_DIGIT}{{2}}|{_NUMERAL_YEAR})年"
    rf"(?P<month>{_DIGIT}{{1,2}}|[一二三四五六七八九十元]{{1,2}})月"
    rf"(?P<day>{_DIGIT}{{1,2}}|[一二三四五六七八九十廿]{{1,3}})[日曰]"
)


def date_of(match: re.Match[str]) -> dt.date | None:
    """The date of a match of `DATE`; None for a day that the calendar has not (2021年2月30日)."""
    try:
        return dt.date(year_of(match["year"]), _small_number(match["month"]), _small_number(match["day"]))
    except (ValueError, KeyError):
        return None


def parse_date(plain: str) -> dt.date | None:
    """The date that `plain` (folded, without blanks) is, and nothing else: 二〇二一年五月六日 → 2021-05-06."""
    match = DATE.fullmatch(plain)
    return date_of(match) if match else None


def arabic_date(date: dt.date) -> str:
    """As GB/T 9704-2012, 7.3.5.4 asks: 2021年5月6日, without leading zeros."""
    return f"{date.year}年{date.month}月{date.day}日"


def numeral_date(date: dt.date) -> str:
    """As documents before 2012 write it: 二〇二一年五月六日."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(date.year))
    return f"{year}年{_numeral(date.month)}月{_numeral(date.day)}日"


def is_slipped(plain: str) -> bool:
    """Whether a date or number in Arabic digits holds a letter where a digit belongs: 2O21年5月l日."""
    return plain[:1] in "12l" and bool(re.search(r"[OoΟОQlI|〇○◯]", plain))


def year_of(text: str) -> int:
    """The year that four digits or numerals name, slips of OCR among digits included: 2O21, 二〇二一."""
    arabic = text.translate(DIGIT_SLIPS)
    return int(arabic) if arabic.isdecimal() else int("".join(str(_DIGITS[digit]) for digit in text))


def _small_number(text: str) -> int:
    """1 to 31 in either script: 6, 06, 六, 十八, 二十, 三十一, 廿一, and 元 for the first month."""
    arabic = text.translate(DIGIT_SLIPS)
    if arabic.isdecimal():
        return int(arabic)
    text = text.replace("廿", "二十").replace("元", "一")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{'〇一二三'[tens]}十"
    return head + ("" if ones == 0 else "〇一二三四五六七八九"[ones])
