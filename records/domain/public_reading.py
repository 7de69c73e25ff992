"""What of a reading the public sees: its text and attributes without what was taken out (article 37)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from records.domain.reading import Attribute, AttributeValue, Evidence, Reading, ReadPage
from records.domain.redaction import UNDER_AREA, Redaction

_BLANK = re.compile(r"\s+")


def public_reading(reading: Reading) -> Reading:
    """The reading with every redaction carried out, in the text and in each attribute that repeats the words.

    Evidence, findings and redactions are left out: they quote what the public must not see.
    """
    taken_out = [(_words(reading, redaction), redaction) for redaction in reading.taken_out]
    return replace(
        reading,
        pages=tuple(_page(page, reading.taken_out) for page in reading.pages),
        attributes={name: _attribute(attribute, taken_out) for name, attribute in reading.attributes.items()},
        findings=(),
        redactions=(),
        areas=(),
    )


def _page(page: ReadPage, redactions: Iterable[Redaction]) -> ReadPage:
    text = page.text
    for redaction in sorted(redactions, key=lambda one: one.start, reverse=True):
        if redaction.page == page.number:
            text = text[: redaction.start] + redaction.replacement + text[redaction.end :]
    return ReadPage(page.number, text, page.source)


def _words(reading: Reading, redaction: Redaction) -> str:
    """What is taken out, without blanks and line breaks."""
    text = next((page.text for page in reading.pages if page.number == redaction.page), "")
    return _BLANK.sub("", text[redaction.start : redaction.end])


def _attribute(attribute: Attribute, taken_out: Iterable[tuple[str, Redaction]]) -> Attribute:
    value = attribute.value
    for words, redaction in taken_out:
        quoted = _quotes(attribute.evidence, redaction)
        if not quoted and _is_stray(words, redaction):
            continue
        without = _without(value, words, redaction.replacement)
        if without == value and quoted:
            without = None  # it was read from there and nobody can tell which part: none of it is shown
        value = without
    return Attribute(value)


def _is_stray(words: str, redaction: Redaction) -> bool:
    """Whether an area met no more than one character of a line, which stands in many words that are not under it."""
    return redaction.kind == UNDER_AREA and len(words) < 2


def _without(value: AttributeValue, words: str, replacement: str) -> AttributeValue:
    if isinstance(value, tuple):
        return tuple(_replaced(item, words, replacement) for item in value)
    return None if value is None else _replaced(value, words, replacement)


def _replaced(text: str, words: str, replacement: str) -> str:
    """`text` with `words` replaced wherever they stand, blanks between their letters or not."""
    if not words:
        return text
    pattern = r"\s*".join(map(re.escape, words))
    return re.sub(pattern, lambda _: replacement, text)


def _quotes(evidence: Evidence | None, redaction: Redaction) -> bool:
    return (
        evidence is not None
        and evidence.page == redaction.page
        and evidence.start < redaction.end
        and redaction.start < evidence.end
    )
