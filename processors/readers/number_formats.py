"""A counter's value as Word writes it: the number formats of ISO/IEC 29500-1 §17.18.59 that Chinese documents use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_CHINESE: Final = "零一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "十", "百", "千")
_LEGAL_PLACES: Final = ("", "拾", "佰", "仟")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ALPHABET: Final = 26
_TEN_THOUSAND: Final = 10_000
#: Letters repeat (a … z, aa, bb …); a counter that would repeat them more often than this is written in digits.
_MOST_LETTERS: Final = 30
#: Blocks of Unicode whose characters stand for 1 and on: (first character, how many there are).
_BLOCKS: Final = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}


def written(value: int, number_format: str) -> str:
    """The value in a format by its name in the standard, such as `chineseCounting`; an unknown one is decimal."""
    if number_format in {"none", "bullet"}:
        return ""
    if number_format in _BLOCKS:
        first, count = _BLOCKS[number_format]
        return chr(ord(first) + value - 1) if 1 <= value <= count else str(value)
    write = _FORMATS.get(number_format)
    return str(value) if write is None or value < 0 else write(value)


def _counted(value: int, digits: str, places: tuple[str, ...], *, with_zeros: bool, bare_ten: bool) -> str:
    """A whole number below 10,000 with its places: 一百零一, 二十. `bare_ten` writes 十二 for 一十二."""
    if value >= _TEN_THOUSAND:
        return str(value)
    if value == 0:
        return digits[0]
    said = ""
    for place in range(len(places) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            is_bare = bare_ten and digit == 1 and place == 1 and not said
            said += ("" if is_bare else digits[digit]) + places[place]
        elif with_zeros and said and not said.endswith(digits[0]) and value % 10**place:
            said += digits[0]
    return said


def _thousands(value: int) -> str:
    return _counted(value, _CHINESE, _PLACES, with_zeros=True, bare_ten=True)


def _chinese(value: int) -> str:
    """Up to 99 with places, from 100 on digit by digit."""
    return _thousands(value) if value < 100 else _digits(value, "○")


def _japanese(value: int) -> str:
    """As Chinese up to 99; 百, 千 without 一 before them and no 零 inside."""
    said = _counted(value, _CHINESE, _PLACES, with_zeros=False, bare_ten=True)
    return said.replace("一百", "百").replace("一千", "千").replace("一十", "十")


def _legal(value: int) -> str:
    return _counted(value, _LEGAL, _LEGAL_PLACES, with_zeros=True, bare_ten=False)


def _digits(value: int, zero: str) -> str:
    return "".join(_CHINESE[int(digit)] if digit != "0" else zero for digit in str(value))


def _from(letters: str) -> Callable[[int], str]:
    return lambda value: letters[value - 1] if 1 <= value <= len(letters) else str(value)


def _letters(value: int) -> str:
    times = (value - 1) // _ALPHABET + 1
    return chr(ord("a") + (value - 1) % _ALPHABET) * times if 1 <= times <= _MOST_LETTERS else str(value)


def _roman(value: int) -> str:
    if not 0 < value < _TEN_THOUSAND:
        return str(value)
    said = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        said += letters * count
    return said


def _wide(value: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))


def _ordinal(value: int) -> str:
    teens = value % 100 in {11, 12, 13}
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "chineseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _legal,
    "ideographDigital": lambda value: _digits(value, "〇"),
    "japaneseDigitalTenThousand": lambda value: _digits(value, "〇"),
    "taiwaneseDigital": lambda value: _digits(value, "○"),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _ordinal,
}
