"""The headings of a long document, to go to one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

#: With fewer headings a document is seen at a glance.
FEWEST = 4
#: Headings of the first level; a body has nothing but text in them.
_HEADING = re.compile(r"<h2>([^<]*)</h2>")


@dataclass(frozen=True, slots=True)
class Heading:
    """`place` is its anchor on the page."""

    place: str
    text: str


def with_contents(article: str) -> tuple[str, tuple[Heading, ...]]:
    """An article whose headings can be linked to, and its headings; none if they are few."""
    headings: list[Heading] = []

    def placed(found: re.Match[str]) -> str:
        heading = Heading(f"part-{len(headings) + 1}", unescape(found[1]))
        headings.append(heading)
        return f'<h2 id="{heading.place}">{found[1]}</h2>'

    html = _HEADING.sub(placed, article)
    return (html, tuple(headings)) if len(headings) >= FEWEST else (article, ())
