"""Leaves of a WordprocessingML part only what a person sees on the printed page, and tells what was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from processors.readers.fields import texts_in_codes
from processors.readers.floating import is_beside_sheet, unseen_drawing, unseen_picture
from processors.readers.ground import Grounds
from processors.readers.ink import AUTO, BLACK, PLAIN, UNKNOWN, WHITE, Ink, alike, ink_of
from processors.readers.looks import Looks, Sheet, twips
from processors.readers.variants import choose_variants
from processors.readers.wordml import REMOVED, W, switched_on
from processors.screening.model import FindingKind

#: (why, which words) of something that is not seen.
Thing = tuple[FindingKind, str]
_Found = tuple[etree._Element, FindingKind]

_LOOKED_AT: Final = (f"{W}r", f"{W}tr", f"{W}tc", f"{W}drawing", f"{W}pict")
_HOLDS_DRAWINGS: Final = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
#: Lines and rows of exactly this height, in twips, show no letter: two points.
_FLAT: Final = 40


def leave_only_seen(root: etree._Element, looks: Looks, sheet: Sheet) -> list[Thing]:
    """Take out in place what nobody sees, and choose among variants of markup; tell what was taken out.

    White letters whose ground cannot be told, and tables of which a style hides a part, are told and stay: nobody but a
    person can say what is seen.
    """
    things = [(FindingKind.HIDDEN_TEXT, f"备用内容：{words}") for words in choose_variants(root)]
    part = _Part(root, looks, sheet)
    for element, kind in list(part.unseen()):
        things.append(
            (kind, words_of(element) or ("图形" if next(element.iter(*_HOLDS_DRAWINGS), None) is not None else ""))
        )
        remove(element)
    things += (
        (FindingKind.HIDDEN_TEXT, f"表格样式隐藏了其中一部分，无法确定：{words}") for words in part.half_hidden()
    )
    return things + [(FindingKind.INVISIBLE_TEXT, f"白色文字，底色无法确定：{words}") for words in part.doubtful]


def words_of(element: etree._Element) -> str:
    """The text inside an element."""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def remove(element: etree._Element) -> None:
    """Take an element out and leave the text after it where it is."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


class _Part:
    def __init__(self, root: etree._Element, looks: Looks, sheet: Sheet) -> None:
        self._root = root
        self._looks = looks
        self._sheet = sheet
        self._grounds = Grounds(root, looks)
        self._gone: set[etree._Element] = set()
        self.doubtful: list[str] = []

    def unseen(self) -> Iterator[_Found]:
        """Elements that are not seen, in their order, none inside another one."""
        for text in texts_in_codes(self._root):
            yield text, FindingKind.HIDDEN_TEXT
        paragraph: _Paragraph | None = None
        for element in self._root.iter(*_LOOKED_AT):
            if element.tag == f"{W}r":
                holder = _holder(element)
                if paragraph is None or holder is not paragraph.node:
                    paragraph = None if holder is None else self._paragraph(holder)
                found = [] if paragraph is None or paragraph.is_gone else self._in_run(element, paragraph)
            else:
                found = list(self._in_larger(element))
            for one in found:
                self._gone.add(one[0])
                yield one

    def half_hidden(self) -> Iterator[str]:
        """The words of tables of a style that hides some of their rows or columns."""
        for style in self._root.iter(f"{W}tblStyle") if self._looks.hiding else ():
            table = next(style.iterancestors(f"{W}tbl"), None)
            if table is not None and style.get(f"{W}val", "") in self._looks.hiding:
                yield words_of(table)

    def _paragraph(self, node: etree._Element) -> _Paragraph:
        is_gone = bool(self._gone) and any(ancestor in self._gone for ancestor in node.iterancestors())
        return _Paragraph(node, self._looks, self._sheet, is_gone=is_gone)

    def _in_run(self, run: etree._Element, paragraph: _Paragraph) -> list[_Found]:
        properties = run.find(f"{W}rPr")
        if properties is None and paragraph.ink is PLAIN and paragraph.kind is None:
            return []
        ink = ink_of(properties)
        style = None if properties is None else properties.find(f"{W}rStyle")
        if style is not None:
            ink = ink.over(self._looks.inks.get(style.get(f"{W}val", ""), PLAIN))
        ink = ink.over(paragraph.ink)
        if ink.vanished:
            return [(run, FindingKind.HIDDEN_TEXT)] if len(run) > (properties is not None) else []
        kind = paragraph.kind or self._by_ink(run, ink, paragraph)
        if kind is None or not words_of(run).strip():
            return []
        if any(child.tag in _HOLDS_DRAWINGS for child in run):
            # The letters are not seen, what is drawn beside them is.
            return [(text, kind) for text in run.iterchildren(f"{W}t")]
        return [(run, kind)]

    def _by_ink(self, run: etree._Element, ink: Ink, paragraph: _Paragraph) -> FindingKind | None:
        if ink.is_too_small or ink.clear:
            return FindingKind.INVISIBLE_TEXT
        colour = ink.colour
        if colour is None or colour == AUTO:
            # They stay black under a highlight; on a shading Word makes them white (§17.3.2.6).
            return FindingKind.COVERED_TEXT if ink.mark == BLACK else None
        if colour == UNKNOWN:
            return None
        ground = ink.ground if ink.mark is None else ink.mark
        if ground is None:
            if not ink.is_white and not self._grounds.are_any:
                return None
            ground = self._grounds.under(paragraph.node, paragraph.style)
        if ground == UNKNOWN:
            if ink.is_white and words_of(run).strip():
                self.doubtful.append(words_of(run))
            return None
        if not alike(colour, ground):
            return None
        return FindingKind.INVISIBLE_TEXT if alike(ground, WHITE) else FindingKind.COVERED_TEXT

    def _in_larger(self, element: etree._Element) -> Iterator[_Found]:
        """Rows, cells and drawings."""
        if self._gone and any(ancestor in self._gone for ancestor in element.iterancestors()):
            return
        if element.tag == f"{W}tr":
            if _is_flat(element.find(f"{W}trPr")) and words_of(element).strip():
                yield element, FindingKind.HIDDEN_TEXT
        elif element.tag == f"{W}tc":
            if _goes_on(element.find(f"{W}tcPr")):
                yield from ((run, FindingKind.HIDDEN_TEXT) for run in element.iter(f"{W}r") if words_of(run).strip())
        else:
            find = unseen_drawing if element.tag == f"{W}drawing" else unseen_picture
            kind = find(element, self._sheet)
            if kind is not None:
                yield element, kind


class _Paragraph:
    """One paragraph and what it does to the letters in it."""

    __slots__ = ("ink", "is_gone", "kind", "node", "style")

    def __init__(self, node: etree._Element, looks: Looks, sheet: Sheet, *, is_gone: bool) -> None:
        properties = node.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        self.node = node
        self.is_gone = is_gone
        self.style = looks.default_style if style is None else style.get(f"{W}val", "")
        self.ink = looks.inks.get(self.style, PLAIN)
        if looks.tables:
            self.ink = self.ink.over(_ink_of_table(node, looks))
        self.ink = self.ink.over(looks.default)
        self.kind: FindingKind | None = None
        if properties is not None and len(properties):
            spacing = properties.find(f"{W}spacing")
            if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
                self.kind = FindingKind.INVISIBLE_TEXT if 0 < twips(spacing.get(f"{W}line", "240")) <= _FLAT else None
            if is_beside_sheet(properties, sheet):
                self.kind = FindingKind.OFF_PAGE_TEXT


def _ink_of_table(node: etree._Element, looks: Looks) -> Ink:
    """What the style of the nearest table says of all its letters; what it says of some rows alone is not asked."""
    table = next(node.iterancestors(f"{W}tbl"), None)
    style = None if table is None else table.find(f"{W}tblPr/{W}tblStyle")
    return PLAIN if style is None else looks.inks.get(style.get(f"{W}val", ""), PLAIN)


def _holder(run: etree._Element) -> etree._Element | None:
    """The paragraph of a run; None for one that a tracked change took away."""
    parent = run.getparent()
    while parent is not None and parent.tag != f"{W}p":
        if parent.tag in REMOVED:
            return None
        parent = parent.getparent()
    return parent


def _is_flat(properties: etree._Element | None) -> bool:
    """Whether a row is hidden, or too low to show anything."""
    if properties is None or len(properties) == 0:
        return False
    height = properties.find(f"{W}trHeight")
    is_exact = height is not None and height.get(f"{W}hRule") == "exact"
    return switched_on(properties, "hidden") or (
        is_exact and height is not None and 0 < twips(height.get(f"{W}val")) <= _FLAT
    )


def _goes_on(properties: etree._Element | None) -> bool:
    """Whether a cell only goes on with the one above or before it: what is in it is not printed (§17.4.84)."""
    if properties is None:
        return False
    merges = (properties.find(W + name) for name in ("vMerge", "hMerge"))
    return any(merge is not None and merge.get(f"{W}val", "continue") == "continue" for merge in merges)
