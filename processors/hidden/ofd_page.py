"""Objects of an OFD page that nobody sees (GB/T 33190-2016 §8): off, without ink, white, covered, off the page."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
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
    off = [one for one in root.iter("*") if one.get("Visible", "").casefold() in _OFF]
    for element in off:
        if not any(ancestor in off for ancestor in element.iterancestors()):
            hidden.append((element, FindingKind.HIDDEN_LAYER))
    drawn = _cut([one for one in root.iter("*") if etree.QName(one).localname in _DRAWN and not _is_under(one, off)])
    for index, element in enumerate(drawn):
        if etree.QName(element).localname == "TextObject":
            kind = _reason(element, drawn, index, box)
            if kind is not None:
                hidden.append((element, kind))
    return hidden


def _cut(drawn: list[etree._Element]) -> list[etree._Element]:
    """The same objects, with lines that are covered in part replaced by their pieces, also in the page."""
    cut: list[etree._Element] = []
    for index, element in enumerate(drawn):
        pieces: list[etree._Element] = []
        box = box_of(element.get("Boundary"))
        parent = element.getparent()
        if etree.QName(element).localname == "TextObject" and box is not None and parent is not None:
            covers = [cover for cover in _covers(drawn[index + 1 :]) if _takes(cover, box)]
            pieces = cut_line(element, box, covers, len(cut)) if covers else []
            if pieces:
                place = parent.index(element)
                parent[place : place + 1] = pieces
        cut += pieces or [element]
    return cut


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
    if _is_cut_off(text, box):
        return FindingKind.INVISIBLE_TEXT
    colour, ground = _colour(text), _ground(drawn[:index], box)
    if UNKNOWN not in {colour, ground} and alike(colour, ground):
        return FindingKind.INVISIBLE_TEXT if alike(ground, WHITE) else FindingKind.COVERED_TEXT
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


def _ground(drawn: list[etree._Element], box: Box) -> str:
    """The colour of what was drawn last under a box; white paper where nothing was, UNKNOWN where nobody can tell."""
    for element in reversed(drawn):
        name = etree.QName(element).localname
        place = box_of(element.get("Boundary"))
        if place is None or name == "TextObject" or not _overlap(place, box):
            continue
        if name != "PathObject":
            return UNKNOWN
        if _fills(element) and _takes(place, box):
            return _colour(element) if element.get("Alpha", "255") == "255" else UNKNOWN
        if _fills(element):
            return UNKNOWN
    return WHITE


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
