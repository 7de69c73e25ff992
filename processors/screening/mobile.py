"""Finds mobile telephone numbers of the mainland."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.screening.digits import GAP, Digits, digits_like
from processors.screening.model import Severity

# Matches 13812345678, 138-1234-5678, +86 138 1234 5678. Must not match 12345678901, 138****5678, 0533-1234567.
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86[- ]?)?(?=(1{GAP}[3-9](?:{GAP}\d){{9}})(?!\d))")
_AS_DIALLED = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4)}


def find_mobiles(text: str) -> Iterator[tuple[Digits, Severity]]:
    """Numbers in folded text, all to be confirmed: an office's own mobile number may be published as its contact."""
    for digits in digits_like(_MOBILE, text):
        written_so = digits.groups in _AS_DIALLED and not any("\t" in gap or "\n" in gap for gap in digits.gaps)
        if digits.is_tight or written_so:
            yield digits, Severity.WARN
