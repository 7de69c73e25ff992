"""XLSX: hidden sheets, rows, columns and cells, remarks, properties, embedded files, outside references and macros."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from processors.hidden.collector import Collector
from processors.hidden.docx import note_name, note_properties, note_relations
from processors.readers.package import open_package, parse_xml, part
from processors.readers.spreadsheet import read_workbook
from processors.sandbox.limits import Limits
from processors.screening.model import Finding, FindingKind


def hidden_in(path: Path, limits: Limits) -> tuple[Finding, ...]:
    """Everything that the workbook carries beside its visible cells.

    Raises:
        Unreadable: as the reader.
    """
    found = Collector()
    for line in read_workbook(path, limits).hidden:
        found.add(FindingKind.HIDDEN_TEXT, line)
    with open_package(path, limits) as package:
        for name in package.namelist():
            note_name(name, found)
            low = name.casefold()
            if low.endswith(".rels"):
                note_relations(part(package, name, limits), found)
            elif low.startswith(("xl/comments", "xl/threadedcomments/")) and low.endswith(".xml"):
                _remarks(part(package, name, limits), found)
            elif name.startswith("docProps/") and name.endswith(".xml"):
                note_properties(name, part(package, name, limits), found)
    return found.findings()


def _remarks(content: bytes | None, found: Collector) -> None:
    """The old kind of remark is `comment`, the new `threadedComment`."""
    for remark in () if content is None else parse_xml(content).iter("{*}comment", "{*}threadedComment"):
        found.add(FindingKind.COMMENT, "".join(text.text or "" for text in _texts(remark)))


def _texts(remark: etree._Element) -> list[etree._Element]:
    return list(remark.iter("{*}t", "{*}text"))
