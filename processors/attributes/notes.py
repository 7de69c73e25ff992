"""The notes (附注) in brackets under the date (GB/T 9704-2012, 7.3.6): how widely to spread it, whom to ask."""

from __future__ import annotations

import re

from processors.attributes.paper import Found, Paper, printed

MOST_LINES = 6  # that one note wraps into
# Matches (此件公开发布), (联系人:示例甲,电话:…). Must not match (印章), (盖章), (2021年修订).
_NOTE = re.compile(r"\((?!.{0,2}(?:章|印)\)$)(?!\d{4}年[^)]{0,8}\)$).{2,200}\)[。.]?")


def find_notes(paper: Paper, below: int) -> Found[tuple[str, ...]] | None:
    """All notes that follow one another from line `below` on, the one under the date; as printed, without brackets."""
    notes: list[str] = []
    index = below
    while (last := _note_end(paper, index)) is not None:
        text = printed(" ".join(line.text for line in paper.lines[index : last + 1]))
        notes.append(text.rstrip("。.").strip("（()） "))
        index = last + 1
    return paper.found(tuple(notes), below, index - 1, "note_below_date", 0.95) if notes else None


def _note_end(paper: Paper, first: int) -> int | None:
    """The line on which the note ends that begins on line `first`; None if none begins there."""
    joined = ""
    for index in range(first, min(first + MOST_LINES, len(paper.lines))):
        joined += paper.lines[index].plain
        if not joined.startswith("("):
            return None
        if joined.count("(") <= joined.count(")"):
            return index if _NOTE.fullmatch(joined) else None
    return None
