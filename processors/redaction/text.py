"""A page's text with each redacted stretch replaced."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, Protocol

from processors.redaction.masking import blackened

#: What makes lines and cells of a text; a redaction leaves them where they are.
_STRUCTURE: Final = frozenset("\n\t")


class Stretch(Protocol):
    """Characters `start` to `end` (exclusive) of a text and what stands in their place."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def replacement(self) -> str: ...


def masked(text: str, spans: Iterable[Stretch]) -> str:
    """`text` with every span's replacement in its place; lines and cells stay what they are.

    A replacement that would join or part lines or cells is not used: ■ stands for every visible character then.

    Raises:
        ValueError: spans overlap, are empty, or lie outside of the text.
    """
    ordered = sorted(spans, key=lambda span: span.start)
    if any(not 0 <= span.start < span.end <= len(text) for span in ordered):
        raise ValueError("a span outside of the text")
    if any(first.end > then.start for first, then in pairwise(ordered)):
        raise ValueError("spans overlap")
    pieces: list[str] = []
    done = 0
    for span in ordered:
        pieces += (text[done : span.start], fitting(text[span.start : span.end], span.replacement))
        done = span.end
    return "".join((*pieces, text[done:]))


def fitting(words: str, replacement: str) -> str:
    """The replacement if it has the lines and cells of `words`; else ■ for every visible character of them."""
    return replacement if _structure(words) == _structure(replacement) else blackened(words)


def _structure(text: str) -> str:
    return "".join(character for character in text if character in _STRUCTURE)
