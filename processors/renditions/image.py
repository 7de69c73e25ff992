"""Pictures → a PDF of their pixels alone: upright, decoded and encoded anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from processors.readers import image as reader
from processors.readers.pictures import flat_rgb
from processors.renditions.picture_pages import Leaf, write_pages
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

#: A4 at 300 dpi: what is sharper is scaled down.
_LONGEST_SIDE: Final = 3508
_A4_WIDTH_INCH: Final = 210 / 25.4
_PLAUSIBLE_DPI: Final = range(72, 1201)


def picture_pdf(path: Path, media_type: MediaType, target: Path, limits: Limits) -> None:
    """Write every page of the picture at `path` as a page of the PDF `target`.

    Raises:
        Unreadable: as the picture reader.
    """
    write_pages(pages_of(path, media_type, limits), target)


def pages_of(path: Path, media_type: MediaType, limits: Limits) -> Iterator[Leaf]:
    """Every page of a picture, upright as its file says.

    Raises:
        Unreadable: as the picture reader.
    """
    count = len(reader.read(path, media_type, limits).pages)
    for number in range(1, count + 1):
        with reader.open_page(path, media_type, number, limits) as picture:
            yield _page(picture)


def _page(picture: Image.Image) -> Leaf:
    dpi = float(picture.info.get("dpi", (0, 0))[0])
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in {"1", "L"}:
        turned = flat_rgb(turned)
    full_width = turned.width
    if max(turned.size) > _LONGEST_SIDE:
        turned.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    if int(dpi) not in _PLAUSIBLE_DPI:
        dpi = full_width / _A4_WIDTH_INCH
    return Leaf(turned, dpi * turned.width / full_width)
