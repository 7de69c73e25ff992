"""Which pieces of a text show why it was found. Offsets only: whoever shows them escapes the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from search.analysis import cut
from search.engine import Fragment
from search.query import Term

FRAGMENT_CHARS = 120
FRAGMENTS = 3
LEAD_CHARS = 30  # shown before the first mark of a fragment
SCANNED_CHARS = 50_000  # of one text, about 30 pages; beyond, a match is found but not shown

# One space for one character, so that offsets stay.
_SPACES = str.maketrans(dict.fromkeys("\t\n\r\f\v\u2028\u2029\x85", " "))

Marks = tuple[tuple[int, int], ...]


def mark(text: str, terms: Sequence[Term]) -> Fragment:
    """The whole text with the terms marked."""
    return Fragment(text.translate(_SPACES), find_marks(text, terms))


def best_fragments(texts: Sequence[str], terms: Sequence[Term]) -> tuple[Fragment, ...]:
    """Up to three pieces of about 120 characters, in reading order; the beginning of the text if nothing is marked."""
    fragments: list[Fragment] = []
    for text in texts:
        scanned = text[:SCANNED_CHARS]
        wanted = FRAGMENTS - len(fragments)
        fragments.extend(islice(_fragments(scanned, find_marks(scanned, terms)), wanted))
        if len(fragments) == FRAGMENTS:
            break
    if fragments:
        return tuple(fragments)
    beginning = next((text.strip() for text in texts if text.strip()), "")
    return (Fragment(beginning[:FRAGMENT_CHARS].translate(_SPACES)),) if beginning else ()


def find_marks(text: str, terms: Sequence[Term]) -> Marks:
    """Where the terms stand in a text: (start, end) in order, overlapping ones made one."""
    if not terms:
        return ()
    tokens = cut(text)
    texts = tuple(token.text for token in tokens)
    places: dict[str, list[int]] = {}
    for place, token in enumerate(texts):
        places.setdefault(token, []).append(place)
    found = [
        (tokens[place].start, tokens[place + len(term.tokens) - 1].end)
        for term in terms
        for place in places.get(term.tokens[0], ())
        if texts[place : place + len(term.tokens)] == term.tokens
    ]
    return _merge(sorted(found))


def _merge(spans: list[tuple[int, int]]) -> Marks:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _fragments(text: str, marks: Marks) -> Iterator[Fragment]:
    shown = 0
    while marks:
        start = max(shown, marks[0][0] - LEAD_CHARS)
        end = min(len(text), max(start + FRAGMENT_CHARS, marks[0][1]))
        inside = tuple(span for span in marks if span[1] <= end)
        yield Fragment(text[start:end].translate(_SPACES), tuple((a - start, b - start) for a, b in inside))
        marks = marks[len(inside) :]
        shown = end if not marks else min(end, marks[0][0])
