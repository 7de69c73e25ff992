"""Attachments (附件) on a document's page: their places in the article, and which of them a find comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote

from bundles.format import BundleMeta
from bundles.parts import ANNEX, Part

# As search engines show a fragment: one blank for each of these characters.
_BLANKS = str.maketrans(dict.fromkeys("\t\n\r\f\v\u2028\u2029\x85", " "))


@dataclass(frozen=True, slots=True)
class Attachment:
    """`path` is where it can be read, relative to the site."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Searched:
    """All that is searched of a document but its title: the parts of its body, then the names of its attachments."""

    meta: BundleMeta
    parts: Sequence[Part]
    text: str

    @classmethod
    def of(cls, meta: BundleMeta, parts: Sequence[Part]) -> Searched:
        texts = (*(part.text for part in parts), *meta.attributes.attachments)
        return cls(meta, parts, "\n".join(texts).translate(_BLANKS))

    def holds(self, text: str) -> bool:
        """Whether a piece, blanks as engines show them, stands in it."""
        return text in self.text

    def attachment(self, text: str, offset: int) -> Attachment | None:
        """Which attachment the character at an offset of that piece belongs to; None if the document itself."""
        left = self.text.index(text) + offset
        for part in self.parts:
            if left <= len(part.text):
                return self._of_part(part)
            left -= len(part.text) + 1
        for name in self.meta.attributes.attachments:
            if left <= len(name):
                return self._named(name)
            left -= len(name) + 1
        return None

    def _of_part(self, part: Part) -> Attachment | None:
        """What a notice issues stands below a heading of its own too, and is no attachment."""
        if part.annex is None or not (part.is_marked or part.name in self.meta.attributes.attachments):
            return None
        return Attachment(part.name, f"/d/{self.meta.id}#{anchor(part.annex)}")

    def _named(self, name: str) -> Attachment:
        """An attachment of which only the name is text: its place in the article, its file, or the list of files."""
        places = [f"#{anchor(part.annex)}" for part in self.parts if part.annex and part.name == name]
        files = [f"/files/{quote(file.name, safe='')}" for file in self.meta.downloads if file.label == name]
        place, *_ = [*places, *files, "#downloads"]
        return Attachment(name, f"/d/{self.meta.id}{place}")


def anchor(number: int) -> str:
    """The place of an attachment (1-based) on its document's page."""
    return f"annex-{number}"


def with_anchors(article: str) -> str:
    """An article in which each attachment can be linked to. Its elements are plain ones, so none is mistaken."""
    numbers = count(1)
    first, *others = article.split(ANNEX)
    opened = (f'{ANNEX[:-1]} id="{anchor(next(numbers))}">{other}' for other in others)
    return "".join((first, *opened))
