"""Pictures in the body of a DOCX that are large enough to be a scanned page: they are read as pages of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from lxml import etree
from PIL import Image

from processors.extraction import Unreadable
from processors.readers.docx_package import DocxPackage
from processors.readers.looks import Sheet
from processors.readers.package import open_package, part
from processors.readers.pictures import open_picture, upright
from processors.sandbox.limits import Limits

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: English metric units in a point (ISO/IEC 29500-1 §20.1.2.1), and twips.
_EMU_IN_TWIP: Final = 635
_TWIPS_IN_POINT: Final = 20
#: A picture takes at least this share of the sheet to be a page; a photograph of a hand's size and a seal take less.
_PAGE_SHARE: Final = 0.2
_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"MM\0*")
#: Points of a VML measure. Matches "width:415.5pt"; does not match "width:50%".
_POINTS: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d*\.?\d+)pt")


def page_picture(drawing: etree._Element, sheet: Sheet) -> str:
    """The relation id of the picture that a `w:drawing`, `w:pict` or `w:object` shows as large as a page; or ""."""
    for holder in drawing.iterchildren(f"{_WP}inline", f"{_WP}anchor"):
        size, blip = holder.find(f"{_WP}extent"), next(holder.iter(f"{_A}blip"), None)
        if size is not None and blip is not None:
            area = _positive(size.get("cx")) * _positive(size.get("cy")) / _EMU_IN_TWIP**2
            return str(blip.get(f"{_REL}embed", "")) if _is_page(area, sheet) else ""
    for shape in drawing.iterchildren("*"):
        data = shape.find(f"{_V}imagedata")
        if data is not None:
            sizes = dict(_POINTS.findall(shape.get("style", "")))
            area = float(sizes.get("width", 0)) * float(sizes.get("height", 0)) * _TWIPS_IN_POINT**2
            return str(data.get(f"{_REL}id", "")) if _is_page(area, sheet) else ""
    return ""


def is_readable(head: bytes) -> bool:
    """Whether a file that begins so is a picture of points; line drawings (EMF, WMF) and GIF are not read."""
    return head.startswith(_MAGIC)


def picture_of(path: Path, relation_id: str, limits: Limits) -> Image.Image:
    """The upright picture that the main part names by an id, RGB.

    Raises:
        Unreadable: `broken` or `too_large`; drawings of lines (EMF, WMF) are no picture that can be read.
    """
    with open_package(path, limits) as archive:
        related = DocxPackage(archive, limits).related
        name = next((one.target for one in related if one.id == relation_id), None)
        content = None if name is None else part(archive, name, limits)
    if content is None:
        raise Unreadable("broken", "文件中的图片缺失，无法识别，请用原来的软件重新保存后再投递。")
    with open_picture(content, limits) as picture:
        return upright(picture)


def _is_page(area: float, sheet: Sheet) -> bool:
    return area >= _PAGE_SHARE * sheet.width * sheet.height


def _positive(value: str | None) -> int:
    return int(value) if value is not None and value.isascii() and value.isdecimal() else 0
