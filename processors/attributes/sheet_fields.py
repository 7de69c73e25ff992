"""Compares what the document prints with what its dispatch sheet says: title, number, urgency."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from processors.attributes.disclosure import said_on_sheet
from processors.attributes.model import Attribute
from processors.folding import fold

_CHINESE = {"title": "标题", "document_number": "发文字号", "urgency": "紧急程度"}


@dataclass(frozen=True, slots=True)
class Compared:
    """The value to use, and a Chinese sentence if the sources differ."""

    attribute: Attribute[str] | None
    note: str | None = None


def compare(name: str, printed: Attribute[str] | None, said: str | None) -> Compared:
    """The printed value, the sheet's where nothing is printed; a difference in more than punctuation is noted."""
    if printed is None or said is None:
        return Compared(printed or said_on_sheet(said))
    if _letters(printed.value) == _letters(said):
        return Compared(replace(printed, confidence=1.0))
    return Compared(printed, f"{_CHINESE[name]}不一致：拟文处理单为“{said}”，正文为“{printed.value}”")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text).text)
