"""Weighs where a document names its issuing organs: signature, letterhead, beginning of the title."""

from __future__ import annotations

import difflib

from processors.attributes.organs import organs_before_matter
from processors.attributes.paper import Found, Paper

SAME_NAME_RATIO = 0.75


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
    return signed or letterhead or named


def expected_organs(letterhead: Found[tuple[str, ...]] | None, title: Found[str] | None) -> tuple[str, ...]:
    """The organs that a signature should name, as letterhead and title have them."""
    head = letterhead.attribute.value if letterhead else ()
    return head + (organs_before_matter(title.attribute.value) if title else ())


def _named_in_title(paper: Paper, title: Found[str] | None) -> Found[tuple[str, ...]] | None:
    if title is None:
        return None
    organs = organs_before_matter(title.attribute.value)
    if not organs:
        return None
    return paper.found(organs, title.first, title.last, "title_beginning", 0.8)


def _is_misread(
    signed: Found[tuple[str, ...]], letterhead: Found[tuple[str, ...]], named: Found[tuple[str, ...]]
) -> bool:
    read, expected = "".join(signed.attribute.value), "".join(letterhead.attribute.value)
    if read == expected or letterhead.attribute.value != named.attribute.value:
        return False
    return difflib.SequenceMatcher(None, read, expected).ratio() >= SAME_NAME_RATIO
