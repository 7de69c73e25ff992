"""The pictures of an OFD page, put on white paper where GB/T 33190-2016 §11 places them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

from ofdkit import OFDError
from ofdkit.package import Package
from PIL import Image

from processors.readers.ofd_values import Affine, named, numbers
from processors.readers.pictures import OCR_SIDE, flat_rgb, open_picture
from processors.sandbox.limits import Limits

#: A picture smaller than this share of A4 is a logo, a QR code or a seal, not a scanned page.
_PAGE_SHARE: Final = 0.1
_A4_MM2: Final = 210.0 * 297.0
_MAX_PICTURES: Final = 64
_DOTS_PER_MM: Final = 200 / 25.4


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture file and the map from its unit square (origin top left) to the page in millimetres."""

    media: str
    place: Affine

    def area(self) -> float:
        a, b, c, d, _, _ = self.place
        return abs(a * d - b * c)


class OfdPictures:
    """The pictures of one OFD file, found by way of its resource lists."""

    def __init__(self, path: Path) -> None:
        self._package = Package(path)
        self._media: dict[str, str] = {}
        self._templates: dict[str, str] = {}
        for document in self._documents():
            self._note_document(document)

    def close(self) -> None:
        self._package.close()

    def on_page(self, location: str | None) -> list[Placed]:
        """What a page and its templates show, in drawing order, without logos."""
        if location is None:
            return []
        root = self._xml(location)
        layers = [] if root is None else [root]
        for reference in [] if root is None else named(root, "Template"):
            name = self._templates.get(reference.get("TemplateID", ""))
            template = None if name is None else self._xml(name)
            layers[:0] = [] if template is None else [template]
        placed = [self._place(picture) for layer in layers for picture in named(layer, "ImageObject")]
        return [one for one in placed if one is not None and one.area() >= _PAGE_SHARE * _A4_MM2][:_MAX_PICTURES]

    def compose(self, location: str | None, box: tuple[float, float, float, float], limits: Limits) -> Image.Image:
        """The page's pictures on white paper, RGB, 200 dpi or less. `box` is the page: x, y, width, height in mm.

        Raises:
            Unreadable: `broken` or `too_large`.
        """
        x, y, width, height = box
        scale = min(_DOTS_PER_MM, OCR_SIDE / max(width, height, 1.0))
        sheet = Image.new("RGB", (max(1, int(width * scale)), max(1, int(height * scale))), "white")
        for placed in self.on_page(location):
            with open_picture(self._package.read(placed.media), limits) as picture:
                _paste(sheet, flat_rgb(picture), placed.place, (x, y), scale)
        return sheet

    def _documents(self) -> Iterator[str]:
        entry = self._package.find("OFD.xml")
        for root in named(None if entry is None else self._xml(entry), "DocRoot"):
            found = self._package.resolve(entry, root.text)
            if found is not None:
                yield found

    def _note_document(self, name: str) -> None:
        document = self._xml(name)
        for template in named(document, "TemplatePage"):
            found = self._package.resolve(name, template.get("BaseLoc"))
            if found is not None:
                self._templates[template.get("ID", "")] = found
        for kind in ("PublicRes", "DocumentRes"):
            for resource in named(document, kind):
                self._note_resources(self._package.resolve(name, resource.text))

    def _note_resources(self, name: str | None) -> None:
        root = None if name is None else self._xml(name)
        for media in named(root, "MultiMedia"):
            for file in named(media, "MediaFile"):
                folder = (root.get("BaseLoc") or "") if root is not None else ""
                found = self._package.resolve(name, posixpath.join(folder, (file.text or "").strip()))
                found = found or self._package.resolve(name, file.text)
                if found is not None:
                    self._media.setdefault(media.get("ID", ""), found)

    def _place(self, picture: Element) -> Placed | None:
        media = self._media.get(picture.get("ResourceID", ""))
        boundary = numbers(picture.get("Boundary"), 4)
        if media is None or boundary is None:
            return None
        left, top, width, height = boundary
        a, b, c, d, e, f = numbers(picture.get("CTM"), 6) or (width, 0.0, 0.0, height, 0.0, 0.0)
        return Placed(media, (a, b, c, d, e + left, f + top))

    def _xml(self, name: str) -> Element | None:
        try:
            root: Element = self._package.read_xml(name)
        except OFDError:
            return None
        return root


def _paste(sheet: Image.Image, picture: Image.Image, place: Affine, origin: tuple[float, float], scale: float) -> None:
    """Draw `picture` on `sheet`: Pillow asks where each point of the sheet comes from, so the map is inverted."""
    a, b, c, d, e, f = place
    determinant = a * d - b * c
    if abs(determinant) < 1e-9:
        return
    wide, high = picture.size
    e, f = e - origin[0], f - origin[1]
    source = (
        d / determinant / scale * wide,
        -c / determinant / scale * wide,
        (c * f - d * e) / determinant * wide,
        -b / determinant / scale * high,
        a / determinant / scale * high,
        (b * e - a * f) / determinant * high,
    )
    # Outside of the picture the transform leaves black: a mask of the same shape keeps the sheet there.
    layer = picture.transform(sheet.size, Image.Transform.AFFINE, source, Image.Resampling.BICUBIC)
    mask = Image.new("L", picture.size, 255).transform(sheet.size, Image.Transform.AFFINE, source)
    sheet.paste(layer, mask=mask)
