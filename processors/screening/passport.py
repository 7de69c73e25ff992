"""Finds passport numbers, ours and foreign ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.business_number import is_of_business
from processors.screening.digits import GAP
from processors.screening.model import Severity
from processors.screening.page import Hit, Page, any_of, label_ending

WORDS = any_of("护照 passport Passport PASSPORT")
_NAMED = re.compile(r"(?<!健康)(?<!阅读)(?<!产品)(?<!数字)(?<!食品)(?<!文旅)(?<!旅游)护照|passport", re.IGNORECASE)
_JUST_NAMED = label_ending(
    r"(?<!健康)(?<!阅读)(?<!产品)(?<!数字)(?<!食品)(?<!文旅)(?<!旅游)护照(?:本|簿)?|passport(?:no\.?|number)?"
)
# Another thing's number, said directly before it, or an example: 展品编号E12345678, SN:G12345678, 如E00000000.
_OF_ANOTHER_THING = re.compile(
    r"(?:[\u4e00-\u9fff]{2}(?<!证件)(?<![照证簿本新旧原其的为发有持编示明载见是填])(?:编号|号码?)"
    r"|(?<![A-Za-z])(?:SN|S/N)|[例比形]?如|示例|样例|[比举]例)[:为是]?$",
    re.IGNORECASE,
)
# Matches E12345678, EA1234567, G87654321, K0012345 of another country. Must not match GZ0320240034, E1234.
_LETTERED = re.compile(rf"(?<![0-9A-Za-z])(?=([A-Za-z]{{1,2}}(?:{GAP}[0-9]){{6,8}})(?![0-9A-Za-z]))")
_DIGITS_ONLY = re.compile(
    rf"(?<![0-9A-Za-z])(?=([0-9](?:{GAP}[0-9]){{7,8}}|[0-9]{{2}}[A-Z]{{2}}[0-9]{{5}}"
    rf"|[A-Z0-9]{{2}}[A-Z0-9][0-9]{{6}})(?![0-9A-Za-z]|[ \t]{{0,2}}[人本份次件元页张万]))"
)
# Ordinary passports of the mainland since 1997: E or G and eight digits, or E, a letter without I and O, seven digits.
_OURS = re.compile(r"[EeGg]\d{8}|[Ee][A-HJ-NP-Za-hj-np-z]\d{7}")


def find_passports(page: Page) -> Iterator[Hit]:
    """A number beside the word blocks; one of our own form on a page that speaks of passports warns."""
    if not page.says(WORDS) or _NAMED.search(page.tight) is None:
        return
    for match in _LETTERED.finditer(page.text):
        label = page.label(match.start())
        if _OF_ANOTHER_THING.search(label.before):
            continue
        if label.near(_NAMED) and (label.is_just(_JUST_NAMED) or not is_of_business(label)):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
        elif _OURS.fullmatch("".join(re.findall(r"[0-9A-Za-z]", match[1]))) and not is_of_business(label):
            yield Hit(match.start(1), match.end(1), Severity.WARN)
    for match in _DIGITS_ONLY.finditer(page.text):
        if page.label(match.start()).is_just(_JUST_NAMED):
            yield Hit(match.start(1), match.end(1), Severity.BLOCK)
