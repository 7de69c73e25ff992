"""DOCX → text: body, tables, text boxes, content controls, headers, footers and notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import PageText, Source, Unreadable
from processors.hidden.collector import Collector
from processors.readers.docx_package import DocxPackage
from processors.readers.docx_text import PAGE_BREAK, TextWalker
from processors.readers.draft import Draft
from processors.readers.looks import sheet_of
from processors.readers.numbering import Counters
from processors.readers.package import open_package
from processors.readers.referenced import drop_uncalled_notes, shown_headers
from processors.readers.unseen import leave_only_seen
from processors.readers.wordml import W
from processors.sandbox.limits import Limits
from processors.screening.classification import find_mark
from processors.screening.model import FindingKind
from processors.sniff import MediaType

READER: Final = "docx/1"

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
#: A footer that is only a page number. Matches "— 1 —" and "第 1 页 共 3 页"; does not match "2026年1月1日印发".
_PAGE_NUMBER: Final = re.compile(r"[\s\d\-–—·.第页共/]*")


def read(path: Path, limits: Limits) -> Draft:
    """Read a DOCX. It has no pages of its own: explicit page and section breaks make them, else there is one.

    Headers come first on the first page, footers and notes last on the last page.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_large` or `too_many_pages`.
    """
    with open_package(path, limits) as archive:
        package = DocxPackage(archive, limits)
        story = _Stories(package)
        headers = story.marginal("header")
        pages = _pages(story.body())
        # A mark is one wherever it stands, also where nobody sees it.
        if any(map(find_mark, ("\n".join(headers), pages[0], *story.hidden_words()))):
            return Draft(MediaType.DOCX, READER, pages=(), classified=True)
        trailing = story.marginal("footer")
        pages[0] = "".join(f"{line}\n" for line in headers) + pages[0]
        pages[-1] += "".join(f"{line}\n" for line in [*_drawn(package), *story.notes(), *trailing])
        if len(pages) > limits.max_pages:
            raise Unreadable("too_many_pages", f"文件超过 {limits.max_pages} 页，请拆分后再投递。")
        warnings = tuple(_warnings(package, archive, has_hidden=bool(story.hidden_words())))
    return Draft(
        MediaType.DOCX,
        READER,
        pages=tuple(PageText(number, text, Source.TEXT) for number, text in enumerate(pages, start=1)),
        warnings=warnings,
        hidden=story.found.findings(),
    )


class _Stories:
    """The body, headers, footers and notes as lines, of what is seen of them; what is not seen is `found`."""

    def __init__(self, package: DocxPackage) -> None:
        self._package = package
        self._looks, lists = package.looks()
        self._walker = TextWalker(Counters(lists))
        self._sheet = sheet_of(package.main)
        self._shown = shown_headers(package.main, package.settings())
        self._words: list[str] = []
        self.found = Collector()

    def hidden_words(self) -> Sequence[str]:
        """What is not seen, so far, one text a place."""
        return self._words

    def body(self) -> Iterator[str]:
        self._clear(self._package.main)
        body = self._package.main.find(f"{W}body")
        return iter(()) if body is None else self._walker.story(body)

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
        lines: dict[str, None] = {}
        for kind in ("footnotes", "endnotes"):
            for _, root in self._package.roots(kind):
                for words in drop_uncalled_notes(root, kind, self._package.main):
                    self._note(FindingKind.HIDDEN_TEXT, words, "没有引用的注释：")
                lines.update(dict.fromkeys(self._lines(root)))
        return list(lines)

    def _lines(self, root: etree._Element) -> list[str]:
        self._clear(root)
        lines = [line for line in self._walker.story(root) if line != PAGE_BREAK]
        return [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]

    def _clear(self, root: etree._Element) -> None:
        for kind, words in leave_only_seen(root, self._looks, self._sheet):
            self._note(kind, words)

    def _note(self, kind: FindingKind, words: str, label: str = "") -> None:
        if words.strip():
            self._words.append(words)
            self.found.add(kind, label + words)


def _pages(lines: Iterable[str]) -> list[str]:
    pages: list[list[str]] = [[]]
    for line in lines:
        if line != PAGE_BREAK:
            pages[-1].append(line)
        elif any(pages[-1]):
            # Breaks in a row, and a break before any text, make no empty pages.
            pages.append([])
    if len(pages) > 1 and not any(pages[-1]):
        pages.pop()
    return ["".join(f"{line}\n" for line in page) for page in pages]


def _drawn(package: DocxPackage) -> Iterator[str]:
    """Words of charts and diagrams: they are published with the page, so they have to be screened with it."""
    for kind in ("chart", "diagramData"):
        for _, root in package.roots(kind):
            words = root.iter(f"{_DRAWING}t", f"{_CHART}v")
            yield from dict.fromkeys(text for word in words if (text := (word.text or "").strip()))


def _warnings(package: DocxPackage, archive: zipfile.ZipFile, *, has_hidden: bool) -> Iterator[str]:
    tracked = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
    if next(package.main.iter(*tracked), None) is not None:
        yield "tracked_changes"
    if has_hidden:
        yield "hidden_text"
    if package.has("comments"):
        yield "comments"
    if package.has("aFChunk"):
        yield "embedded_part_not_read"
    if any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist()):
        yield "macros"
