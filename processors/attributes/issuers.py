"""Weighs where a document names its issuing organs: signature, letterhead, beginning of the title."""

from __future__ import annotations

import difflib
import re

from processors.attributes.organs import organs_before_matter, split_organs
from processors.attributes.paper import Found, Paper

SAME_NAME_RATIO = 0.75
HEAD_LINES = 6
# Matches 解读单位:示例区民政局, 日期:2024-05-06来源:示例区民政局. Must not match 主管单位:示例区民政局.
_LABEL = re.compile(
    r"(?:(?:发布)?(?:日期|时间):[\d\-/:.年月日]+)?"
    r"(?:(?:解读|发布|发文|公示|制定|解答)(?:单位|机关|机构|部门)|(?:信息)?来源):(?P<organs>.{3,80})"
)


def find_issuers(
    paper: Paper,
    signed: Found[tuple[str, ...]] | None,
    letterhead: Found[tuple[str, ...]] | None,
    title: Found[str] | None,
) -> Found[tuple[str, ...]] | None:
    """The organs that signed; without a signature those of the letterhead, then of the title.

    A seal over the signature makes OCR misread it: a similar name on which letterhead and title agree is right then.
    """
    named = _named_in_title(paper, title)
    if signed and letterhead and named and _is_misread(signed, letterhead, named):
        return letterhead
    for whole in (letterhead, named):
        if signed and whole and _runs_together(signed, whole):
            return whole
    return signed or letterhead or named or _head_of_letter(paper, title) or _labelled(paper)


def expected_organs(letterhead: Found[tuple[str, ...]] | None, title: Found[str] | None) -> tuple[str, ...]:
    """The organs that a signature should name, as letterhead and title have them."""
    head = letterhead.attribute.value if letterhead else ()
    return head + (organs_before_matter(title.attribute.value) if title else ())


def _head_of_letter(paper: Paper, title: Found[str] | None) -> Found[tuple[str, ...]] | None:
    """The organ alone above the title, as letters (信函格式, GB/T 9704-2012, 10.1) have it for their head."""
    for index in range(min(HEAD_LINES, title.first if title else 0)):
        organs = split_organs(paper.lines[index].text)
        if organs:
            return paper.found(organs, index, index, "head_of_letter", 0.85)
    return None


def _labelled(paper: Paper) -> Found[tuple[str, ...]] | None:
    """The organ that 解读 and web pages name in a line of its own: 解读单位：示例区民政局."""
    for index, line in enumerate(paper.lines):
        match = _LABEL.fullmatch(line.plain)
        organs = split_organs(paper.text_of(index, match.span("organs"))) if match else ()
        if organs:
            return paper.found(organs, index, index, "labelled_organ", 0.7)
    return None


def _named_in_title(paper: Paper, title: Found[str] | None) -> Found[tuple[str, ...]] | None:
    if title is None:
        return None
    organs = organs_before_matter(title.attribute.value)
    if not organs:
        return None
    return paper.found(organs, title.first, title.last, "title_beginning", 0.8)


def _runs_together(signed: Found[tuple[str, ...]], named: Found[tuple[str, ...]]) -> bool:
    """Whether OCR lost the blank between organs that signed, which head or title parts: 样例县民政局示例区财政局."""
    return len(named.attribute.value) > 1 and signed.attribute.value == ("".join(named.attribute.value),)


def _is_misread(
    signed: Found[tuple[str, ...]], letterhead: Found[tuple[str, ...]], named: Found[tuple[str, ...]]
) -> bool:
    read, expected = "".join(signed.attribute.value), "".join(letterhead.attribute.value)
    if read == expected or letterhead.attribute.value != named.attribute.value:
        return False
    return difflib.SequenceMatcher(None, read, expected).ratio() >= SAME_NAME_RATIO
