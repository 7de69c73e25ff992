"""Which pieces of a text show why it was found. Offsets only: whoever shows them escapes the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search.analysis import marked, phrase_pattern
from search.engine import Fragment
from search.plan import Tokens

FRAGMENT_CHARS = 120
FRAGMENTS = 3
LEAD_CHARS = 30  # shown before the first mark of a fragment
SCANNED_CHARS = 50_000  # of one text, about 30 pages; beyond, a match is found but not shown
MAX_PHRASES = 64
MAX_MARKS = 200  # of one text that are looked at
MAX_FRAGMENTS = 20  # of one text, of which the best are shown

# One space for one character, so that offsets stay.
_SPACES = str.maketrans(dict.fromkeys("\t\n\r\f\v\u2028\u2029\x85", " "))

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Finds phrases in texts; where several begin at one place, the first of them is taken."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, phrases: Sequence[Tokens]) -> Highlighter:
        """For these phrases, of which the first 64 are looked for."""
        chosen = [phrase_pattern(phrase) for phrase in phrases[:MAX_PHRASES]]
        return cls(re.compile("|".join(chosen)) if chosen else None)

    def mark(self, text: str) -> Fragment:
        """The whole text with the phrases marked."""
        return Fragment(text.translate(_SPACES), self.find_marks(text))

    def best_fragments(self, texts: Sequence[str]) -> tuple[Fragment, ...]:
        """Up to three pieces of about 120 characters that show most of the phrases, in reading order.

        The beginning of the first text if nothing is marked.
        """
        found = [
            fragment
            for text in texts
            for fragment in islice(
                _fragments(text[:SCANNED_CHARS], self.find_marks(text[:SCANNED_CHARS])), MAX_FRAGMENTS
            )
        ]
        if not found:
            beginning = next((text.strip() for text in texts if text.strip()), "")
            return (Fragment(beginning[:FRAGMENT_CHARS].translate(_SPACES)),) if beginning else ()
        return tuple(_telling(found))

    def find_marks(self, text: str) -> Marks:
        """Where the phrases stand in a text: (start, end) in order, at most 200, none overlapping."""
        if self.pattern is None:
            return ()
        sought, back = marked(text)
        found = islice(self.pattern.finditer(sought), MAX_MARKS)
        spans = ((back[match.start()], back[match.end() - 1] + 1) for match in found)
        return tuple(_apart(spans))


def _apart(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Leave out what begins within the one before: two marks within one character that became several when folded."""
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


def _telling(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The three that add most different words, in their order."""
    chosen: list[int] = []
    shown: set[str] = set()
    for _ in range(min(FRAGMENTS, len(fragments))):
        rest = [index for index in range(len(fragments)) if index not in chosen]
        best = max(rest, key=lambda index: (len(_marked(fragments[index]) - shown), -index))
        chosen.append(best)
        shown |= _marked(fragments[best])
    return [fragments[index] for index in sorted(chosen)]


def _marked(fragment: Fragment) -> set[str]:
    return {fragment.text[start:end] for start, end in fragment.marks}


def _fragments(text: str, marks: Marks) -> Iterator[Fragment]:
    shown = 0
    while marks:
        start = max(shown, marks[0][0] - LEAD_CHARS)
        end = min(len(text), max(start + FRAGMENT_CHARS, marks[0][1]))
        inside = tuple(span for span in marks if span[1] <= end)
        yield Fragment(text[start:end].translate(_SPACES), tuple((a - start, b - start) for a, b in inside))
        marks = marks[len(inside) :]
        shown = end if not marks else min(end, marks[0][0])
