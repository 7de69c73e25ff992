"""Screens the pages of a document before anybody decides to publish it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.extraction import PageText
from processors.screening.bank_card import find_bank_cards
from processors.screening.classification import find_mark
from processors.screening.digits import folded
from processors.screening.mobile import find_mobiles
from processors.screening.model import Finding, FindingKind, Severity
from processors.screening.resident_id import find_resident_ids

# In the order in which they win: every eleventh valid identity number passes the check of bank cards too.
_FINDERS = (
    (FindingKind.RESIDENT_ID, find_resident_ids),
    (FindingKind.BANK_CARD, find_bank_cards),
    (FindingKind.MOBILE, find_mobiles),
)


def screen(pages: Sequence[PageText]) -> tuple[Finding, ...]:
    """All findings in reading order. Spans of one page never overlap; masked numbers (138****5678) are no finding."""
    return tuple(finding for page in pages for finding in _findings(page))


def _findings(page: PageText) -> list[Finding]:
    kept: list[Finding] = []
    taken = bytearray(len(page.text))
    for candidate in _candidates(page):
        span = slice(candidate.start, candidate.end)
        if not any(taken[span]):
            taken[span] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept, key=lambda finding: finding.start)


def _candidates(page: PageText) -> Iterator[Finding]:
    """Every possible finding, the stronger one of an overlapping pair first."""
    mark = find_mark(page.text)
    if mark is not None:
        kind = FindingKind.CLASSIFICATION_MARK
        yield Finding(kind, page.number, mark.text, mark.start, mark.end, Severity.BLOCK)
    text = folded(page.text)
    for kind, find in _FINDERS:
        hits = sorted(find(text), key=lambda hit: hit[1] is not Severity.BLOCK)
        for digits, severity in hits:
            start, end = digits.start, digits.end
            yield Finding(kind, page.number, page.text[start:end], start, end, severity)
