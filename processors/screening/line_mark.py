"""Looks for marks that stand on a line: what a line says without its blanks, and where that is on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from processors.folding import fold
from processors.screening.model import Severity
from processors.screening.page import Hit, Line, Page, tight

# A paragraph that long is no mark; sentences are searched by their own patterns.
LONGEST_MARK = 60
# What stands apart on one line: 示例局    内部资料, cells of a head.
_PART = re.compile(r"[^ \t\xa0]+(?:[ \xa0][^ \t\xa0]+)*+")
_SHORT_HEAD = 24
_SHORTEST_WORD = 3
_MARKS = frozenset({"mark", "order"})


def hits_on(line: Line, patterns: Sequence[tuple[re.Pattern[str], Severity]]) -> Iterator[Hit]:
    """Where the patterns are found in a line without its blanks; the whole match, or its group `mark` or `order`."""
    found = [(match, severity) for pattern, severity in patterns for match in pattern.finditer(line.tight)]
    if not found:
        return
    folded = fold(line.text, offset=line.start)
    for match, severity in found:
        group = match.lastgroup if match.lastgroup in _MARKS else 0
        start, end = folded.span(*match.span(group))
        yield Hit(start, end, severity)


def whole_line(line: Line, severity: Severity) -> Hit:
    """A hit of all that a line shows."""
    start, end = fold(line.text, offset=line.start).span(0, len(line.tight))
    return Hit(start, end, severity)


def parts_of(line: Line) -> Iterator[Line]:
    """What stands apart on a line, by two blanks or a tab at least; nothing if it is all in one.

    On a short line one blank parts words of three characters and more: 商密三级 内部使用, never 内 部 资 料.
    """
    parts = list(_PART.finditer(line.text))
    if len(parts) == 1 and len(line.tight) <= _SHORT_HEAD:
        words = list(re.finditer(r"[^ \t\xa0]+", line.text))
        parts = words if min(len(word[0]) for word in words) >= _SHORTEST_WORD else parts
    for part in parts if len(parts) > 1 else ():
        yield Line(line.start + part.start(), part[0], tight(part[0]))


def lines_with(page: Page, words: re.Pattern[str]) -> Iterator[tuple[int, Line]]:
    """The lines on which one of `words` stands, with their index."""
    for number, line in enumerate(page.lines if page.says(words) else ()):
        if words.search(line.tight):
            yield number, line
