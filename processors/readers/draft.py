"""What a format's reader hands over before OCR: text pages, and the pages of which only a picture tells."""

from __future__ import annotations

from dataclasses import dataclass

from processors.extraction import PageText
from processors.screening.model import Finding


class HoldsOldFormats(Exception):
    """Some files of the archive have to be made DOCX first; as far as can be told, each is whole."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One file as its reader sees it.

    `pages` has every page, in order. `to_ocr` are the numbers (1-based) of those whose text has to come from their
    picture; their `text` here is what the text layer said, often nothing. `heads` are the numbers of those that begin a
    document, where a classification mark is one of the whole. `classified` and `hidden` as in Extraction.
    """

    media_type: str
    reader: str
    pages: tuple[PageText, ...]
    to_ocr: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    classified: bool = False
    hidden: tuple[Finding, ...] = ()
    heads: tuple[int, ...] = (1,)
