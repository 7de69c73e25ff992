"""An OFD as its pages are meant to be seen: without the objects that nobody sees."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from processors.extraction import Unreadable
from processors.hidden.ofd_letters import Box
from processors.hidden.ofd_page import box_of, hidden_objects
from processors.readers.package import open_package, parse_xml, part
from processors.sandbox.limits import Limits


def shown(path: Path, limits: Limits) -> Path | io.BytesIO:
    """The file itself, or a copy in memory without hidden objects where it has some.

    Raises:
        Unreadable: as the reader.
    """
    with open_package(path, limits) as package:
        changed = dict(_changed_pages(package, limits))
        if not changed:
            return path
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as clean:
            for name in dict.fromkeys(package.namelist()):
                clean.writestr(name, changed.get(name) or part(package, name, limits) or b"")
    copy.seek(0)
    return copy


def page_box(roots: Iterator[etree._Element]) -> Box | None:
    """The page box that a document gives its pages (§7.5)."""
    boxes = (root.findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox") for root in roots)
    return next((box for box in map(box_of, boxes) if box is not None), None)


def prune(root: etree._Element, page: Box | None) -> bool:
    """Take hidden objects out of a page in place; whether there were any."""
    hidden = hidden_objects(root, page)
    for element, _ in hidden:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(hidden)


def xml_parts(package: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, etree._Element]]:
    """The parts that are XML. One that is none is passed over: no page may need it."""
    for name in dict.fromkeys(package.namelist()):
        content = part(package, name, limits) if name.casefold().endswith(".xml") else None
        try:
            if content is not None:
                yield name, parse_xml(content)
        except Unreadable:
            continue


def _changed_pages(package: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    roots = dict(xml_parts(package, limits))
    box = page_box(iter(roots.values()))
    for name, root in roots.items():
        if etree.QName(root).localname == "Page" and prune(root, box):
            yield name, etree.tostring(root, xml_declaration=True, encoding="UTF-8")
