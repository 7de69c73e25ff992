"""Finds what does not belong into an official document: advertisements, leftovers of templates, words of a chatbot."""

from __future__ import annotations

from collections.abc import Iterator

from processors.screening import advertisement, chatbot, template_leftover
from processors.screening.line_mark import hits_on, lines_with, whole_line
from processors.screening.model import Severity
from processors.screening.page import Hit, Page

_WARN = Severity.WARN


def find_irrelevant_content(page: Page) -> Iterator[Hit]:
    """All warn: a person decides what belongs to the document."""
    for _, line in lines_with(page, chatbot.WORDS):
        yield from hits_on(line, ((chatbot.CHATBOT, _WARN),))
    for _, line in lines_with(page, template_leftover.WORDS):
        yield from hits_on(line, ((template_leftover.LEFTOVERS, _WARN),))
        if template_leftover.EXPLAINED.search(line.tight) is None:
            yield from hits_on(line, ((template_leftover.FIELDS, _WARN),))
    for _, line in lines_with(page, advertisement.WORDS):
        if advertisement.AGAINST.search(line.tight) is None:
            yield from hits_on(line, ((advertisement.ADVERTISEMENT, _WARN),))
            if advertisement.is_slogan(line.tight):
                yield whole_line(line, _WARN)
