"""What the text of a file's pages contains, whoever reads it: attributes as printed, and screening findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.attributes.read import Printed, read_printed
from processors.extraction import PageText
from processors.screening.model import Finding
from processors.screening.screen import screen
from processors.screening.words import Words


@dataclass(frozen=True, slots=True)
class Contents:
    """`findings` are those of the text, in reading order; hidden content is the reader's (Extraction.hidden)."""

    printed: Printed
    findings: tuple[Finding, ...]


def contents_of(pages: Sequence[PageText], words: Words | None = None) -> Contents:
    """Read the attributes and screen the text, also for the `words` that the bureau keeps."""
    return Contents(read_printed(pages), screen(pages, words))
