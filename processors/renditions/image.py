"""Pictures → a PDF of their pixels alone: upright, decoded and encoded anew."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pikepdf
from PIL import Image, ImageOps

from processors.extraction import Unreadable
from processors.readers import image as reader
from processors.readers.pictures import flat_rgb
from processors.sandbox.limits import Limits
from processors.sniff import MediaType

#: A4 at 300 dpi: what is sharper is scaled down.
_LONGEST_SIDE: Final = 3508
_QUALITY: Final = 85
_A4_WIDTH_INCH: Final = 210 / 25.4
_PLAUSIBLE_DPI: Final = range(72, 1201)


def picture_pdf(path: Path, media_type: MediaType, target: Path, limits: Limits) -> None:
    """Write every page of the picture at `path` as a page of the PDF `target`.

    Raises:
        Unreadable: as the picture reader.
    """
    count = len(reader.read(path, media_type, limits).pages)
    with pikepdf.Pdf.new() as document:
        for number in range(1, count + 1):
            with reader.open_page(path, media_type, number, limits) as picture:
                page = _page(picture)
            with pikepdf.Pdf.open(io.BytesIO(page)) as one:
                document.pages.extend(one.pages)
        if not document.pages:
            raise Unreadable("broken", "图片中没有页面，无法生成可公开的版本。")
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        document.save(target, deterministic_id=True)


def _page(picture: Image.Image) -> bytes:
    dpi = float(picture.info.get("dpi", (0, 0))[0])
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in {"1", "L"}:
        turned = flat_rgb(turned)
    full_width = turned.width
    if max(turned.size) > _LONGEST_SIDE:
        turned.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    if int(dpi) not in _PLAUSIBLE_DPI:
        dpi = full_width / _A4_WIDTH_INCH
    written = io.BytesIO()
    # A fresh picture: Pillow would pass on what `info` holds.
    plain = Image.new(turned.mode, turned.size)
    plain.paste(turned)
    # Black and white goes as CCITT G4, which has no quality to choose.
    how = {} if plain.mode == "1" else {"quality": _QUALITY}
    plain.save(written, format="PDF", resolution=dpi * turned.width / full_width, **how)
    return written.getvalue()
