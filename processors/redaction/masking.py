"""The usual maskings of published lists: enough stays to tell entries apart, not enough to reach a person.

What is personal information, and that it goes unless its owner agrees: Regulations on Open Government Information,
article 15; Personal Information Protection Law, articles 28 and 51. The forms are the trade's; no standard sets them.
Blanks, hyphens, line ends and tabs stay where they are, so a masked text keeps its lines and cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from processors.folding import is_blank, plain_text

BLACK: Final = "■"
_STAR: Final = "*"
#: Up to the county or district. Matches `示例市示例区` of an address; does not match `示例小区` or `示例社区`.
_COUNTY: Final = re.compile(r".*?(?:(?<![小社园校片])区|县(?!道)|旗(?!舰))", re.DOTALL)
#: The city where no district is named. Matches `示例市`; does not match `农贸市场`.
_CITY: Final = re.compile(r".*?市(?!场)", re.DOTALL)
#: The street office or town behind it. Matches `示例街道`, `示例镇`; does not match `示例镇路` or `5号示例镇`.
_TOWN: Final = re.compile(r"[^\d路街号巷弄村]{1,10}?(?:街道|镇|乡)(?![路街])")
#: Entries of a list of names. Matches `、`, a blank and a tab; does not match `·` inside a name.
_BETWEEN_NAMES: Final = re.compile(r"([\s、，,;；/]+)")
_NAME: Final = re.compile(r"[\u3400-\u9fff·•]{2,15}")
_MOBILE: Final = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_RESIDENT_ID: Final = re.compile(r"\d{17}[\dXx]|\d{15}")
_BANK_CARD: Final = re.compile(r"\d{16,19}")


def blackened(text: str) -> str:
    """■ for every visible character: what is used where no masking is usual."""
    return "".join(character if is_blank(character) else BLACK for character in text)


def starred(text: str) -> str:
    """* for every visible character."""
    return "".join(character if is_blank(character) else _STAR for character in text)


def resident_id(text: str) -> str:
    """3799**********1234: the region's province and city and the last four, neither birthday nor county."""
    return _ends_kept(text, 4, 4)


def mobile(text: str) -> str:
    """138****5678; a country's prefix stays."""
    digits = sum(character.isalnum() for character in text)
    return _ends_kept(text, max(digits - 8, 3), 4)


def bank_card(text: str) -> str:
    """6222***********1234."""
    return _ends_kept(text, 4, 4)


def document(text: str) -> str:
    """E*******8: passports, permits, plates and personal numbers keep their first and last character."""
    return _ends_kept(text, 1, 1)


def home_address(text: str) -> str:
    """示例市示例区示例街道******: down to the county and, where one is named, the street office or town."""
    county = _COUNTY.match(text) or _CITY.match(text)
    end = county.end() if county else 0
    town = _TOWN.match(text, end)
    end = town.end() if town else end
    return text[:end] + starred(text[end:])


def person_name(text: str) -> str:
    """示例甲 → 示*甲, 示例 → 示*: the first character stays, and the last of three and more."""
    return _ends_kept(text, 1, 0 if _visible(text) < 3 else 1)


def name_list(text: str) -> str:
    """Each name of a list like a name, what stands beside it by its shape, everything else by ■."""
    return "".join(piece if index % 2 else _by_shape(piece) for index, piece in enumerate(_BETWEEN_NAMES.split(text)))


def contact(text: str) -> str:
    """A mobile number like one; of mail addresses, landlines and accounts nothing stays."""
    return mobile(text) if _MOBILE.fullmatch(_digits_joined(text)) else starred(text)


#: The masking of a kind of finding, by the finding's name.
_BY_KIND: Final[Mapping[str, Callable[[str], str]]] = {
    "resident_id": resident_id,
    "mobile": mobile,
    "bank_card": bank_card,
    "passport": document,
    "permit": document,
    "plate": document,
    "social_security_number": document,
    "home_address": home_address,
    "person_contact": contact,
    "name_list": name_list,
}


def usual(kind: str, text: str) -> str:
    """The usual masking of what a finding of `kind` marks; ■ where none is usual."""
    return _BY_KIND.get(kind, blackened)(text)


def _by_shape(piece: str) -> str:
    plain = plain_text(piece)
    for shape, masking in ((_RESIDENT_ID, resident_id), (_MOBILE, mobile), (_BANK_CARD, bank_card)):
        if shape.fullmatch(plain):
            return masking(piece)
    return person_name(piece) if _NAME.fullmatch(piece) else blackened(piece)


def _ends_kept(text: str, first: int, last: int) -> str:
    """Letters and digits between the first and the last few become *; of a text that is hardly longer all do."""
    count = _visible(text)
    if count <= first + last:
        first, last = min(1, count - 1), 0
    masked: list[str] = []
    place = 0
    for character in text:
        if character.isalnum():
            masked.append(character if place < first or place >= count - last else _STAR)
            place += 1
        else:
            masked.append(character)
    return "".join(masked)


def _visible(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _digits_joined(text: str) -> str:
    return "".join(character for character in plain_text(text) if character not in "- " and not is_blank(character))
