"""One WordprocessingML or DrawingML part without what the printed page does not show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from processors.readers.looks import Looks, Sheet
from processors.readers.unseen import leave_only_seen, remove
from processors.readers.wordml import REMOVED, W
from processors.renditions.docx_fields import flatten_fields

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"

_CUT_WORDS: Final = """
delText delInstrText rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange tblGridChange
numberingChange bookmarkStart bookmarkEnd tblCaption tblDescription
moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd commentRangeStart
commentRangeEnd commentReference annotationRef permStart permEnd proofErr altChunk subDoc control rsid sdtPr sdtEndPr
customXmlPr smartTagPr customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd
"""
#: Taken out with everything inside: removed text, its history, comments, and what is embedded from elsewhere.
_CUT: Final = (
    REMOVED
    | {W + name for name in _CUT_WORDS.split()}
    | {f"{_OFFICE}OLEObject", f"{_A}extLst", f"{_CHART}extLst", f"{_CHART}externalData", f"{_CHART}userShapes"}
)
#: Taken out themselves, their content stays: accepted insertions, links, and wrappers that carry names and bindings.
_UNWRAPPED: Final = tuple(
    W + name for name in ("ins", "moveTo", "hyperlink", "sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo")
)
#: Attributes that hold a file's name, a description or a link: on any element.
_NAMES: Final = frozenset({"descr", "title", "alt", "href", f"{_OFFICE}title", f"{_OFFICE}href", f"{_OFFICE}gfxdata"})
#: The standard knows elements of some forty attributes; far more were put there by hand.
_MAX_ATTRIBUTES: Final = 1000
_SETTINGS_WORDS: Final = """
zoom mirrorMargins gutterAtTop bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop autoHyphenation
consecutiveHyphenLimit hyphenationZone evenAndOddHeaders bookFoldPrinting drawingGridHorizontalSpacing
drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery characterSpacingControl
noLineBreaksAfter noLineBreaksBefore footnotePr endnotePr compat themeFontLang clrSchemeMapping decimalSymbol
listSeparator
"""
_SETTINGS_KEPT: Final = frozenset(W + name for name in _SETTINGS_WORDS.split())


def clean_content(root: etree._Element, looks: Looks, sheet: Sheet, kept_relations: Iterable[str]) -> None:
    """Clean a part in place. `kept_relations` are the ids that still lead somewhere; other references go.

    Raises:
        ValueError: an element has more attributes than can be looked through.
    """
    etree.strip_tags(root, etree.Comment)
    for instruction in list(root.iter(etree.PI)):
        remove(instruction)
    leave_only_seen(root, looks, sheet)
    for row in [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]:
        remove(row)
    for cell in [cell for cell in root.iter(f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is not None]:
        remove(cell)
    for element in list(root.iter(*_CUT)):
        remove(element)
    _drop_change_marks(root)
    flatten_fields(root)
    etree.strip_tags(root, *_UNWRAPPED)
    _clean_attributes(root, frozenset(kept_relations))


def clean_settings(root: etree._Element) -> None:
    """Keep what decides the looks; drop revision ids, document variables, templates, protection and mail merge."""
    for element in list(root):
        if element.tag not in _SETTINGS_KEPT:
            remove(element)


def _drop_change_marks(root: etree._Element) -> None:
    """Property elements named `ins` and `del` only say that a row or a paragraph's end was changed."""
    for properties in root.iter(f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}numPr"):
        for mark in list(properties.iter(f"{W}ins", f"{W}cellIns", f"{W}cellMerge")):
            remove(mark)


def _clean_attributes(root: etree._Element, kept_relations: frozenset[str]) -> None:
    for element in list(root.iter("*")):
        if len(element.attrib) > _MAX_ATTRIBUTES:
            # Each is looked for among all others when it is taken out.
            raise ValueError("too many attributes")
        for name, value in list(element.attrib.items()):
            key = str(name)
            is_revision = key.startswith(W) and key[len(W) :].startswith("rsid")
            is_dead_reference = key.startswith(_REL) and value not in kept_relations
            if key in _NAMES or is_revision or is_dead_reference or key in {f"{W}author", f"{W}date", f"{W}initials"}:
                del element.attrib[name]
        if etree.QName(element).localname in {"docPr", "cNvPr"}:
            # A picture's name is the file it came from.
            element.set("name", "")
        if etree.QName(element).localname in {"hlinkClick", "hlinkHover"}:
            remove(element)
