"""Objects of an OFD page that nobody sees (GB/T 33190-2016 §8): off, without ink, white, covered, off the page."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from processors.screening.model import FindingKind

_OFF: Final = frozenset({"false", "0"})
_DRAWN: Final = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})
#: Opacity (0–255, §8.5) and colour channels (0–255, §8.3) as for PDF pages.
_FAINT: Final = 19
_WHITE: Final = 236
#: Letters lower than this are no text to anybody, in millimetres.
_TINY_MM: Final = 0.56
#: A rectangle of straight lines: `M 0 0 L 50 0 L 50 8 L 0 8 C` matches; a curve (`B`, `Q`, `A`) does not.
_STRAIGHT: Final = re.compile(r"\s*[MS]?\s*M[\s\d.\-]+(?:L[\s\d.\-]+){3,4}C?\s*")

#: Left, top, width and height in millimetres, origin top left (§7.2).
Box = tuple[float, float, float, float]
Hidden = tuple[etree._Element, FindingKind]


def box_of(value: str | None) -> Box | None:
    """A box as the standard writes it, or None for anything else."""
    try:
        numbers = [float(piece) for piece in (value or "").split()]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def hidden_objects(root: etree._Element, page: Box | None) -> list[Hidden]:
    """Objects and layers of a page or template that are not seen, with the reason; none inside another one.

    `page` is the document's page box, for a page that has none of its own.
    """
    area = next(root.iterfind("{*}Area/{*}PhysicalBox"), None)
    box = box_of(None if area is None else area.text) or page
    hidden: list[Hidden] = []
    off = [one for one in root.iter("*") if one.get("Visible", "").casefold() in _OFF]
    for element in off:
        if not any(ancestor in off for ancestor in element.iterancestors()):
            hidden.append((element, FindingKind.HIDDEN_LAYER))
    drawn = [one for one in root.iter("*") if etree.QName(one).localname in _DRAWN and not _is_under(one, off)]
    for index, element in enumerate(drawn):
        if etree.QName(element).localname == "TextObject":
            kind = _reason(element, drawn, index, box)
            if kind is not None:
                hidden.append((element, kind))
    return hidden


def words_of(element: etree._Element) -> str:
    """The text of an object or layer."""
    return "".join(code.text or "" for code in element.iter("{*}TextCode"))


def _is_under(element: etree._Element, off: list[etree._Element]) -> bool:
    return bool(off) and (element in off or any(ancestor in off for ancestor in element.iterancestors()))


def _reason(text: etree._Element, drawn: list[etree._Element], index: int, page: Box | None) -> FindingKind | None:
    box = box_of(text.get("Boundary"))
    if box is None:
        return None
    if page is not None and not _overlap(box, page):
        return FindingKind.OFF_PAGE_TEXT
    if _has_no_ink(text) or _is_tiny(text):
        return FindingKind.INVISIBLE_TEXT
    if _is_white(text) and not any(_overlap(box, ground) for ground in _grounds(drawn[:index])):
        return FindingKind.INVISIBLE_TEXT
    if any(_takes(cover, box) for cover in _covers(drawn[index + 1 :])):
        return FindingKind.COVERED_TEXT
    return None


def _has_no_ink(text: etree._Element) -> bool:
    alphas = [text.get("Alpha"), *(colour.get("Alpha") for colour in text.iterfind("{*}FillColor"))]
    if any(alpha is not None and alpha.isdecimal() and int(alpha) <= _FAINT for alpha in alphas):
        return True
    return text.get("Fill", "").casefold() in _OFF and text.get("Stroke", "false").casefold() in _OFF


def _is_tiny(text: etree._Element) -> bool:
    # A matrix (CTM) would change the size; few writers use one, and none to hide.
    size = box_of(f"0 0 0 {text.get('Size', '')}")
    return text.get("CTM") is None and size is not None and 0 < size[3] < _TINY_MM


def _is_white(text: etree._Element) -> bool:
    colour = text.find("{*}FillColor")
    values = [] if colour is None or colour.get("ColorSpace") else colour.get("Value", "").split()
    return len(values) == 3 and all(value.isdecimal() and int(value) >= _WHITE for value in values)


def _grounds(drawn: list[etree._Element]) -> Iterator[Box]:
    """What could be a dark ground under white letters."""
    for element in drawn:
        name = etree.QName(element).localname
        box = box_of(element.get("Boundary"))
        if box is not None and (_fills(element) if name == "PathObject" else name != "TextObject"):
            yield box


def _covers(drawn: list[etree._Element]) -> Iterator[Box]:
    """Opaque rectangles; a picture may be a seal that one sees through, so it covers nothing for certain."""
    for element in drawn:
        data = element.findtext("{*}AbbreviatedData") or ""
        box = box_of(element.get("Boundary"))
        is_opaque = element.get("Alpha", "255") == "255" and _fills(element) and element.get("CTM") is None
        if box is not None and is_opaque and _STRAIGHT.fullmatch(data):
            yield box


def _fills(path: etree._Element) -> bool:
    return path.get("Fill", "false").casefold() not in _OFF


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 0 and down > 0


def _takes(cover: Box, text: Box) -> bool:
    """Whether a cover takes at least half of a line's height somewhere, over more than a rule's thickness."""
    down = min(cover[1] + cover[3], text[1] + text[3]) - max(cover[1], text[1])
    across = min(cover[0] + cover[2], text[0] + text[2]) - max(cover[0], text[0])
    return down >= text[3] / 2 and across >= 1.0
