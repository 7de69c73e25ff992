"""DOCX → its cleaned form with redacted words replaced, and without its pictures where one of them is redacted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.readers import docx
from processors.readers.wordml import W
from processors.redaction.model import Redactions
from processors.renditions.docx import clean_docx
from processors.renditions.letters import Slot
from processors.renditions.redacted_package import (
    NOT_FOUND,
    Parts,
    check_package,
    read_parts,
    replace_words,
    write_parts,
)
from processors.sandbox.limits import Limits

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXTPATH: Final = "{urn:schemas-microsoft-com:vml}textpath"
_WORDS: Final = (f"{W}t", f"{W}instrText", f"{_M}t", f"{_A}t", f"{_CHART}v")
_PARAGRAPHS: Final = (f"{W}p", f"{_A}p")
_DRAWINGS: Final = (f"{W}drawing", f"{W}pict", f"{W}object")


def redacted_docx(path: Path, made: Path, limits: Limits, redactions: Redactions) -> None:
    """Write the public form of a DOCX without what is redacted to `made`.

    Raises:
        Unreadable: `not_redactable`; an area is on a page that has no picture, words are not found, or still there.
    """
    pictured = {one.page for one in redactions.print}
    if any(area.page not in pictured for area in redactions.areas):
        raise Unreadable("not_redactable", NOT_FOUND)
    clean_docx(path, made, limits)
    parts = read_parts(made, limits)
    replace_words(parts, redactions, _slots)
    if redactions.areas or any(words.by_ocr for words in redactions.words):
        _drop_pictures(parts)
    write_parts(parts, made)
    check_package(made, docx.read(made, limits).pages, redactions, limits)


def _slots(root: etree._Element) -> Iterator[Slot]:
    for element in root.iter(*_WORDS, _TEXTPATH):
        # Old WordArt holds its letters in an attribute.
        attribute = "string" if element.tag == _TEXTPATH else ""
        yield Slot(element, attribute, block=None if attribute else next(element.iterancestors(*_PARAGRAPHS), None))


def _drop_pictures(parts: Parts) -> None:
    """Which of the pictures is the redacted page is not told: all of them go, with what shows them."""
    for name in [name for name in parts if name.endswith(".rels")]:
        relations = parts[name]
        if isinstance(relations, bytes):
            continue
        dropped = set()
        for relation in [one for one in relations if one.get("Type", "").endswith("/image")]:
            dropped.add(relation.get("Id", ""))
            parts.pop(relation.get("Target", "").lstrip("/"), None)
            relations.remove(relation)
        folder, base = name.rsplit("/_rels/", 1) if "/_rels/" in name else ("", name.removeprefix("_rels/"))
        owner = parts.get(f"{folder}/{base.removesuffix('.rels')}".lstrip("/"))
        if isinstance(owner, etree._Element):
            _drop_shown(owner, dropped)
    types = parts["[Content_Types].xml"]
    if isinstance(types, etree._Element):
        for entry in list(types.iterchildren("{*}Override")):
            if entry.get("PartName", "").lstrip("/") not in parts:
                types.remove(entry)


def _drop_shown(owner: etree._Element, dropped: set[str]) -> None:
    for drawing in list(owner.iter(*_DRAWINGS)):
        uses = {value for one in drawing.iter("*") for key, value in one.items() if str(key).startswith(_REL)}
        parent = drawing.getparent()
        if uses & dropped and parent is not None:
            parent.remove(drawing)
    for element in owner.iter("*"):
        for key, value in element.items():
            if str(key).startswith(_REL) and value in dropped:
                del element.attrib[key]
