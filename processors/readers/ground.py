"""On what letters of a WordprocessingML part stand: paper, a shading, a filled box, or nobody can tell."""

from __future__ import annotations

from typing import Final

from lxml import etree

from processors.readers.ink import UNKNOWN, WHITE, plain_colour, shade
from processors.readers.looks import Looks

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_ANCHOR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_ON: Final = frozenset({"1", "true", "on"})
_COLOURING: Final = (f"{_W}shd", f"{_WPS}txbx", f"{_V}textbox", f"{_W}background")


class Grounds:
    """The grounds of one part. Colours as in `ink`: six digits, or UNKNOWN."""

    def __init__(self, root: etree._Element, looks: Looks) -> None:
        self._looks = looks
        self._sheet = _sheet_colour(root)
        #: Without any, letters that are not white are seen wherever they stand.
        self.are_any = bool(looks.grounds) or next(root.iter(*_COLOURING), None) is not None

    def under(self, paragraph: etree._Element, style: str) -> str:
        """The ground of a paragraph of a style (its id)."""
        own = shade(paragraph.find(f"{_W}pPr/{_W}shd"))
        own = self._looks.grounds.get(style) if own is None else own
        if own is not None:
            return own
        for holder in paragraph.iterancestors(f"{_W}tc", f"{_W}tbl", f"{_WPS}txbx", f"{_V}textbox"):
            ground = self._of(holder)
            if ground is not None:
                return ground
        return self._sheet

    def _of(self, holder: etree._Element) -> str | None:
        """What a cell, table or box puts under its text; None for nothing."""
        if holder.tag == f"{_W}tc":
            return shade(holder.find(f"{_W}tcPr/{_W}shd"))
        if holder.tag == f"{_W}tbl":
            style = holder.find(f"{_W}tblPr/{_W}tblStyle")
            if style is not None and style.get(f"{_W}val", "") in self._looks.tables:
                return UNKNOWN
            return shade(holder.find(f"{_W}tblPr/{_W}shd"))
        shape = holder.getparent()
        return None if shape is None else _fill(shape)


def _fill(shape: etree._Element) -> str | None:
    if shape.tag.startswith(_V):
        return None if shape.get("filled") in {"f", "false"} else UNKNOWN
    properties = shape.find(f"{_WPS}spPr")
    if properties is not None:
        if properties.find(f"{_A}noFill") is not None:
            return None
        solid = properties.find(f"{_A}solidFill/{_A}srgbClr")
        if solid is not None:
            return UNKNOWN if len(solid) else plain_colour(solid.get("val", "?"))
    plain = shape.find(f"{_WPS}style") is None
    filled = properties is not None and any(child.tag.endswith("Fill") for child in properties)
    return None if plain and not filled else UNKNOWN


def _sheet_colour(root: etree._Element) -> str:
    if root.find(f"{_W}background") is not None:
        return UNKNOWN
    behind = any(anchor.get("behindDoc") in _ON for anchor in root.iter(_ANCHOR))
    return UNKNOWN if behind else WHITE
