"""Pictures → pages of a new PDF that holds nothing but their points."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from processors.extraction import Unreadable

_QUALITY: Final = 85
_POINTS_IN_INCH: Final = 72
#: A page is grey when at most so many of its points, in a picture of a quarter of its size, differ by more than this
#: between red, green and blue. A seal of 4 cm has thousands of coloured points there.
_COLOURED_POINTS: Final = 20
_COLOURED_BY: Final = 48
_QUARTER: Final = 4


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page's picture and its dots per inch. `is_print` tells letters and lines alone: sixteen greys are enough."""

    picture: Image.Image
    dpi: float
    is_print: bool = False


def write_pages(leaves: Iterable[Leaf], target: Path) -> None:
    """Write a PDF of the pictures to `target`.

    Raises:
        Unreadable: `broken`; there is no page.
    """
    with pikepdf.Pdf.new() as document:
        for leaf in leaves:
            if leaf.is_print and leaf.picture.mode == "L":
                _add_print(document, leaf)
            else:
                with pikepdf.Pdf.open(io.BytesIO(_page(leaf.picture, leaf.dpi))) as one:
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


def _add_print(document: pikepdf.Pdf, leaf: Leaf) -> None:
    """A page in sixteen greys, packed without loss: sharper than JPEG and a third of its size."""
    across, down = leaf.picture.size
    points = np.asarray(leaf.picture) >> 4
    points = np.pad(points, ((0, 0), (0, across % 2)))
    rows = (points[:, 0::2] << 4) | points[:, 1::2]
    stream = document.make_stream(zlib.compress(rows.tobytes()))
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=across,
        Height=down,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=4,
        Filter=Name.FlateDecode,
    )
    width, height = across / leaf.dpi * _POINTS_IN_INCH, down / leaf.dpi * _POINTS_IN_INCH
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, width, height],
        Resources=Dictionary(XObject=Dictionary(P=stream)),
        Contents=document.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q".encode("ascii")),
    )
    document.pages.append(pikepdf.Page(document.make_indirect(page)))
