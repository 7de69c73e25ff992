"""Objects of an OFD page that nobody sees (GB/T 33190-2016 §8): off, without ink, white, covered, off the page."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator
from typing import Final

from lxml import etree

from processors.hidden.ofd_letters import Box, cut_line
from processors.readers.ink import BLACK, UNKNOWN, WHITE, alike
from processors.screening.model import FindingKind

_OFF: Final = frozenset({"false", "0"})
_DRAWN: Final = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})
#: Opacity (0–255, §8.5) as for PDF pages.
_FAINT: Final = 19
#: Letters lower than this are no text to anybody, in millimetres.
_TINY_MM: Final = 0.56
#: A box that is smaller than this both ways, in millimetres, shows nothing; a full stop's is larger.
_DOT_MM: Final = 0.1
#: A line with more pieces than this is not cut.
_MAX_PIECES: Final = 100
#: A rectangle of straight lines: `M 0 0 L 50 0 L 50 8 L 0 8 C` matches; a curve (`B`, `Q`, `A`) does not.
_STRAIGHT: Final = re.compile(r"\s*[MS]?\s*M[\s\d.\-]+(?:L[\s\d.\-]+){3,4}C?\s*")

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

    `page` is the document's page box, for a page that has none of its own. Lines that are covered in part are cut in
    place, so that what is seen of them stays.
    """
    area = next(root.iterfind("{*}Area/{*}PhysicalBox"), None)
    box = box_of(None if area is None else area.text) or page
    hidden: list[Hidden] = []
    off = dict.fromkeys(one for one in root.iter("*") if one.get("Visible", "").casefold() in _OFF)
    for element in off:
        if not any(ancestor in off for ancestor in element.iterancestors()):
            hidden.append((element, FindingKind.HIDDEN_LAYER))
    hidden += _unseen_texts([one for one in root.iter("*") if _is_drawn(one) and not _is_under(one, off)], box)
    return hidden


def _unseen_texts(drawn: list[etree._Element], page: Box | None) -> Iterator[Hidden]:
    """Text objects, and pieces of some, that are not seen; `drawn` are all objects, in the order of drawing."""
    objects = [_Object(element) for element in drawn]
    grounds = [(index, one) for index, one in enumerate(objects) if not one.is_text and one.box is not None]
    covers = [(index, one.box) for index, one in grounds if one.box is not None and one.covers]
    for index, text in enumerate(objects):
        if not text.is_text or text.box is None:
            continue
        below = [one for place, one in grounds if place < index]
        above = [cover for place, cover in covers if place > index and _takes(cover, text.box)]
        for piece in _cut(text, above, index) if above else [text]:
            kind = _reason(piece, below, above, page)
            if kind is not None:
                yield piece.element, kind


def _cut(text: _Object, above: list[Box], index: int) -> list[_Object]:
    """The pieces of a line that is covered in part, which take its place in the page; the line itself otherwise."""
    parent = text.element.getparent()
    pieces = [] if text.box is None else cut_line(text.element, text.box, above, index * _MAX_PIECES)
    if not 0 < len(pieces) < _MAX_PIECES or parent is None:
        return [text]
    place = parent.index(text.element)
    parent[place : place + 1] = pieces
    return [_Object(piece) for piece in pieces]


class _Object:
    """One object of a page, with what decides about others, looked up once."""

    __slots__ = ("box", "colour", "covers", "element", "fills", "is_path", "is_text")

    def __init__(self, element: etree._Element) -> None:
        name = etree.QName(element).localname
        self.element = element
        self.box = box_of(element.get("Boundary"))
        self.is_text = name == "TextObject"
        self.is_path = name == "PathObject"
        self.fills = self.is_path and element.get("Fill", "false").casefold() not in _OFF
        is_opaque = element.get("Alpha", "255") == "255"
        self.colour = _colour(element) if is_opaque else UNKNOWN
        # A picture may be a seal that one sees through, so it covers nothing for certain.
        self.covers = self.fills and is_opaque and element.get("CTM") is None and _is_box(element)


def _is_drawn(element: etree._Element) -> bool:
    return etree.QName(element).localname in _DRAWN


def _is_box(path: etree._Element) -> bool:
    return _STRAIGHT.fullmatch(path.findtext("{*}AbbreviatedData") or "") is not None


def words_of(element: etree._Element) -> str:
    """The text of an object or layer."""
    return "".join(code.text or "" for code in element.iter("{*}TextCode"))


def _is_under(element: etree._Element, off: Container[etree._Element]) -> bool:
    return element in off or any(ancestor in off for ancestor in element.iterancestors())


def _reason(text: _Object, below: list[_Object], above: list[Box], page: Box | None) -> FindingKind | None:
    if text.box is None:
        return None
    if page is not None and not _overlap(text.box, page):
        return FindingKind.OFF_PAGE_TEXT
    if _has_no_ink(text.element) or _is_tiny(text.element) or _is_cut_off(text.element, text.box):
        return FindingKind.INVISIBLE_TEXT
    ground = _ground(below, text.box)
    if UNKNOWN not in {text.colour, ground} and alike(text.colour, ground):
        return FindingKind.INVISIBLE_TEXT if alike(ground, WHITE) else FindingKind.COVERED_TEXT
    return FindingKind.COVERED_TEXT if any(_takes(cover, text.box) for cover in above) else None


def _has_no_ink(text: etree._Element) -> bool:
    alphas = [text.get("Alpha"), *(colour.get("Alpha") for colour in text.iterfind("{*}FillColor"))]
    if any(alpha is not None and alpha.isdecimal() and int(alpha) <= _FAINT for alpha in alphas):
        return True
    return text.get("Fill", "").casefold() in _OFF and text.get("Stroke", "false").casefold() in _OFF


def _is_tiny(text: etree._Element) -> bool:
    # A matrix (CTM) would change the size; few writers use one, and none to hide.
    size = box_of(f"0 0 0 {text.get('Size', '')}")
    return text.get("CTM") is None and size is not None and 0 < size[3] < _TINY_MM


def _is_cut_off(text: etree._Element, box: Box) -> bool:
    """Whether the object's own box, outside of which nothing is drawn (§8.5), leaves none of its letters."""
    # A dash, or 一, has a box that is long and flat.
    if 0 < max(box[2], box[3]) < _DOT_MM:
        return True
    if text.get("CTM") is not None:
        return False
    places = [box_of(f"0 0 {code.get('X', '0')} {code.get('Y', '0')}") for code in text.iterfind("{*}TextCode")]
    size = box_of(f"0 0 0 {text.get('Size', '')}")
    if size is None or not places or box[2] == 0:
        return False
    return all(place is not None and (place[2] >= box[2] or place[3] - size[3] >= box[3]) for place in places)


def _colour(element: etree._Element) -> str:
    """What fills an object, six hexadecimal digits: black where it says nothing (§8.3.2); or UNKNOWN."""
    colour = element.find("{*}FillColor")
    if colour is None:
        return UNKNOWN if element.get("DrawParam") else BLACK
    if colour.get("ColorSpace") or len(colour) or colour.get("Value") is None:
        return UNKNOWN
    values = colour.get("Value", "").split()
    if len(values) != 3 or not all(value.isdecimal() and int(value) <= 255 for value in values):
        return UNKNOWN
    return "".join(f"{int(value):02X}" for value in values)


def _ground(below: list[_Object], box: Box) -> str:
    """The colour of what was drawn last under a box; white paper where nothing was, UNKNOWN where nobody can tell."""
    for one in reversed(below):
        if one.box is None or not _overlap(one.box, box) or (one.is_path and not one.fills):
            continue
        return one.colour if one.is_path and _takes(one.box, box) else UNKNOWN
    return WHITE


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 0 and down > 0


def _takes(cover: Box, text: Box) -> bool:
    """Whether a cover takes at least half of a line's height somewhere, over more than a rule's thickness."""
    down = min(cover[1] + cover[3], text[1] + text[3]) - max(cover[1], text[1])
    across = min(cover[0] + cover[2], text[0] + text[2]) - max(cover[0], text[0])
    return down >= text[3] / 2 and across >= 1.0
