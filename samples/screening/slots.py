"""Fills the `{slots}` of samples/screening/texts: well formed numbers that belong to nobody, and invented names.

Regions, prefixes and serials are unassigned ones wherever the number has such a part.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Final

from samples.numbers import CHECK_DIGITS, UNASSIGNED_REGION, WEIGHTS, mobile, resident_id

_SLOT: Final = re.compile(r"\{(\w+)\}")
_DIGITS: Final = re.compile(r"d(\d+)")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def filled(text: str, rng: random.Random) -> str:
    """`text` with every slot filled.

    Raises:
        KeyError: a slot has no name that is known here.
    """
    return _SLOT.sub(lambda match: _fill(match[1], rng), text)


def _fill(slot: str, rng: random.Random) -> str:
    if digits := _DIGITS.fullmatch(slot):
        return _number(rng, int(digits[1]))
    return SLOTS[slot](rng)


def _number(rng: random.Random, length: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(length - 1))


def _name(rng: random.Random) -> str:
    return rng.choice(("示例", "样例", "示样")) + rng.choice(_STEMS)


def _person(rng: random.Random) -> str:
    """A surname that exists and a given name that is visibly invented."""
    return rng.choice("王李张刘陈杨黄赵周吴徐孙马朱胡林") + rng.choice(("示例", "样例", "例甲", "例乙", "示"))


def _wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


def _parts(text: str, *sizes: int, gap: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    return gap.join([*pieces, text[at:]])


def _broken(text: str, rng: random.Random) -> str:
    at = rng.randint(3, len(text) - 3)
    return f"{text[:at]}\n{text[at:]}"


def _luhn(number: str) -> int:
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10


def _card(rng: random.Random, start: str, length: int) -> str:
    body = start + "".join(str(rng.randint(0, 9)) for _ in range(length - len(start) - 1))
    return body + next(digit for digit in "0123456789" if _luhn(body + digit) == 0)


def _account(rng: random.Random) -> str:
    """17 digits that begin like no card and fail the check of cards."""
    return next(number for _ in iter(int, 1) if _luhn(number := "37999" + _number(rng, 12)))


def _id_with(rng: random.Random, accept: Callable[[str], bool]) -> str:
    return next(number for _ in iter(int, 1) if accept(number := resident_id(rng)))


def _id_wrong(rng: random.Random) -> str:
    number = resident_id(rng)
    return number[:17] + ("1" if number[17] != "1" else "2")


def _id_misread(rng: random.Random) -> str:
    shown, read = rng.choice((("0", "O"), ("1", "l"), ("1", "I"), ("8", "B")))
    number = _id_with(rng, lambda number: shown in number[6:17])
    at = number.index(shown, 6)
    return number[:at] + read + number[at + 1 :]


def _uscc(rng: random.Random) -> str:
    """统一社会信用代码 (GB 32100-2015) of the unassigned region, with its check character."""
    body = "91" + UNASSIGNED_REGION + "MA" + "".join(rng.choice(_USCC_ALPHABET) for _ in range(7))
    total = sum(weight * _USCC_ALPHABET.index(character) for weight, character in zip(_USCC_WEIGHTS, body, strict=True))
    return body + _USCC_ALPHABET[-total % 31]


def _permanent(rng: random.Random) -> str:
    """外国人永久居留身份证 of 2023: 9, the region of application, a country, date of birth, serial, check digit."""
    body = f"937999{rng.randint(1960, 1999)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def _serial(rng: random.Random, start: str, zeros: int, digits: int) -> str:
    return start + "0" * zeros + _number(rng, digits)


def _landline(rng: random.Random) -> str:
    """A local number that begins with 0, as none does."""
    return f"0{rng.randrange(10**6):06}"


def _plate(rng: random.Random, ending: str = "") -> str:
    """A plate of the letter I, which no office issues, would be no plate; so the serial is what is invented."""
    return rng.choice("鲁京浙粤") + rng.choice("ACEFH") + f"00{rng.randint(100, 999)}"[: 5 - len(ending)] + ending


def _mail(domain: str) -> Callable[[random.Random], str]:
    """Longer than the providers allow, so that nobody has it."""
    return lambda rng: f"shilijia.fictitious.person{rng.randint(10, 99)}@{domain}"


SLOTS: Final[Mapping[str, Callable[[random.Random], str]]] = {
    "name": _name,
    "person": _person,
    "name2": _name,
    "name3": _name,
    "id": resident_id,
    "id_spaced": lambda rng: _parts(resident_id(rng), 6, 8, gap=" "),
    "id_hyphen": lambda rng: _parts(resident_id(rng), 6, 8, gap="-"),
    "id_letterspaced": lambda rng: " ".join(resident_id(rng)),
    "id_wide": lambda rng: _wide(resident_id(rng)),
    "id_broken": lambda rng: _broken(resident_id(rng), rng),
    "id_x_lower": lambda rng: _id_with(rng, lambda number: number.endswith("X")).lower(),
    "id_luhn": lambda rng: _id_with(rng, lambda number: number.isdecimal() and _luhn(number) == 0),
    "id_wrong": _id_wrong,
    "id_misread": _id_misread,
    "id_masked": lambda rng: _parts(resident_id(rng), 6, gap="")[:6] + "********" + _number(rng, 4),
    "id15": lambda rng: (
        UNASSIGNED_REGION + f"{rng.randint(40, 79)}0{rng.randint(1, 9)}1{rng.randint(0, 9)}" + _number(rng, 3)
    ),
    "mobile": mobile,
    "mobile_spaced": lambda rng: _parts(mobile(rng), 3, 4, gap=" "),
    "mobile_hyphen": lambda rng: _parts(mobile(rng), 3, 4, gap="-"),
    "mobile_86": lambda rng: "+86 " + _parts(mobile(rng), 3, 4, gap=" "),
    "mobile_wide": lambda rng: _wide(mobile(rng)),
    "mobile_broken": lambda rng: _broken(mobile(rng), rng),
    "mobile_4_7": lambda rng: _parts(mobile(rng), 4, gap=" "),
    "mobile_dotted": lambda rng: _parts(mobile(rng), 3, 4, gap="."),
    "mobile_underlined": lambda rng: _parts(mobile(rng), 3, 4, gap="_"),
    "mobile_masked": lambda rng: f"{mobile(rng)[:3]}****{rng.randrange(10**4):04}",
    "card": lambda rng: _card(rng, "620000", 19),
    "card16": lambda rng: _card(rng, rng.choice(("400000", "510000", "620000")), 16),
    "card_fours": lambda rng: _parts(_card(rng, "620000", 19), 4, 4, 4, 4, gap=" "),
    "card_hyphen": lambda rng: _parts(_card(rng, "620000", 16), 4, 4, 4, gap="-"),
    "card_wide": lambda rng: _wide(_card(rng, "620000", 19)),
    "card_broken": lambda rng: _broken(_card(rng, "620000", 19), rng),
    "card_issuer": lambda rng: _parts(_card(rng, "620000", 19), 6, gap=" "),
    "card_issuer_fours": lambda rng: _parts(_card(rng, "620000", 18), 6, 4, 4, gap=" "),
    "card_masked": lambda rng: "620000*********" + _number(rng, 4),
    "account": _account,
    "uscc": _uscc,
    "passport": lambda rng: _serial(rng, "E", 3, 5),
    "passport_e2": lambda rng: _serial(rng, rng.choice(("EA", "EK")), 3, 4),
    "passport_g": lambda rng: _serial(rng, "G", 3, 5),
    "passport_service": lambda rng: _serial(rng, rng.choice(("PE", "SE")), 3, 4),
    "passport_wide": lambda rng: _wide(_serial(rng, "E", 3, 5)),
    "passport_spaced": lambda rng: _serial(rng, "E ", 3, 5),
    "passport_foreign": lambda rng: _serial(rng, rng.choice(("X", "K", "AB")), 2, 5),
    "passport_masked": lambda rng: f"E****{rng.randrange(10**4):04}",
    "permit_h": lambda rng: _serial(rng, "H", 3, 5),
    "permit_h10": lambda rng: _serial(rng, "H", 3, 7),
    "permit_m": lambda rng: _serial(rng, "M", 3, 5),
    "permit_wide": lambda rng: _wide(_serial(rng, "H", 3, 5)),
    "permit_tw": lambda rng: _serial(rng, "", 3, 5),
    "permit_c": lambda rng: _serial(rng, "C", 3, 5),
    "permit_t": lambda rng: _serial(rng, rng.choice("TL"), 3, 5),
    "permit_masked": lambda rng: f"H****{rng.randrange(10**4):04}",
    "permanent": _permanent,
    "permanent_old": lambda rng: "USA37" + _number(rng, 10),
    "plate": _plate,
    "plate_dot": lambda rng: _parts(_plate(rng), 2, gap="·"),
    "plate_spaced": lambda rng: _parts(_plate(rng), 2, gap=" "),
    "plate_hyphen": lambda rng: _parts(_plate(rng), 2, gap="-"),
    "plate_wide": lambda rng: _plate(rng)[0] + _wide(_plate(rng)[1:]),
    "plate_new": lambda rng: _parts(_plate(rng), 2, gap="D"),
    "plate_police": lambda rng: _plate(rng, "警"),
    "plate_trailer": lambda rng: _plate(rng, "挂"),
    "plate_lower": lambda rng: _plate(rng).lower(),
    "plate_masked": lambda rng: _plate(rng)[:2] + "***" + _number(rng, 2),
    "d10_wide": lambda rng: _wide(_number(rng, 10)),
    "d10_spaced": lambda rng: _parts(_number(rng, 10), 4, 3, gap=" "),
    "ssn_masked": lambda rng: f"10******{rng.randrange(100):02}",
    "tel": lambda rng: f"0000-{_landline(rng)}",
    "tel_brackets": lambda rng: f"（0000）{_landline(rng)}",
    "tel8": _landline,
    "mail_qq": _mail("qq.com"),
    "mail_163": _mail("163.com"),
    "mail_126": _mail("126.com"),
    "mail_gmail": _mail("gmail.com"),
    "mail_wide": lambda rng: _wide(_mail("qq.com")(rng)),
    "mail_office163": _mail("163.com"),
    "wechat": lambda rng: f"shilijia_{rng.randrange(100):02}",
}
