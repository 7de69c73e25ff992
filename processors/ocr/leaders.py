"""Dotted leaders of a table of contents, which lead the eye to a page number and say nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_DOTS: Final = r"[.．·•‥…]"
#: Matches `…… 12`, `12` and `.3`; not `第3号`.
_PAGE: Final = re.compile(rf"(?:{_DOTS}|\s)*(\d{{1,4}})")
#: Matches the end of `总则……` and `总则...`; not that of `等.` or `1.`.
_TRAILING: Final = re.compile(rf"(?<!^)(?:{_DOTS}|\s)+$")
#: Matches `一、总则…… 1` and `职责 ... 12`; not `增长 2.4` or `3.5`.
_WHOLE: Final = re.compile(rf"(\S.*?)\s*(?:…|{_DOTS}{{3,}})(?:{_DOTS}|\s)*(\d{{1,4}})")
#: So many dots on a row are a leader; an ellipsis counts as three.
_LEAST: Final = 3


def without_leaders(row: Sequence[str]) -> list[str]:
    """The readings of one row without a leader before its last number; as many, and as they are where there is none.

    Where entry and number were read as one, a tab parts them. A reading of dots alone becomes empty.
    """
    texts = list(row)
    number = _PAGE.fullmatch(texts[-1])
    if number is None or len(texts) == 1:
        whole = _WHOLE.fullmatch(texts[-1])
        return [*texts[:-1], f"{whole[1]}\t{whole[2]}"] if whole else texts
    if sum(3 if char == "…" else 1 for text in texts for char in re.findall(_DOTS, _edges(text))) < _LEAST:
        return texts
    return [*(re.sub(rf"^{_DOTS}+$", "", _TRAILING.sub("", text)) for text in texts[:-1]), number[1]]


def _edges(text: str) -> str:
    """What stands at either end of a reading that may belong to a leader."""
    end = _TRAILING.search(text)
    start = re.match(rf"{_DOTS}*", text)
    return (start[0] if start else "") + (end[0] if end else "")
