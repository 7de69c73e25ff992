"""OFD (GB/T 33190-2016) → text by page; a page that is only a picture is left to OCR."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import ofdkit
from PIL import Image

from processors.extraction import PageText, Source, Unreadable
from processors.hidden.ofd_shown import shown
from processors.readers.draft import Draft
from processors.readers.ofd_pictures import OfdPictures
from processors.readers.running_lines import without_running_lines
from processors.sandbox.limits import Limits
from processors.screening.classification import stops_reading
from processors.sniff import MediaType

READER: Final = f"ofdkit/{ofdkit.__version__}"

_LITTLE_TEXT: Final = 20
_PRIVATE_SHARE: Final = 0.1
_BROKEN: Final = "OFD 结构损坏或不符合 GB/T 33190，无法打开，请重新生成后再投递。"


@contextmanager
def open_ofd(path: Path, limits: Limits) -> Iterator[ofdkit.OFDDocument]:
    """Open an OFD whose package is within limits, without what its pages hide.

    Raises:
        Unreadable: `broken`, `encrypted` or `too_large`, here or while the caller works on it.
    """
    try:
        with ofdkit.open(shown(path, limits)) as document:
            yield document
    except ofdkit.OFDError as fault:
        raise Unreadable("broken", _BROKEN) from fault


def read(path: Path, limits: Limits) -> Draft:
    """Read the text of every page, templates included.

    Raises:
        Unreadable: `broken`, `encrypted`, `too_large` or `too_many_pages`.
    """
    pages: list[PageText] = []
    to_ocr: list[int] = []
    warnings: list[str] = []
    with open_ofd(path, limits) as document, closing(OfdPictures(path)) as pictures:
        if not document.pages:
            raise Unreadable("broken", _BROKEN)
        if len(document.pages) > limits.max_pages:
            raise Unreadable("too_many_pages", f"OFD 超过 {limits.max_pages} 页，请拆分后再投递。")
        for number, page in enumerate(document.pages, start=1):
            text = _text(page, number, warnings)
            if number == 1 and stops_reading(text):
                return Draft(MediaType.OFD, READER, pages=(), classified=True)
            picture_only = _needs_picture(text)
            if picture_only and pictures.on_page(page.location):
                to_ocr.append(number)
            elif picture_only and text.strip() and _private_share(text) > _PRIVATE_SHARE:
                warnings.append(f"private_use_glyphs:{number}")
            elif not text.strip():
                warnings.append(f"page_without_text:{number}")
            pages.append(PageText(number, text, Source.OCR if number in to_ocr else Source.TEXT))
    # Where a line of an OFD stands is not asked: only page numbers are left out.
    texts = without_running_lines([page.text for page in pages], lambda _number, _line: False)
    pages = [replace(page, text=text) for page, text in zip(pages, texts, strict=True)]
    return Draft(MediaType.OFD, READER, tuple(pages), tuple(to_ocr), tuple(warnings))


def picture_of(path: Path, number: int, limits: Limits) -> Image.Image:
    """The pictures of page `number` (1-based) on white paper, RGB.

    Raises:
        Unreadable: `broken` or `too_large`.
    """
    with open_ofd(path, limits) as document, closing(OfdPictures(path)) as pictures:
        page = document.pages[number - 1]
        return pictures.compose(page.location, page.box, limits)


def _text(page: ofdkit.Page, number: int, warnings: list[str]) -> str:
    try:
        content: str = page.text()
    except ofdkit.OFDError:
        warnings.append(f"page_unreadable:{number}")
        return ""
    return "".join(f"{line.rstrip()}\n" for line in content.splitlines())


def _needs_picture(text: str) -> bool:
    return sum(not character.isspace() for character in text) < _LITTLE_TEXT or _private_share(text) > _PRIVATE_SHARE


def _private_share(text: str) -> float:
    visible = [character for character in text if not character.isspace()]
    return sum(unicodedata.category(character) == "Co" for character in visible) / max(len(visible), 1)
