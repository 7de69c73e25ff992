"""Runs of a WordprocessingML part that nobody sees: white on white paper, black on black, too small to be read."""

from __future__ import annotations

from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ANCHOR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}txbx"
_VML: Final = "{urn:schemas-microsoft-com:vml}textbox"
#: Every channel of the colour (0–255) at least this: paper white to the eye.
_WHITE: Final = 236
#: … and at most this: black.
_BLACK: Final = 48
#: Letters up to this size, in half points (ISO/IEC 29500-1 §17.3.2.38), are a dotted line at best.
_TINY: Final = 4
_HEX_DIGITS: Final = 6


def is_unseen(run: etree._Element, properties: etree._Element) -> bool:
    """Whether a run is certainly not seen. White letters on a ground that cannot be told count as seen."""
    if len(properties) == 0:
        return False
    return _is_tiny(properties) or is_blackened(properties) or (is_white(properties) and _is_on_paper(run, properties))


def is_blackened(properties: etree._Element) -> bool:
    """Whether the run's letters have the darkness of its own ground: what looks like a redaction and is none.

    Letters of the automatic colour stay black under a highlight; on a shading they turn white (§17.3.2.6).
    """
    highlight = properties.find(f"{_W}highlight")
    shading = properties.find(f"{_W}shd")
    colour = properties.find(f"{_W}color")
    letters = "auto" if colour is None else colour.get(f"{_W}val", "auto")
    if highlight is not None and highlight.get(f"{_W}val") == "black":
        return letters == "auto" or _is_dark(letters)
    ground = "auto" if shading is None else shading.get(f"{_W}fill", "auto")
    return _is_dark(ground) and _is_dark(letters)


def _is_dark(value: str) -> bool:
    try:
        return len(value) == _HEX_DIGITS and max(bytes.fromhex(value)) <= _BLACK
    except ValueError:
        return False


def is_white(properties: etree._Element) -> bool:
    """Whether a run's own colour is white; `auto` and colours of the theme are not."""
    colour = properties.find(f"{_W}color")
    value = "" if colour is None else colour.get(f"{_W}val", "")
    if len(value) != _HEX_DIGITS or value[:1] not in "EeFf":
        return False
    try:
        return min(bytes.fromhex(value)) >= _WHITE
    except ValueError:
        return False


def _is_tiny(properties: etree._Element) -> bool:
    size = properties.find(f"{_W}sz")
    value = "" if size is None else size.get(f"{_W}val", "")
    return value.isdecimal() and 0 < int(value) <= _TINY


def _is_on_paper(run: etree._Element, properties: etree._Element) -> bool:
    """Whether nothing near the run could colour the ground: shading, a text box, a table's style, a picture behind."""
    if properties.find(f"{_W}shd") is not None or properties.find(f"{_W}highlight") is not None:
        return False
    for ancestor in run.iterancestors(f"{_W}p", f"{_W}tc", f"{_W}tbl", _WPS, _VML):
        if ancestor.tag in {_WPS, _VML}:
            return False
        if any(ancestor.find(f"{_W}{name}Pr/{_W}shd") is not None for name in ("p", "tc", "tbl")):
            return False
        if ancestor.find(f"{_W}tblPr/{_W}tblStyle") is not None:
            return False
    root = run.getroottree().getroot()
    if root.find(f"{_W}background") is not None:
        return False
    return not any(anchor.get("behindDoc") in {"1", "true"} for anchor in root.iter(_ANCHOR))
