"""Cut a page's text at findings, evidence and doubtful OCR lines, so that a template can mark each piece.

Pieces hold plain text; the template escapes it. Nothing here makes HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: An OCR line below this mean score (0–1) is shown as doubtful.
DOUBTFUL_BELOW: Final = 0.9


@dataclass(frozen=True, slots=True)
class Span:
    """Something to show on a page: characters `start` to `end` (exclusive), under a label.

    `kind` is redacted, finding-block, finding-warn, finding-note, evidence or doubtful, most important first; where
    spans overlap, a character belongs to the most important one. `anchor` names the place so that a list can link to
    it.
    """

    start: int
    end: int
    kind: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under one mark, or none.

    `opens` is true on the first piece of its span (it carries the anchor), `closes` on the last (it carries the
    label).
    """

    text: str
    span: Span | None = None
    opens: bool = False
    closes: bool = False


_RANK: Final = {"redacted": -1, "finding-block": 0, "finding-warn": 1, "finding-note": 2, "evidence": 3, "doubtful": 4}


def cut(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Return the pieces of `text` in order; joined, their texts are `text` again.

    Spans outside the text are clipped, empty ones dropped.
    """
    inside = [span for span in spans if max(span.start, 0) < min(span.end, len(text))]
    edges = sorted({0, len(text)} | {min(max(edge, 0), len(text)) for s in inside for edge in (s.start, s.end)})
    owned = [(start, end, _owner(inside, start)) for start, end in pairwise(edges)]
    return tuple(_piece(text, owned, at) for at in range(len(owned)))


def _owner(spans: Sequence[Span], at: int) -> Span | None:
    covering = [span for span in spans if span.start <= at < span.end]
    return min(covering, key=lambda span: (_RANK[span.kind], span.start), default=None)


def _piece(text: str, owned: Sequence[tuple[int, int, Span | None]], at: int) -> Piece:
    start, end, span = owned[at]
    if span is None:
        return Piece(text[start:end])
    earlier = any(other is span for _, _, other in owned[:at])
    later = any(other is span for _, _, other in owned[at + 1 :])
    return Piece(text[start:end], span, opens=not earlier, closes=not later)
