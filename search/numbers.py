"""Document numbers as people type them: 国发〔2018〕43号, 国发2018 43, 〔2018〕43, 5号文."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.analysis import fold, tokens

_OPEN, _CLOSE = r"[\[(〔【<{]", r"[\])〕】>}]"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_SERIAL = r"(?:第\s*)?(?P<serial>\d{1,5})"
_MARK = r"(?:\s*号(?:文件?|令)?)"
_CODE = r"(?P<code>[\u4e00-\u9fff]{1,12}?[发函字规令办复批电告通文议任建审])"
# Finds 国发〔2018〕43号 and (2021)第5; not (2018年) or 〔2018〕.
_BRACKETED = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{0,12}})\s*{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}\s*{_SERIAL}{_MARK}?(?!\d)"
)
# Finds 国发2019 5号, 国发20194号, 国办发 2018年第117号, 国发1981-88; not 国办发2018年5月.
_PLAIN = re.compile(rf"{_CODE}\s*{_YEAR}\s*(?:年|-|号|/)?\s*{_SERIAL}(?:{_MARK}|(?![\d年月日.]))")
# Finds 2021 5号, 2021年第5号; not 2021年5月 or 2021年.
_YEAR_SERIAL = re.compile(rf"(?<!\d)(?P<code>){_YEAR}\s*(?:年|-|/|\s)\s*{_SERIAL}\s*号(?:文件?)?(?![\u4e00-\u9fff])")
# Finds 国发43号文 and 5号文件; not 第7240号建议 or 5号楼.
_SERIAL_ALONE = re.compile(r"(?P<code>[\u4e00-\u9fff]{0,12})(?P<year>)\s*(?:第\s*)?(?P<serial>\d{1,5})\s*号文件?")
# Finds 国发43号, 国办函第57号; the code must end like one.
_CODE_SERIAL = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{0,11}[发函字规])(?P<year>)\s*(?:第\s*)?(?P<serial>\d{1,5})\s*号(?![\u4e00-\u9fff])"
)
_FORMS = (_BRACKETED, _PLAIN, _YEAR_SERIAL, _CODE_SERIAL, _SERIAL_ALONE)
# Finds 71号, where nothing else was typed.
_NOTHING_ELSE = re.compile(r"\s*(?P<code>)(?P<year>)(?:第\s*)?(?P<serial>\d{1,5})\s*号\s*")
_LEAD = re.compile(r"^(?:请问|查询|查找|查|找|搜索|搜|看|下载|关于|根据|依据|按照|文件|文号|发文字号|字号)+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number, or what was typed of it: `code` 国发, `year` and `serial` without leading zeros; empty if not typed.

    `is_open`: without 号 at its end, so that more digits may follow.
    """

    code: str
    year: str
    serial: str
    is_open: bool = False

    @property
    def whole(self) -> str:
        """As `whole_number` is indexed: 国发201843号."""
        return f"{self.code}{self.year}{self.serial}号"

    @property
    def beginning(self) -> str:
        """As `whole_number` begins."""
        return self.whole.removesuffix("号")

    @property
    def cited(self) -> tuple[str, ...]:
        """The tokens of 国发〔2018〕43号."""
        return tuple(tokens(f"{self.code}〔{self.year}〕{self.serial}号"))


def find_number(text: str) -> tuple[int, int, Numbered] | None:
    """The first number in a text: start, end (exclusive) and what it says. Offsets are of the folded text."""
    folded = fold(text)
    found = [match for form in _FORMS if (match := form.search(folded))]
    if not found and (whole := _NOTHING_ELSE.fullmatch(folded)):
        found = [whole]
    if not found:
        return None
    first = min(found, key=lambda match: (match.start(), not match["year"]))
    lead = _LEAD.match(first["code"])
    skipped = lead.end() if lead else 0
    number = Numbered(
        first["code"][skipped:], first["year"], first["serial"].lstrip("0") or "0", first[0][-1].isdecimal()
    )
    return first.start() + skipped, first.end(), number
