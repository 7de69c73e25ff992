"""How the styles of a document make letters look, and how large its sheet is (ISO/IEC 29500-1 §17.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from processors.readers.ink import PLAIN, Ink, ink_of, shade

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What a table's style may say that changes whether its letters are seen.
_TELLING: Final = (f"{_W}shd", f"{_W}color", f"{_W}vanish", f"{_W}sz")
_ON: Final = frozenset({"1", "true", "on"})
#: Styles based on styles: Word itself allows ten levels.
MAX_BASES: Final = 20
#: Word reads no more than 4,079 styles.
_MAX_STYLES: Final = 4079


@dataclass(frozen=True, slots=True)
class Looks:
    """What the styles say. `inks` and `grounds` hold the styles that say something about it, with what they inherit.

    `tables` are styles of tables that colour something somewhere: nobody can tell the ground in them. `hiding` are
    those that hide some rows or columns, which is not worked out. `centred` are styles that set lines in the middle.
    """

    default: Ink = PLAIN
    default_style: str = ""
    inks: dict[str, Ink] = field(default_factory=dict)
    grounds: dict[str, str] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    hiding: frozenset[str] = frozenset()
    centred: frozenset[str] = frozenset()


def looks_of(styles: etree._Element | None) -> Looks:
    """What a styles part says; without one letters are plain."""
    if styles is None:
        return Looks()
    by_id = styles_by_id(styles)
    lines = {name: _line(name, by_id) for name in by_id}
    inks, grounds = {}, {}
    for style_id, line in lines.items():
        ink, ground = _inherited(line)
        if ink is not PLAIN:
            inks[style_id] = ink
        if ground is not None:
            grounds[style_id] = ground
    paragraphs = ((name, one) for name, one in by_id.items() if one.get(f"{_W}type") == "paragraph")
    return Looks(
        default=ink_of(styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")),
        default_style=next((name for name, one in paragraphs if one.get(f"{_W}default", "0") in _ON), ""),
        inks=inks,
        grounds=grounds,
        tables=frozenset(name for name, line in lines.items() if _colours(line)),
        centred=frozenset(name for name, line in lines.items() if _is_centred(line)),
        hiding=frozenset(name for name, line in lines.items() if any(map(_hides_parts, line))),
    )


def styles_by_id(styles: etree._Element) -> dict[str, etree._Element]:
    """The styles of a part by their id, as far as Word reads them."""
    return {style.get(f"{_W}styleId", ""): style for style in islice(styles.iter(f"{_W}style"), _MAX_STYLES)}


def _inherited(line: Sequence[etree._Element]) -> tuple[Ink, str | None]:
    ink, ground = PLAIN, None
    for style in line:
        ink = ink.over(ink_of(style.find(f"{_W}rPr")))
        ground = shade(style.find(f"{_W}pPr/{_W}shd")) if ground is None else ground
    return ink, ground


def _colours(line: Sequence[etree._Element]) -> bool:
    return line[0].get(f"{_W}type") == "table" and any(next(one.iter(*_TELLING), None) is not None for one in line)


def _hides_parts(style: etree._Element) -> bool:
    return next(style.iterfind(f"{_W}tblStylePr/{_W}rPr/{_W}vanish"), None) is not None


def _is_centred(line: Sequence[etree._Element]) -> bool:
    alignments = (style.find(f"{_W}pPr/{_W}jc") for style in line)
    nearest = next((alignment for alignment in alignments if alignment is not None), None)
    return nearest is not None and nearest.get(f"{_W}val") == "center"


def _line(style_id: str, by_id: dict[str, etree._Element]) -> list[etree._Element]:
    """A style and those it is based on, the nearest first; a style based on itself ends the line."""
    line: list[etree._Element] = []
    while style_id in by_id and by_id[style_id] not in line and len(line) < MAX_BASES:
        line.append(by_id[style_id])
        base = line[-1].find(f"{_W}basedOn")
        style_id = "" if base is None else base.get(f"{_W}val", "")
    return line


@dataclass(frozen=True, slots=True)
class Sheet:
    """The largest sheet of a document and its left and top margin, in twips (a twentieth of a point)."""

    width: int = 11906
    height: int = 16838
    left: int = 1800
    top: int = 1440


def sheet_of(root: etree._Element) -> Sheet:
    """The sheet that a main part's sections speak of; A4 without any."""
    sizes = list(root.iter(f"{_W}pgSz"))
    margins = list(root.iter(f"{_W}pgMar"))
    known = Sheet()
    return Sheet(
        width=max((twips(one.get(f"{_W}w")) for one in sizes), default=0) or known.width,
        height=max((twips(one.get(f"{_W}h")) for one in sizes), default=0) or known.height,
        left=max((twips(one.get(f"{_W}left")) for one in margins), default=known.left),
        top=max((abs(twips(one.get(f"{_W}top"))) for one in margins), default=known.top),
    )


def twips(value: str | None) -> int:
    """A measure as whole twips; 0 for what is none."""
    try:
        return int(float(value or 0))
    except (ValueError, OverflowError):
        return 0
