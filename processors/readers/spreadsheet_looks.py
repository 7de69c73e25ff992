"""Cell formats of a workbook whose letters have the colour of their ground (ISO/IEC 29500-1 §18.8)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from processors.readers.ink import AUTO, BLACK, UNKNOWN, WHITE, alike, plain_colour

#: The first colours of the old palette (§18.8.27), which the next eight repeat; 64 and 65 are the window's own.
_INDEXED: Final = (BLACK, WHITE, "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
#: The first two colours of a theme, in the order of sheets: paper and ink.
_THEME: Final = {"0": WHITE, "1": BLACK}


def unseen_formats(styles: etree._Element) -> frozenset[int]:
    """Indexes of the cell formats whose letters nobody sees on their fill, or on white without one."""
    fonts = [_colour(font.find("{*}color")) for font in styles.iterfind("{*}fonts/{*}font")]
    fills = [_ground(fill.find("{*}patternFill")) for fill in styles.iterfind("{*}fills/{*}fill")]
    unseen = set()
    for index, cell_format in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        colour, ground = _of(fonts, cell_format.get("fontId")), _of(fills, cell_format.get("fillId"))
        if colour not in {AUTO, UNKNOWN} and ground != UNKNOWN and alike(colour, WHITE if ground == AUTO else ground):
            unseen.add(index)
    return frozenset(unseen)


def _of(known: list[str], index: str | None) -> str:
    number = int(index) if index is not None and index.isascii() and index.isdecimal() and len(index) < 10 else 0
    return known[number] if number < len(known) else AUTO


def _ground(fill: etree._Element | None) -> str:
    pattern = "none" if fill is None else fill.get("patternType", "none")
    if fill is None or pattern == "none":
        return AUTO
    return _colour(fill.find("{*}fgColor")) if pattern == "solid" else UNKNOWN


def _colour(colour: etree._Element | None) -> str:
    if colour is None or colour.get("auto") in {"1", "true"}:
        return AUTO
    if colour.get("tint", "0") not in {"0", "0.0"}:
        return UNKNOWN
    if colour.get("rgb") is not None:
        return plain_colour(colour.get("rgb", "")[-6:])
    if colour.get("theme") is not None:
        return _THEME.get(colour.get("theme", ""), UNKNOWN)
    index = colour.get("indexed", "")
    if index in {"64", "65"}:
        return AUTO
    return _INDEXED[int(index) % 8] if index.isascii() and index.isdecimal() and int(index) < 16 else UNKNOWN
