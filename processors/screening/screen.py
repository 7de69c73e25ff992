"""Screens the pages of a document before anybody decides to publish it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from processors.extraction import PageText
from processors.screening.bank_card import find_bank_cards
from processors.screening.classification import find_mark
from processors.screening.hidden_characters import find_hidden_characters
from processors.screening.home_address import find_home_addresses
from processors.screening.internal_mark import find_internal_marks
from processors.screening.irrelevant_content import find_irrelevant_content
from processors.screening.mobile import find_mobiles
from processors.screening.model import Finding, FindingKind, Severity
from processors.screening.name_list import find_name_lists
from processors.screening.page import Hit, Page
from processors.screening.passport import find_passports
from processors.screening.permit import find_permits
from processors.screening.person_contact import find_person_contacts
from processors.screening.plate import find_plates
from processors.screening.resident_id import find_resident_ids
from processors.screening.social_security_number import find_social_security_numbers
from processors.screening.trade_secret import find_trade_secrets
from processors.screening.words import Words

# Of two findings of the same severity the earlier kind wins: every eleventh valid identity number passes the check of
# bank cards too.
_FINDERS: Final[tuple[tuple[FindingKind, Callable[[Page], Iterator[Hit]]], ...]] = (
    (FindingKind.INTERNAL_MARK, find_internal_marks),
    (FindingKind.TRADE_SECRET, find_trade_secrets),
    (FindingKind.PERMIT, find_permits),
    (FindingKind.RESIDENT_ID, find_resident_ids),
    (FindingKind.PASSPORT, find_passports),
    (FindingKind.SOCIAL_SECURITY_NUMBER, find_social_security_numbers),
    (FindingKind.BANK_CARD, find_bank_cards),
    (FindingKind.MOBILE, find_mobiles),
    (FindingKind.PERSON_CONTACT, find_person_contacts),
    (FindingKind.PLATE, find_plates),
    (FindingKind.HOME_ADDRESS, find_home_addresses),
    (FindingKind.NAME_LIST, find_name_lists),
    (FindingKind.IRRELEVANT_CONTENT, find_irrelevant_content),
    (FindingKind.HIDDEN_CONTENT, find_hidden_characters),
)
#: What is looked for in texts.
KINDS: Final = (FindingKind.CLASSIFICATION_MARK, *(kind for kind, _ in _FINDERS))
_RANK: Final = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


def screen(pages: Sequence[PageText], words: Words | None = None) -> tuple[Finding, ...]:
    """All findings in reading order. Spans of one page never overlap; masked numbers (138****5678) are no finding.

    `words` is the list that the bureau keeps.
    """
    return tuple(finding for page in pages for finding in _findings(page, words))


def _findings(page: PageText, words: Words | None) -> list[Finding]:
    kept: list[Finding] = []
    taken = bytearray(len(page.text))
    candidates = sorted(_candidates(page, words), key=lambda finding: _RANK[finding.severity])
    for candidate in candidates:
        if 1 not in taken[candidate.start : candidate.end]:
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept, key=lambda finding: finding.start)


def _candidates(page: PageText, words: Words | None) -> Iterator[Finding]:
    """Every possible finding; of the same severity the stronger one first."""
    mark = find_mark(page.text)
    if mark is not None:
        kind = FindingKind.CLASSIFICATION_MARK
        yield Finding(kind, page.number, mark.text, mark.start, mark.end, Severity.BLOCK)
    read = Page(page.text)
    for kind, hit in words.find(read) if words is not None else ():
        yield _finding(kind, page, hit)
    for kind, find in _FINDERS:
        for hit in find(read):
            yield _finding(kind, page, hit)


def _finding(kind: FindingKind, page: PageText, hit: Hit) -> Finding:
    return Finding(kind, page.number, page.text[hit.start : hit.end], hit.start, hit.end, hit.severity)
