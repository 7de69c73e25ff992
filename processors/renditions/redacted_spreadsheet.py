"""XLSX → the new workbook of its values with redacted words replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.readers import spreadsheet
from processors.redaction.masking import BLACK
from processors.redaction.model import Redactions
from processors.renditions.letters import Slot
from processors.renditions.redacted_package import NOT_FOUND, check_package, read_parts, replace_words, write_parts
from processors.renditions.spreadsheet import plain_xlsx
from processors.sandbox.limits import Limits

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: No sheet's name may have it (ECMA-376 says nothing, Excel refuses it).
_NOT_IN_NAMES: Final = "*"


def redacted_xlsx(path: Path, made: Path, limits: Limits, redactions: Redactions) -> None:
    """Write the public form of an XLSX without what is redacted to `made`.

    Raises:
        Unreadable: `not_redactable`; an area is marked, words are not found, or still there.
    """
    if redactions.areas:
        raise Unreadable("not_redactable", NOT_FOUND)
    plain_xlsx(path, made, limits)
    parts = read_parts(made, limits)
    for slot in replace_words(parts, redactions, _slots):
        if slot.attribute:
            slot.element.set(slot.attribute, slot.text.replace(_NOT_IN_NAMES, BLACK))
        elif slot.element.tag == f"{_MAIN}v":
            _make_text(slot.element)
    write_parts(parts, made)
    check_package(made, spreadsheet.read(made, limits).pages, redactions, limits)


def _slots(root: etree._Element) -> Iterator[Slot]:
    for element in root.iter(f"{_MAIN}sheet", f"{_MAIN}t", f"{_MAIN}v"):
        yield Slot(element, "name" if element.tag == f"{_MAIN}sheet" else "")


def _make_text(value: etree._Element) -> None:
    """A masked number is none any more."""
    cell = value.getparent()
    if cell is not None:
        cell.set("t", "inlineStr")
        value.tag = f"{_MAIN}t"
        cell.replace(value, holder := etree.Element(f"{_MAIN}is"))
        holder.append(value)
