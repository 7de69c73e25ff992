"""DOCX → the same text and looks in a new package: only parts that are needed to show it, each cleaned."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.readers.docx_package import DocxPackage, Relation, relations
from processors.readers.looks import sheet_of
from processors.readers.package import BROKEN_PACKAGE, open_package, parse_xml, part
from processors.readers.referenced import drop_uncalled_notes, shown_headers
from processors.readers.wordml import W, to_transitional
from processors.renditions.docx_content import clean_content, clean_settings
from processors.renditions.picture_bytes import without_metadata
from processors.sandbox.limits import Limits

_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORDML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DRAWINGML: Final = "application/vnd.openxmlformats-officedocument.drawingml."
#: Kinds of parts that are carried over, with their content type. Whatever is not here stays behind: properties,
#: comments, people, custom XML, embedded files, macros, printer settings, thumbnails, fonts.
_KEPT: Final = {
    "styles": f"{_WORDML}styles+xml",
    "numbering": f"{_WORDML}numbering+xml",
    "fontTable": f"{_WORDML}fontTable+xml",
    "settings": f"{_WORDML}settings+xml",
    "header": f"{_WORDML}header+xml",
    "footer": f"{_WORDML}footer+xml",
    "footnotes": f"{_WORDML}footnotes+xml",
    "endnotes": f"{_WORDML}endnotes+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "chart": f"{_DRAWINGML}chart+xml",
    "diagramData": f"{_DRAWINGML}diagramData+xml",
    "diagramLayout": f"{_DRAWINGML}diagramLayout+xml",
    "diagramQuickStyle": f"{_DRAWINGML}diagramStyle+xml",
    "diagramColors": f"{_DRAWINGML}diagramColors+xml",
    "image": "",
}
_PICTURES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
}
#: Parts that stay behind where no section calls for them.
_MARGINS: Final = frozenset({"header", "footer"})
_NOTES: Final = frozenset({"footnotes", "endnotes"})
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)


def clean_docx(path: Path, target: Path, limits: Limits) -> None:
    """Write the public form of the DOCX at `path` to `target`; the same input gives the same bytes.

    Raises:
        Unreadable: `broken`, `encrypted` or `too_large`.
    """
    with open_package(path, limits) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as clean:
        try:
            _Copy(source, clean, limits).run()
        except ValueError as fault:
            raise Unreadable("broken", BROKEN_PACKAGE) from fault


class _Copy:
    def __init__(self, source: zipfile.ZipFile, clean: zipfile.ZipFile, limits: Limits) -> None:
        self._source = source
        self._clean = clean
        self._limits = limits
        self._types: dict[str, str] = {}
        self._done: set[str] = set()
        self._package = DocxPackage(source, limits)
        self._looks, _ = self._package.looks()
        self._sheet = sheet_of(self._package.main)
        self._shown = shown_headers(self._package.main, self._package.settings())

    def run(self) -> None:
        """Copy the main part and whatever it needs, then say what the package holds."""
        main = self._package.main_name
        self._copy_xml(main, "document")
        self._types[main] = _MAIN_TYPE
        self._write_relations("", [Relation("rId1", "officeDocument", main)])
        self._write_types()

    def _copy(self, relation: Relation) -> bool:
        """Copy a related part; False when it must stay behind."""
        name, kind = relation.target, relation.kind
        content_type = None if kind in _MARGINS and relation.id not in self._shown else _KEPT.get(kind)
        if kind == "image":
            content_type = _PICTURES.get(name.rsplit(".", 1)[-1].casefold())
        if content_type is None or part(self._source, name, self._limits) is None:
            return False
        if name not in self._done:
            self._done.add(name)
            self._types[name] = content_type
            if kind == "image":
                self._write(name, without_metadata(part(self._source, name, self._limits) or b""))
            else:
                self._copy_xml(name, kind)
        return True

    def _copy_xml(self, name: str, kind: str) -> None:
        content = part(self._source, name, self._limits)
        if content is None:
            raise Unreadable("broken", BROKEN_PACKAGE)
        root = to_transitional(parse_xml(content))
        kept = [relation for relation in relations(self._source, name, self._limits) if self._copy(relation)]
        if kind in _NOTES:
            drop_uncalled_notes(root, kind, self._package.main)
        if kind == "settings":
            clean_settings(root)
            kept = []
        else:
            clean_content(root, self._looks, self._sheet, {relation.id for relation in kept})
        if kind == "fontTable":
            for font in root.iter(f"{W}embedRegular", f"{W}embedBold", f"{W}embedItalic", f"{W}embedBoldItalic"):
                font.getparent().remove(font)  # type: ignore[union-attr]
        self._write(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
        if kept:
            self._write_relations(name, kept)

    def _write_relations(self, name: str, relations: list[Relation]) -> None:
        folder, base = posixpath.split(name)
        root = _root("Relationships", _RELATIONS)
        for one in relations:
            facts = {"Id": one.id, "Type": f"{_OFFICE}/{one.kind}", "Target": f"/{one.target}"}
            etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", facts)
        self._write(posixpath.join(folder, "_rels", f"{base}.rels"), etree.tostring(root, encoding="UTF-8"))

    def _write_types(self) -> None:
        root = _root("Types", _TYPES)
        relations = "application/vnd.openxmlformats-package.relationships+xml"
        etree.SubElement(root, f"{{{_TYPES}}}Default", {"Extension": "rels", "ContentType": relations})
        etree.SubElement(root, f"{{{_TYPES}}}Default", {"Extension": "xml", "ContentType": "application/xml"})
        for name, content_type in sorted(self._types.items()):
            etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})
        self._write("[Content_Types].xml", etree.tostring(root, encoding="UTF-8"))

    def _write(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name, date_time=_FIXED_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._clean.writestr(entry, content)


def _root(name: str, namespace: str) -> etree._Element:
    # Office programs want these two namespaces without a prefix.
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')
