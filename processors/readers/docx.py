"""DOCX → text: body, tables, text boxes, content controls, headers, footers and notes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from processors.extraction import PageText, Source, Unreadable
from processors.readers import docx_pictures
from processors.readers.docx_package import DocxPackage
from processors.readers.docx_stories import Stories
from processors.readers.docx_text import PAGE_BREAK, PICTURE
from processors.readers.draft import Draft
from processors.readers.line_looks import looks_of
from processors.readers.package import open_package
from processors.readers.wordml import W
from processors.sandbox.limits import Limits
from processors.screening.classification import stops_reading
from processors.sniff import MediaType

READER: Final = "docx/1"

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def read(path: Path, limits: Limits) -> Draft:
    """Read a DOCX. It has no pages of its own: explicit page and section breaks make them, else there is one.

    Headers come first on the first page, footers and notes last on the last page.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_large` or `too_many_pages`.
    """
    with open_package(path, limits) as archive:
        package = DocxPackage(archive, limits)
        stories = Stories(package)
        headers = stories.marginal("header")
        pages = _pages(stories.body())
        # A mark is one wherever it stands, also where nobody sees it.
        if any(map(stops_reading, ("\n".join(headers), pages[0].text, *stories.hidden_words()))):
            return Draft(MediaType.DOCX, READER, pages=(), classified=True)
        printed = stories.first_lines()
        trailing = stories.marginal("footer")
        pages = _framed(headers, pages, [*_drawn(package), *stories.notes(), *trailing])
        if len(pages) > limits.max_pages:
            raise Unreadable("too_many_pages", f"文件超过 {limits.max_pages} 页，请拆分后再投递。")
        warnings = tuple(_warnings(package, archive, stories))
        if not any(page.text.strip() or page.picture for page in pages):
            warnings += ("page_without_text:1",)
    to_ocr = tuple(number for number, page in enumerate(pages, start=1) if page.picture)
    return Draft(
        MediaType.DOCX,
        READER,
        pages=tuple(
            PageText(
                number,
                page.text,
                Source.OCR if page.picture else Source.TEXT,
                looks=looks_of(printed, page.text) if number == 1 and not page.picture else (),
            )
            for number, page in enumerate(pages, start=1)
        ),
        to_ocr=to_ocr,
        # The first picture may be the first page of what was scanned.
        heads=(1, *to_ocr[:1]),
        warnings=warnings,
        hidden=stories.found.findings(),
    )


def picture_of(path: Path, number: int, limits: Limits) -> Image.Image:
    """The picture that is page `number` (1-based), upright, RGB.

    Raises:
        Unreadable: as `read`, or the picture cannot be decoded.
    """
    with open_package(path, limits) as archive:
        stories = Stories(DocxPackage(archive, limits))
        pages = _framed(stories.marginal("header"), _pages(stories.body()), [])
    return docx_pictures.picture_of(path, pages[number - 1].picture, limits)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of text, or of one picture by its relation id."""

    text: str
    picture: str = ""


def _pages(lines: Iterable[str]) -> list[_Page]:
    """At least one page. A large picture is a page of its own, the first time that it is shown."""
    pages: list[_Page] = []
    text: list[str] = []
    shown: set[str] = set()

    def turn() -> None:
        # Breaks in a row, and a break before any text, make no empty pages.
        if any(text):
            pages.append(_Page("".join(f"{line}\n" for line in text)))
        text.clear()

    for line in lines:
        if line.startswith(PICTURE):
            identity = line.removeprefix(PICTURE)
            if identity not in shown:
                shown.add(identity)
                turn()
                pages.append(_Page("", identity))
        elif line != PAGE_BREAK:
            text.append(line)
        else:
            turn()
    turn()
    return pages or [_Page("".join(f"{line}\n" for line in text))]


def _framed(headers: Sequence[str], pages: Sequence[_Page], trailing: Sequence[str]) -> list[_Page]:
    """The pages with what goes before the first and after the last; pictures take no text."""
    framed = list(pages)
    if headers:
        if framed[0].picture:
            framed.insert(0, _Page(""))
        framed[0] = _Page("".join(f"{line}\n" for line in headers) + framed[0].text)
    if trailing:
        if framed[-1].picture:
            framed.append(_Page(""))
        framed[-1] = _Page(framed[-1].text + "".join(f"{line}\n" for line in trailing))
    return framed


def _drawn(package: DocxPackage) -> Iterator[str]:
    """Words of charts and diagrams: they are published with the page, so they have to be screened with it."""
    for kind in ("chart", "diagramData"):
        for _, root in package.roots(kind):
            words = root.iter(f"{_DRAWING}t", f"{_CHART}v")
            yield from dict.fromkeys(text for word in words if (text := (word.text or "").strip()))


def _warnings(package: DocxPackage, archive: zipfile.ZipFile, stories: Stories) -> Iterator[str]:
    tracked = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
    if next(package.main.iter(*tracked), None) is not None:
        yield "tracked_changes"
    if stories.hidden_words():
        yield "hidden_text"
    if stories.has_unread_picture:
        yield "pictures_not_read"
    if package.has("comments"):
        yield "comments"
    if package.has("aFChunk"):
        yield "embedded_part_not_read"
    if any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist()):
        yield "macros"
