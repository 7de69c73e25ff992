"""Pages that hide text or cover a picture become pictures of what is seen: nothing can be dug out from under them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Pdf
from PIL import Image
from pypdfium2 import raw

from processors.hidden.pdf_objects import drawn_on
from processors.hidden.pdf_page import HiddenOnPage, hidden_on

_DPI: Final = 200
#: A4 at 300 dpi is 3508 high; a larger page gets fewer dots per inch.
_LONGEST_SIDE: Final = 3508
_QUALITY: Final = 85


def picture_hiding_pages(path: Path) -> None:
    """Replace, in the file at `path`, every page that still hides something by its picture.

    Raises:
        pypdfium2.PdfiumError: PDFium cannot follow the file.
        ValueError: a page hides something even then.
    """
    pictures = _pictures(path)
    if not pictures:
        return
    with Pdf.open(path, allow_overwriting_input=True) as document:
        for index, (jpeg, size) in pictures.items():
            _replace(document, index, jpeg, size)
        document.remove_unreferenced_resources()
        document.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    if _pictures(path):
        raise ValueError("a page hides something still")


def _pictures(path: Path) -> dict[int, tuple[bytes, tuple[float, float]]]:
    """Page index (from 0) → JPEG and size in points, of the pages that hide something."""
    made: dict[int, tuple[bytes, tuple[float, float]]] = {}
    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(len(document)):
            page = document[index]
            layer = page.get_textpage()
            found = hidden_on(page, layer)
            if found.things or found.invisible:
                made[index] = (_jpeg(drawn(page, found)), page.get_size())
            layer.close()
            page.close()
    finally:
        document.close()
    return made


def drawn(page: pypdfium2.PdfPage, found: HiddenOnPage) -> Image.Image:
    """The page as it is seen, RGB, 200 dpi, less where it is larger than A4 at 300 dpi."""
    for one in list(drawn_on(page)):
        # Almost white letters would leave a trace in the points.
        if one.address in found.invisible:
            raw.FPDFPageObj_SetIsActive(one.handle, False)
    scale = min(_DPI / 72, _LONGEST_SIDE / max(*page.get_size(), 1.0))
    picture: Image.Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _replace(document: Pdf, index: int, jpeg: bytes, size: tuple[float, float]) -> None:
    width, height = size
    with Image.open(io.BytesIO(jpeg)) as picture:
        across, down = picture.size
    stream = document.make_stream(jpeg)
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=across,
        Height=down,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    content = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q".encode("ascii")
    new = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, width, height],
        Resources=Dictionary(XObject=Dictionary(P=stream)),
        Contents=document.make_stream(content),
    )
    document.pages[index] = pikepdf.Page(document.make_indirect(new))
