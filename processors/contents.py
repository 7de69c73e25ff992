"""What the text of a file's pages contains, whoever reads it: attributes as printed, and screening findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.attributes.read import Printed, read_printed
from processors.extraction import PageText
from processors.screening.model import Finding
from processors.screening.screen import screen


@dataclass(frozen=True, slots=True)
class Contents:
    """`findings` are those of the text, in reading order; hidden content is the reader's (Extraction.hidden)."""

    printed: Printed
    findings: tuple[Finding, ...]


def contents_of(pages: Sequence[PageText]) -> Contents:
    """Read the attributes and screen the text."""
    return Contents(read_printed(pages), screen(pages))
