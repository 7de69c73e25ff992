"""Breaks Chinese text into lines: no closing mark begins a line, no opening one ends it, numbers stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samples.fonts import Face
from samples.page import measure

NEVER_FIRST = "，。、；：？！）》”’〕】」』…％%"
NEVER_LAST = "（《“‘〔【「『"
# "2026" is one piece, "0000-" and "0000000" are one each; "科员" is two.
PIECES = re.compile(r"[0-9A-Za-z.:]+-?|.")


def break_lines(text: str, width: float, size: float, face: Face, indent: float = 0) -> list[str]:
    """The lines of `text` in `width` points; the first has `indent` points less."""
    lines: list[str] = []
    current: list[str] = []
    room = width - indent
    for piece in _pieces(text):
        length = measure(piece, size, face)
        if current and length > room + 0.01:
            lines.append("".join(current))
            current, room = [], width
        current.append(piece)
        room -= length
    return [*lines, "".join(current)]


def _pieces(text: str) -> Iterator[str]:
    """What may not be parted: a character or number with the marks that cling to it."""
    held = ""
    for piece in PIECES.findall(text):
        if held and (piece in NEVER_FIRST or held[-1] in NEVER_LAST):
            held += piece
        else:
            if held:
                yield held
            held = piece
    yield held
