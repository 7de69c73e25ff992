"""Text boxes and drawings of a WordprocessingML part that no page shows: off, without size, or beside the sheet."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from processors.readers.looks import Sheet
from processors.screening.model import FindingKind

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ON: Final = frozenset({"1", "true", "on"})
#: English metric units in a twip (ISO/IEC 29500-1 §20.1.2.1).
_EMU: Final = 635
#: A box with text that is smaller than this, in English metric units (a point), shows none of it.
_NO_SIZE: Final = 12_700
#: What a position is counted from. Counted from a paragraph or a letter it may begin anywhere on the sheet.
_FROM_SHEET: Final = frozenset({"page", "leftMargin", "topMargin"})
_FROM_MARGIN: Final = frozenset({"margin"})
#: Twips of a length in a VML style. Matches "margin-left:-900pt"; does not match "margin-left:auto".
_LENGTH: Final = re.compile(r"(-?\d*\.?\d+)(pt|in|cm|mm|px|)")
_TWIPS: Final = {"pt": 20.0, "in": 1440.0, "cm": 567.0, "mm": 56.7, "px": 15.0, "": 20.0}


def unseen_drawing(drawing: etree._Element, sheet: Sheet) -> FindingKind | None:
    """Why nobody sees a `w:drawing`; None for one that may be seen."""
    for holder in drawing.iterchildren(f"{_WP}anchor", f"{_WP}inline"):
        shown = holder.find(f"{_WP}docPr")
        if holder.get("hidden") in _ON or (shown is not None and shown.get("hidden") in _ON):
            return FindingKind.HIDDEN_TEXT
        size = holder.find(f"{_WP}extent")
        wide, high = (0, 0) if size is None else (_whole(size.get("cx")), _whole(size.get("cy")))
        if size is not None and min(wide, high) < _NO_SIZE and _has_words(holder) and not _grows(holder):
            return FindingKind.INVISIBLE_TEXT
        if holder.tag == f"{_WP}anchor":
            # In a cell every position counts from the cell, unless the drawing says otherwise (§20.4.2.3).
            in_cell = (
                holder.get("layoutInCell") not in {"0", "false"}
                and next(drawing.iterancestors(f"{_W}tc"), None) is not None
            )
            across, down = holder.find(f"{_WP}positionH"), holder.find(f"{_WP}positionV")
            if _is_beside(across, wide, sheet.width, None if in_cell else sheet.left) or _is_beside(
                down, high, sheet.height, None if in_cell else sheet.top
            ):
                return FindingKind.OFF_PAGE_TEXT
    return None


def unseen_picture(picture: etree._Element, sheet: Sheet) -> FindingKind | None:
    """Why nobody sees a `w:pict` of the older markup; None for one that may be seen."""
    for shape in picture.iterchildren("*"):
        style = _style(shape.get("style", ""))
        if style.get("visibility") == "hidden" or style.get("display") == "none":
            return FindingKind.HIDDEN_TEXT
        if style.get("position") != "absolute":
            continue
        for edge, length, limit, axis in (
            ("left", "width", sheet.width, "horizontal"),
            ("top", "height", sheet.height, "vertical"),
        ):
            start = _length(style.get(edge)) + _length(style.get(f"margin-{edge}"))
            origin = 0 if style.get(f"mso-position-{axis}-relative") == "page" else limit
            if start + _length(style.get(length)) + origin <= 0 or start >= limit:
                return FindingKind.OFF_PAGE_TEXT
    return None


def is_beside_sheet(properties: etree._Element, sheet: Sheet) -> bool:
    """Whether a paragraph's frame (§17.3.1.11) or indents lead it off the sheet."""
    frame = properties.find(f"{_W}framePr")
    if frame is not None and frame.get(f"{_W}hAnchor") == "page" and frame.get(f"{_W}xAlign") is None:
        start = _whole(frame.get(f"{_W}x"))
        return start + max(_whole(frame.get(f"{_W}w")), 0) < 0 or start >= sheet.width
    indent = properties.find(f"{_W}ind")
    if indent is None:
        return False
    start = sheet.left + _whole(indent.get(f"{_W}left") or indent.get(f"{_W}start"))
    end = sheet.width - sheet.left - _whole(indent.get(f"{_W}right") or indent.get(f"{_W}end"))
    return start >= sheet.width or end <= 0


def _is_beside(position: etree._Element | None, length: int, limit: int, margin: int | None) -> bool:
    """Whether a thing at a position (§20.4.2.10) is off the sheet, wherever its paragraph may stand.

    `margin` is None where every position counts from somewhere on the sheet.
    """
    offset = None if position is None else position.findtext(f"{_WP}posOffset")
    if position is None or offset is None:
        return False
    start = _whole(offset) / _EMU
    origin = position.get("relativeFrom", "")
    if margin is None or origin not in _FROM_SHEET | _FROM_MARGIN:
        earliest, latest = 0, limit
    else:
        earliest = latest = margin if origin in _FROM_MARGIN else 0
    return start + earliest >= limit or start + latest + length / _EMU <= 0


def _has_words(holder: etree._Element) -> bool:
    return any((text.text or "").strip() for text in holder.iter(f"{_W}t"))


def _grows(holder: etree._Element) -> bool:
    return next(holder.iter(f"{_A}spAutoFit"), None) is not None


def _style(value: str) -> dict[str, str]:
    pairs = (piece.partition(":") for piece in value.split(";"))
    return {name.strip().casefold(): content.strip().casefold() for name, _, content in pairs}


def _length(value: str | None) -> float:
    match = _LENGTH.fullmatch(value or "")
    return float(match[1]) * _TWIPS[match[2]] if match else 0.0


def _whole(value: str | None) -> int:
    try:
        return max(-(2**40), min(int(value or 0), 2**40))
    except ValueError:
        return 0
