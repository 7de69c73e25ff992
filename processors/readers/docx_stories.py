"""The body, headers, footers and notes of a DOCX as lines, of what is seen of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from processors.hidden.collector import Collector
from processors.readers.docx_lines import first_lines
from processors.readers.docx_package import DocxPackage
from processors.readers.docx_pictures import is_readable, page_picture
from processors.readers.docx_text import PAGE_BREAK, PICTURE, TextWalker
from processors.readers.line_looks import PrintedLine
from processors.readers.looks import sheet_of
from processors.readers.numbering import Counters
from processors.readers.referenced import drop_uncalled_notes, shown_headers
from processors.readers.unseen import leave_only_seen
from processors.readers.wordml import W
from processors.screening.model import FindingKind

#: A footer that is only a page number. Matches "— 1 —" and "第 1 页 共 3 页"; does not match "2026年1月1日印发".
_PAGE_NUMBER: Final = re.compile(r"[\s\d\-–—·.第页共/]*")


class Stories:
    """One document's stories. What is not seen is `found`, and taken out of the package's main part.

    `has_unread_picture` says that a picture as large as a page is of a kind that nobody here can read.
    """

    def __init__(self, package: DocxPackage) -> None:
        self._package = package
        self._looks, lists = package.looks()
        self._sheet = sheet_of(package.main)
        self._walker = TextWalker(Counters(lists), self._picture)
        self._shown = shown_headers(package.main, package.settings())
        self._words: list[str] = []
        self.found = Collector()
        self.has_unread_picture = False

    def hidden_words(self) -> Sequence[str]:
        """What is not seen, so far, one text a place."""
        return self._words

    def body(self) -> Iterator[str]:
        """The body's lines, with its page breaks and pictures."""
        self._clear(self._package.main)
        body = self._package.main.find(f"{W}body")
        return iter(()) if body is None else self._walker.story(body)

    def first_lines(self) -> tuple[PrintedLine, ...]:
        """How the body's first lines are set; ask after `body`, which leaves of it what is seen."""
        body = self._package.main.find(f"{W}body")
        return () if body is None else first_lines(body, self._looks)

    def marginal(self, kind: str) -> list[str]:
        """Lines of the headers or footers, each once and without bare page numbers."""
        lines: dict[str, None] = {}
        for relation_id, root in self._package.roots(kind):
            own = self._lines(root)
            if relation_id in self._shown:
                lines.update(dict.fromkeys(own))
            else:
                self._note(FindingKind.HIDDEN_TEXT, "".join(own), "未使用的页眉或页脚：")
        return list(lines)

    def notes(self) -> list[str]:
        """Lines of the notes that the body's text calls for."""
        lines: dict[str, None] = {}
        for kind in ("footnotes", "endnotes"):
            for _, root in self._package.roots(kind):
                for words in drop_uncalled_notes(root, kind, self._package.main):
                    self._note(FindingKind.HIDDEN_TEXT, words, "没有引用的注释：")
                lines.update(dict.fromkeys(self._lines(root)))
        return list(lines)

    def _picture(self, drawing: etree._Element) -> str:
        identity = page_picture(drawing, self._sheet)
        if identity and not is_readable(self._package.head(identity)):
            self.has_unread_picture = True
            return ""
        return identity

    def _lines(self, root: etree._Element) -> list[str]:
        self._clear(root)
        lines = [line for line in self._walker.story(root) if line != PAGE_BREAK and not line.startswith(PICTURE)]
        return [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]

    def _clear(self, root: etree._Element) -> None:
        for kind, words in leave_only_seen(root, self._looks, self._sheet):
            self._note(kind, words)

    def _note(self, kind: FindingKind, words: str, label: str = "") -> None:
        if words.strip():
            self._words.append(words)
            self.found.add(kind, label + words)
