"""JPEG, PNG, BMP, HEIC, multi-page TIFF → upright page pictures; the text comes from OCR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image

from processors.extraction import PageText, Source, Unreadable
from processors.readers.draft import Draft
from processors.readers.pictures import check_pixels, open_picture, upright
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

READER: Final = "image/1"


def read(path: Path, media_type: MediaType, limits: Limits) -> Draft:
    """Count the pages; each is for OCR. Only a TIFF can have more than one.

    Raises:
        Unreadable: `broken`, `too_large` or `too_many_pages`.
    """
    with open_page(path, media_type, 1, limits) as picture:
        count = _count(picture, limits) if media_type is MediaType.TIFF else 1
    pages = tuple(PageText(number, "", Source.OCR) for number in range(1, count + 1))
    return Draft(media_type, READER, pages=pages, to_ocr=tuple(page.number for page in pages))


def picture_of(path: Path, media_type: MediaType, number: int, limits: Limits) -> Image.Image:
    """The upright picture of page `number` (1-based), RGB.

    Raises:
        Unreadable: `broken` or `too_large`.
    """
    with open_page(path, media_type, number, limits) as picture:
        return upright(picture)


@contextmanager
def open_page(path: Path, media_type: MediaType, number: int, limits: Limits) -> Iterator[Image.Image]:
    """Page `number` (1-based) as it lies in the file, not decoded yet.

    Raises:
        Unreadable: `broken` or `too_large`, here or while the caller decodes.
    """
    with open_picture(path, limits, heic=media_type is MediaType.HEIC) as picture:
        # A HEIC opens at its main picture; what lies beside it is a thumbnail or another shot.
        if media_type is MediaType.TIFF:
            picture.seek(number - 1)
            check_pixels(picture, limits)
        yield picture


def _count(picture: Image.Image, limits: Limits) -> int:
    count = 0
    while True:
        try:
            picture.seek(count)
        except EOFError:
            return count
        count += 1
        # Not n_frames: it follows the whole chain of directories first, however long.
        if count > limits.max_pages:
            raise Unreadable("too_many_pages", f"文件超过 {limits.max_pages} 页，请拆分后再投递。")
