"""Which other documents a text names, by document number or title, and by which keys a document is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bundles.format import PublicAttributes

#: Documents named beyond this many are left out: a list of hundreds relates to nothing in particular.
MOST_CITED = 40

# Matches 示人社发〔2026〕11号 and 示人社发[2026] 11号, not 2026年11号. The words before the code may come along.
_NUMBER = r"[\u4e00-\u9fff]{2,20}\s*[〔\[［【（(﹝]\s*\d{4}\s*[〕\]］】）)﹞]\s*第?\s*\d{1,5}\s*号"
_TITLE = r"《(?:[^《》]|《[^《》]*》)+》"
#: Matches 《示例办法》（示人社发〔2018〕5号）, 《示例办法》 and 示人社发〔2018〕5号.
_CITED = re.compile(rf"{_TITLE}(?:[（(][^（）()]{{0,20}}?{_NUMBER}[^（）()]{{0,20}}[）)])?|{_NUMBER}")
_PARTS = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,20})\s*\D\s*(?P<year>\d{4})\s*\D\s*第?\s*(?P<serial>\d{1,5})\s*号")
#: Matches 关于印发《示例方案》的通知 and 关于印发示例方案的通知: what is issued is found by its own title, too.
_ISSUED = re.compile(r"(?:印发|公布|发布)《?(?P<title>.{4,}?)》?的(?:通知|公告|决定|命令|令)$")
_SHORTEST_TITLE = 5


@dataclass(frozen=True, slots=True)
class Number:
    """A document number in its three parts; `code` may have words of the sentence before it."""

    code: str
    year: str
    serial: str

    def means(self, other: Number) -> bool:
        """Whether this one, as cited, is the number `other` of a document."""
        return (self.year, self.serial) == (other.year, other.serial) and self.code.endswith(other.code)


@dataclass(frozen=True, slots=True)
class Reference:
    """How a text names another document: by number, by title (folded), or by both."""

    number: Number | None
    title: str | None


def cited_documents(title: str, body_text: str) -> tuple[str, ...]:
    """What title and body name, as printed, each once, in the order of the text."""
    found = (each.group().strip() for text in (title, body_text) for each in _CITED.finditer(text))
    return tuple(dict.fromkeys("".join(each.split()) for each in found))[:MOST_CITED]


def reference(printed: str) -> Reference:
    """Read a name such as 《示例办法》（示人社发〔2018〕5号）."""
    title = re.match(_TITLE, printed)
    return Reference(
        number=document_number(printed[title.end() :] if title else printed),
        title=_folded(title.group()[1:-1]) if title else None,
    )


def document_number(text: str | None) -> Number | None:
    """The first document number in a text.

    >>> document_number("示人社发〔2026〕011号")
    Number(code='示人社发', year='2026', serial='11')
    """
    parts = _PARTS.search(text) if text else None
    return Number(parts["code"], parts["year"], parts["serial"].lstrip("0") or "0") if parts else None


def title_keys(attributes: PublicAttributes) -> frozenset[str]:
    """The folded titles by which a document is named: in full, without its organ, and what it issues."""
    full = _folded(attributes.title)
    keys = {full}
    for organs in _organ_forms(attributes.issuing_organs):
        keys.add(full.removeprefix(organs))
    issued = _ISSUED.search(full)
    if issued:
        keys.add(issued["title"])
    return frozenset(key for key in keys if len(key) >= _SHORTEST_TITLE)


def _organ_forms(organs: Iterable[str]) -> Iterable[str]:
    folded = [_folded(organ) for organ in organs]
    yield "".join(folded)
    yield from folded


def _folded(text: str) -> str:
    """Titles are compared without blanks, punctuation at their ends and differences of width."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("(", "（").replace(")", "）").strip("。，、；")
