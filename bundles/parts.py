"""A clean body cut into the document itself and what is attached to it, so that a find can be placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bundles.markup import plain_text

ANNEX: Final = '<div class="annex">'
#: Where the cut is: before an attachment's heading, after it, and before the imprint, which is the document's again.
_CUT: Final = re.compile(rf'(?={ANNEX}|<footer class="imprint">)|(?<=</footer>)')
_MARK: Final = '<p class="annex-mark">'


@dataclass(frozen=True, slots=True)
class Part:
    """`annex` is the 1-based number of the heading above this text, None for the document itself.

    `heading` are the lines of that heading: 附件1, 补贴标准. `is_marked`: it calls itself 附件.
    """

    text: str
    annex: int | None = None
    heading: tuple[str, ...] = ()
    is_marked: bool = False

    @property
    def name(self) -> str:
        """What it is called: its title, else its mark."""
        return self.heading[-1] if self.heading else ""


def body_parts(html: str) -> tuple[Part, ...]:
    """All of a body in its order. The texts joined with line ends are its plain text."""
    return tuple(part for part in _parts(html) if part.text)


def _parts(html: str) -> Iterator[Part]:
    annexes = 0
    for piece in _CUT.split(html):
        if not piece.startswith(ANNEX):
            yield Part(plain_text(piece))
            continue
        annexes += 1
        heading, _, _ = piece.partition("</div>")
        yield Part(plain_text(piece), annexes, tuple(plain_text(heading).split("\n")), is_marked=_MARK in heading)
