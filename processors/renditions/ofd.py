"""OFD → the same pages in a new package: no document information, attachments, signatures, annotations or tags."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from lxml import etree
from ofdkit import OFDError
from ofdkit.package import Package

from processors.extraction import Unreadable
from processors.hidden.ofd_letters import Box
from processors.hidden.ofd_shown import page_box, prune
from processors.readers.package import open_package, parse_xml
from processors.renditions.picture_bytes import without_metadata
from processors.sandbox.limits import Limits

#: Children of Document.xml and of a page that are shown (GB/T 33190-2016 §7.5, §7.7); the rest stays behind.
_DOCUMENT_KEPT: Final = frozenset({"CommonData", "Pages"})
_PAGE_KEPT: Final = frozenset({"Area", "Template", "PageRes", "Content"})
_RESOURCES_KEPT: Final = frozenset({"ColorSpaces", "DrawParams", "Fonts", "MultiMedias", "CompositeGraphicUnits"})
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = "OFD 结构异常，无法生成可公开的版本，请重新生成后再投递。"


def clean_ofd(path: Path, target: Path, limits: Limits) -> None:
    """Write the public form of the OFD at `path` to `target`; the same input gives the same bytes.

    Raises:
        Unreadable: `broken`, `encrypted` or `too_large`.
    """
    with open_package(path, limits):
        pass
    try:
        with closing(Package(path)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as clean:
            _Copy(source, clean).run()
    except (OFDError, ValueError) as fault:
        raise Unreadable("broken", _BROKEN) from fault


class _Copy:
    def __init__(self, source: Package, clean: zipfile.ZipFile) -> None:
        self._source = source
        self._clean = clean
        self._done: set[str] = set()
        self._box: Box | None = None

    def run(self) -> None:
        """Copy OFD.xml, then every document from its pages down."""
        entry = self._source.find("OFD.xml")
        if entry is None:
            raise Unreadable("broken", _BROKEN)
        root = self._xml(entry)
        for body in _named(root, "DocBody"):
            _keep(body, frozenset({"DocInfo", "DocRoot"}))
            for document in _named(body, "DocRoot"):
                self._document(self._source.resolve(entry, document.text))
                for info in _named(body, "DocInfo"):
                    _blank_info(info, document.text or "")
        self._write("OFD.xml", _bytes(root))

    def _document(self, name: str | None) -> None:
        root = self._xml(self._found(name))
        _keep(root, _DOCUMENT_KEPT)
        self._box = page_box(iter([root]))
        for page in [*_named(root, "Page"), *_named(root, "TemplatePage")]:
            self._page(self._source.resolve(name, page.get("BaseLoc")))
        for resources in [*_named(root, "PublicRes"), *_named(root, "DocumentRes")]:
            self._resources(self._source.resolve(name, resources.text))
        self._write(self._found(name), _bytes(root))

    def _page(self, name: str | None) -> None:
        if name is None or name in self._done:
            return
        root = self._xml(name)
        _keep(root, _PAGE_KEPT)
        prune(root, self._box)
        for resources in _named(root, "PageRes"):
            self._resources(self._source.resolve(name, resources.text))
        self._write(name, _bytes(root))

    def _resources(self, name: str | None) -> None:
        if name is None or name in self._done:
            return
        root = self._xml(name)
        _keep(root, _RESOURCES_KEPT)
        for media in [one for one in _named(root, "MultiMedia") if one.get("Type", "").casefold() != "image"]:
            _remove(media)
        for file in [*_named(root, "MediaFile"), *_named(root, "FontFile")]:
            location = posixpath.join(root.get("BaseLoc") or "", (file.text or "").strip())
            found = self._source.resolve(name, location) or self._source.resolve(name, file.text)
            if found is not None:
                self._write(found, without_metadata(self._source.read(found)))
        for profile in root.iter("*"):
            if etree.QName(profile).localname == "ColorSpace" and profile.get("Profile"):
                found = self._source.resolve(name, profile.get("Profile"))
                if found is not None:
                    self._write(found, self._source.read(found))
        self._write(name, _bytes(root))

    def _found(self, name: str | None) -> str:
        if name is None:
            raise Unreadable("broken", _BROKEN)
        return name

    def _xml(self, name: str) -> etree._Element:
        root = parse_xml(self._source.read(name))
        etree.strip_tags(root, etree.Comment)
        etree.strip_elements(root, etree.PI, with_tail=False)
        for element in list(root.iter("*")):
            # Actions open addresses and files.
            if etree.QName(element).localname == "Actions":
                _remove(element)
        return root

    def _write(self, name: str, content: bytes) -> None:
        if name in self._done:
            return
        self._done.add(name)
        entry = zipfile.ZipInfo(name, date_time=_FIXED_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._clean.writestr(entry, content)


def _blank_info(info: etree._Element, seed: str) -> None:
    """Leave the one field that the standard demands (DocID, 32 digits), made from nothing of the document's."""
    namespace = etree.QName(info).namespace
    for entry in list(info):
        info.remove(entry)
    identifier = etree.SubElement(info, f"{{{namespace}}}DocID" if namespace else "DocID")
    identifier.text = hashlib.sha256(seed.encode()).hexdigest()[:32]


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements by local name: producers disagree about the namespace."""
    yield from [element for element in root.iter("*") if etree.QName(element).localname == name]


def _keep(parent: etree._Element, names: frozenset[str]) -> None:
    for element in list(parent.iterchildren("*")):
        if etree.QName(element).localname not in names:
            parent.remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
