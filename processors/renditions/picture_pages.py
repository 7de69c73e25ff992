"""Pictures → pages of a new PDF that holds nothing but their points."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import pikepdf
from PIL import Image

from processors.extraction import Unreadable

_QUALITY: Final = 85
#: A page is grey when at most so many of its points, in a picture of a quarter of its size, differ by more than this
#: between red, green and blue. A seal of 4 cm has thousands of coloured points there.
_COLOURED_POINTS: Final = 20
_COLOURED_BY: Final = 48
_QUARTER: Final = 4


def write_pages(pages: Iterable[tuple[Image.Image, float]], target: Path) -> None:
    """Write a PDF of the pictures to `target`; each comes with its dots per inch.

    Raises:
        Unreadable: `broken`; there is no page.
    """
    with pikepdf.Pdf.new() as document:
        for picture, dpi in pages:
            with pikepdf.Pdf.open(io.BytesIO(_page(picture, dpi))) as one:
                document.pages.extend(one.pages)
        if not document.pages:
            raise Unreadable("broken", "图片中没有页面，无法生成可公开的版本。")
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        document.save(target, deterministic_id=True)


def without_colour(picture: Image.Image) -> Image.Image:
    """An RGB page in grey if nothing on it is coloured: a third of the bytes."""
    points = np.asarray(picture.reduce(_QUARTER), dtype=np.int16)
    coloured = (points.max(axis=2) - points.min(axis=2)) > _COLOURED_BY
    return picture if int(coloured.sum()) > _COLOURED_POINTS else picture.convert("L")


def _page(picture: Image.Image, dpi: float) -> bytes:
    written = io.BytesIO()
    # A fresh picture: Pillow would pass on what `info` holds.
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    # Black and white goes as CCITT G4, which has no quality to choose.
    how = {} if plain.mode == "1" else {"quality": _QUALITY}
    plain.save(written, format="PDF", resolution=dpi, **how)
    return written.getvalue()
