"""DOCX → text: body, tables, text boxes, content controls, headers, footers and notes."""

from __future__ import annotations

import hashlib
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import PageText, Source, Unreadable
from processors.readers.docx_text import PAGE_BREAK, TextWalker
from processors.readers.draft import Draft
from processors.readers.numbering import Counters, Definitions, definitions
from processors.readers.package import BROKEN_PACKAGE, open_package, parse_xml, part
from processors.readers.wordml import W, hidden_styles, to_transitional
from processors.sandbox.limits import Limits
from processors.screening.classification import find_mark
from processors.sniff import MediaType

READER: Final = "docx/1"

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
#: A footer that is only a page number. Matches "— 1 —" and "第 1 页 共 3 页"; does not match "2026年1月1日印发".
_PAGE_NUMBER: Final = re.compile(r"[\s\d\-–—·.第页共/]*")
#: Which styles hide text and what is numbered how, by the digest of the parts that define it. A bureau writes from a
#: few templates, and these are the largest parts of most documents.
_KNOWN: Final[dict[bytes, tuple[frozenset[str], Definitions]]] = {}
_MAX_KNOWN: Final = 64


class _Package:
    """The parts of one DOCX by the role that the main part gives them."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        main = next((target for kind, target in self._relations("") if kind == "officeDocument"), "word/document.xml")
        root = self._root(main)
        if root is None:
            raise Unreadable("broken", BROKEN_PACKAGE)
        self.main = root
        self._related = list(self._relations(main))

    def roots(self, kind: str) -> Iterator[etree._Element]:
        """The parts of one kind (`header`, `footer`, `styles`, …) that the main part names, in its order."""
        for related, target in self._related:
            root = self._root(target) if related == kind else None
            if root is not None:
                yield root

    def looks(self) -> tuple[frozenset[str], Definitions]:
        """Ids of the styles that hide text, and the document's numbered lists."""
        contents = [self._content("styles"), self._content("numbering")]
        digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).digest()
        if digest not in _KNOWN:
            if len(_KNOWN) >= _MAX_KNOWN:
                _KNOWN.clear()
            styles, numbering = (to_transitional(parse_xml(content)) if content else None for content in contents)
            lists = Definitions() if numbering is None else definitions(numbering, styles)
            _KNOWN[digest] = (hidden_styles(styles), lists)
        return _KNOWN[digest]

    def _content(self, kind: str) -> bytes:
        """The first part of a kind; nothing without one."""
        name = next((target for related, target in self._related if related == kind), None)
        return b"" if name is None else part(self._package, name, self._limits) or b""

    def has(self, kind: str) -> bool:
        return any(related == kind for related, _ in self._related)

    def _root(self, name: str) -> etree._Element | None:
        content = part(self._package, name, self._limits)
        return None if content is None else to_transitional(parse_xml(content))

    def _relations(self, source: str) -> Iterator[tuple[str, str]]:
        """(kind, part name) of what a part refers to inside the package; outside references are ignored."""
        folder, name = posixpath.split(source)
        content = part(self._package, posixpath.join(folder, "_rels", f"{name}.rels"), self._limits)
        if content is None:
            return
        for relation in parse_xml(content).iter(_RELATION):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                yield kind, posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


def read(path: Path, limits: Limits) -> Draft:
    """Read a DOCX. It has no pages of its own: explicit page and section breaks make them, else there is one.

    Headers come first on the first page, footers and notes last on the last page.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_large` or `too_many_pages`.
    """
    with open_package(path, limits) as archive:
        package = _Package(archive, limits)
        hidden, lists = package.looks()
        walker = TextWalker(hidden, Counters(lists))
        headers = _distinct(walker, package.roots("header"))
        body = package.main.find(f"{W}body")
        pages = _pages(() if body is None else walker.story(body))
        if any(find_mark(text) for text in ("\n".join(headers), pages[0])):
            return Draft(MediaType.DOCX, READER, pages=(), classified=True)
        trailing = _distinct(walker, package.roots("footer"))
        notes = [line for kind in ("footnotes", "endnotes") for line in _distinct(walker, package.roots(kind))]
        pages[0] = "".join(f"{line}\n" for line in headers) + pages[0]
        pages[-1] += "".join(f"{line}\n" for line in [*_drawn(package), *notes, *trailing])
        if len(pages) > limits.max_pages:
            raise Unreadable("too_many_pages", f"文件超过 {limits.max_pages} 页，请拆分后再投递。")
        warnings = tuple(_warnings(package, walker, archive))
    return Draft(
        MediaType.DOCX,
        READER,
        pages=tuple(PageText(number, text, Source.TEXT) for number, text in enumerate(pages, start=1)),
        warnings=warnings,
    )


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


def _drawn(package: _Package) -> Iterator[str]:
    """Words of charts and diagrams: they are published with the page, so they have to be screened with it."""
    for kind in ("chart", "diagramData"):
        for root in package.roots(kind):
            words = root.iter(f"{_DRAWING}t", f"{_CHART}v")
            yield from dict.fromkeys(text for word in words if (text := (word.text or "").strip()))


def _distinct(walker: TextWalker, roots: Iterable[etree._Element]) -> list[str]:
    """Lines of headers, footers or notes, each text once and without bare page numbers."""
    lines = (line for root in roots for line in walker.story(root) if line != PAGE_BREAK)
    return list(dict.fromkeys(line for line in lines if not _PAGE_NUMBER.fullmatch(line)))


def _warnings(package: _Package, walker: TextWalker, archive: zipfile.ZipFile) -> Iterator[str]:
    tracked = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
    if next(package.main.iter(*tracked), None) is not None:
        yield "tracked_changes"
    if walker.saw_hidden:
        yield "hidden_text"
    if package.has("comments"):
        yield "comments"
    if package.has("aFChunk"):
        yield "embedded_part_not_read"
    if any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist()):
        yield "macros"
