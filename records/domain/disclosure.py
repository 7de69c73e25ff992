"""Disclosure attributes and the legal basis each of them needs.

Source: Regulations on Open Government Information (State Council Order 711, 2019), called "the Regulations" here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Disclosure(StrEnum):
    """公开属性, from the most open to the strictest."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"

    @property
    def strictness(self) -> int:
        return list(Disclosure).index(self)


@dataclass(frozen=True, slots=True)
class Citation:
    """One article, or a law named as a whole. `law` is None for the Regulations themselves."""

    law: str | None
    article: int | None


# Matches 《政府信息公开条例》第十四条, 条例第15条, 保守国家秘密法第九条, 第十六条 alone, or 《档案法》 with no article.
# Must not match 第三章, nor 《关于做好公开工作的通知》, which is no law.
_CITATION = re.compile(
    r"《(?P<quoted>[^》]*(?:法|条例|规定|办法))》(?:第(?P<quoted_article>[〇零一二三四五六七八九十百\d]+)条)?"
    r"|(?P<bare>[\u4e00-\u9fff]{0,20}?(?:法|条例))?第(?P<article>[〇零一二三四五六七八九十百\d]+)条"
)
_REGULATIONS = "信息公开条例"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}

#: Articles of the Regulations on which a document may be withheld: absolute, third party, internal.
WITHHOLDING_ARTICLES = frozenset({14, 15, 16})
#: The article that lets anyone ask for what is not published on the organ's own initiative.
ON_REQUEST_ARTICLE = 27
#: State secrets and the like: whoever asks will not get them, so they are never "on request".
ABSOLUTE_ARTICLE = 14


def citations(legal_basis: str) -> tuple[Citation, ...]:
    """The articles and laws that a legal basis names; an article without a law belongs to the law before it."""
    return tuple(_citations(legal_basis))


def _citations(legal_basis: str) -> Iterator[Citation]:
    law: str | None = None
    for match in _CITATION.finditer(legal_basis):
        named = match["quoted"] or match["bare"]
        if named:
            law = None if _REGULATIONS in named or named in {"条例", "本条例"} else named
        article = match["quoted_article"] or match["article"]
        yield Citation(law, _number(article) if article else None)


def _number(numeral: str) -> int:
    """二十七 → 27, 27 → 27."""
    if numeral.isdigit():
        return int(numeral)
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit


def basis_suffices(disclosure: Disclosure, legal_basis: str | None) -> bool:
    """Whether this legal basis carries this attribute.

    Withheld: articles 14, 15, 16 of the Regulations or a named law. On request: article 27 or a named law, never
    article 14. Proactive disclosure needs none.
    """
    cited = citations(legal_basis or "")
    named_law = any(citation.law for citation in cited)
    articles = {citation.article for citation in cited if citation.law is None}
    match disclosure:
        case Disclosure.PROACTIVE:
            return True
        case Disclosure.WITHHELD:
            return named_law or bool(articles & WITHHOLDING_ARTICLES)
        case Disclosure.ON_REQUEST:
            return ABSOLUTE_ARTICLE not in articles and (named_law or ON_REQUEST_ARTICLE in articles)


def is_founded(disclosure: Disclosure, legal_basis: str | None, reason: str | None) -> bool:
    """Whether basis and reason are complete: whoever does not publish says on what ground and why (article 36 (3))."""
    if disclosure is Disclosure.PROACTIVE:
        return True
    return bool(reason and reason.strip()) and basis_suffices(disclosure, legal_basis)
