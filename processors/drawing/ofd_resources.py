"""What the pages of an OFD refer to by number: templates, fonts, pictures, drawing parameters, composed units."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

from ofdkit import OFDError
from ofdkit.package import Package

from processors.readers.ofd_values import Box, box_of, child, children, named

_A4: Final[Box] = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class NamedFont:
    """A font as a file names it; `file` is the part that holds it, None where it is not embedded."""

    name: str
    is_bold: bool
    file: str | None


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its number in the file, its part, if that is there, and its box in millimetres."""

    id: str | None
    part: str | None
    box: Box


@dataclass(slots=True)
class Resources:
    """By number (§7.9). Of two with one number the first counts."""

    fonts: dict[str, NamedFont] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Element] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)

    def add(self, package: Package, name: str | None) -> None:
        """Add those of one resource file; one that can't be read has none."""
        root = None if name is None else read_part(package, name)
        if root is None or name is None:
            return
        folder = root.get("BaseLoc") or ""
        for font in named(root, "Font"):
            self.fonts.setdefault(font.get("ID", ""), _font(package, name, folder, font))
        for media in named(root, "MultiMedia"):
            found = _file(package, name, folder, child(media, "MediaFile"))
            if found is not None:
                self.media.setdefault(media.get("ID", ""), found)
        for parameter in named(root, "DrawParam"):
            self.parameters.setdefault(parameter.get("ID", ""), parameter)
        for unit in named(root, "CompositeGraphicUnit"):
            self.units.setdefault(unit.get("ID", ""), unit)


def read_part(package: Package, name: str) -> Element | None:
    """A part's root; None for one that can't be read."""
    try:
        root: Element = package.read_xml(name)
    except OFDError:
        return None
    return root


def documents(package: Package) -> Iterator[tuple[str, Element]]:
    """The documents of a package: the name and root of each Document.xml."""
    entry = package.find("OFD.xml")
    for place in named(None if entry is None else read_part(package, entry), "DocRoot"):
        name = package.resolve(entry, place.text)
        root = None if name is None else read_part(package, name)
        if name is not None and root is not None:
            yield name, root


def pages_of(package: Package) -> list[OfdPage]:
    """The pages of all documents of a package, in the order in which the text reader counts them."""
    return [
        _page(package, name, page, _page_box(child(root, "CommonData")) or _A4)
        for name, root in documents(package)
        for pages in children(root, "Pages")
        for page in children(pages, "Page")
    ]


def resources_of(package: Package) -> Resources:
    """The resources of all documents of a package, but for those of single pages."""
    resources = Resources()
    for name, root in documents(package):
        for kind in ("PublicRes", "DocumentRes"):
            for place in named(root, kind):
                resources.add(package, package.resolve(name, place.text))
        for template in named(root, "TemplatePage"):
            found = package.resolve(name, template.get("BaseLoc"))
            if found is not None:
                resources.templates.setdefault(template.get("ID", ""), found)
    return resources


def _page(package: Package, document: str, entry: Element, usual: Box) -> OfdPage:
    part = package.resolve(document, entry.get("BaseLoc"))
    root = None if part is None else read_part(package, part)
    area = child(child(root, "Area"), "PhysicalBox")
    box = box_of(None if area is None else area.text)
    return OfdPage((entry.get("ID") or "").strip() or None, part, box or usual)


def _page_box(common: Element | None) -> Box | None:
    box = child(child(common, "PageArea"), "PhysicalBox")
    return box_of(None if box is None else box.text)


def _font(package: Package, name: str, folder: str, font: Element) -> NamedFont:
    title = font.get("FontName") or font.get("FamilyName") or ""
    is_bold = font.get("Bold", "").casefold() == "true" or "bold" in title.casefold() or "粗" in title
    return NamedFont(title, is_bold, _file(package, name, folder, child(font, "FontFile")))


def _file(package: Package, name: str, folder: str, place: Element | None) -> str | None:
    """A resource file's part: below the list's folder, or as some producers write it, beside the list."""
    text = "" if place is None else (place.text or "").strip()
    found: str | None = package.resolve(name, posixpath.join(folder, text)) or package.resolve(name, text)
    return found if text else None
