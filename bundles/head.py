"""Leave out of the body what the page's head already shows: red head, document number and title."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bundles.format import PublicAttributes

#: Lines in which a title is looked for, and lines over which it may run.
_HEAD_LINES = 40
_TITLE_LINES = 6
_BRACKETS = str.maketrans("[【(﹝<", "〔〔〔〔〔", "") | str.maketrans("]】)﹞>", "〕〕〕〕〕", "")


def split_head(lines: Sequence[str], attributes: PublicAttributes) -> tuple[list[str], list[str]]:
    """Return what is left of the head (签发人, 紧急程度 …) and the lines after the title.

    Only lines that repeat an attribute word for word are left out. Without a title in the first lines, the head is
    empty and nothing but repetitions at the very top is left out: text is never lost to a guess.
    """
    repeated = _repetitions(attributes)
    place = _find_title(lines, _same(attributes.title))
    if place is None:
        first = next((i for i, line in enumerate(lines) if _same(line) not in repeated), len(lines))
        return [], list(lines[first:])
    start, end = place
    head = [line for line in lines[:start] if _same(line) not in repeated]
    if end < len(lines) and attributes.document_number and _same(lines[end]) == _same(attributes.document_number):
        end += 1
    return head, list(lines[end:])


def _repetitions(attributes: PublicAttributes) -> frozenset[str]:
    organs = [_same(organ) for organ in attributes.issuing_organs]
    shown = {*organs, "".join(organs), *(f"{organ}文件" for organ in organs), "".join(organs) + "文件", "文件"}
    if attributes.document_type:
        shown |= {f"{organ}{_same(attributes.document_type)}" for organ in organs}
    if attributes.document_number:
        shown.add(_same(attributes.document_number))
    return frozenset(shown - {""})


def _find_title(lines: Sequence[str], title: str) -> tuple[int, int] | None:
    """First line of the title and the line after it."""
    for start in range(min(len(lines), _HEAD_LINES)):
        so_far = ""
        for end in range(start, min(len(lines), start + _TITLE_LINES)):
            so_far += _same(lines[end])
            if so_far == title:
                return start, end + 1
            if not title.startswith(so_far):
                break
    return None


def _same(text: str) -> str:
    """Fold what readers and extraction write differently: blanks, widths, brackets."""
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return "".join(folded.split())
