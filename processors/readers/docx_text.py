"""The body of a WordprocessingML part → pages of text, in document order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from processors.readers.numbering import Counters
from processors.readers.wordml import REMOVED, WPS, M, V, W, switched_on

PAGE_BREAK: Final = "\f"
#: Begins a line that is a picture; its relation id follows. No XML text can hold this character.
PICTURE: Final = "\0"

_TEXT: Final = frozenset({f"{W}t", f"{M}t"})
_LITERAL: Final = {
    f"{W}tab": " ",  # tabs separate cells in our text, so a tab inside a line is a space
    f"{W}ptab": " ",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_TEXT_BOX: Final = frozenset({f"{WPS}txbx", f"{V}textbox"})
_DRAWINGS: Final = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
#: Letters drawn along a line; the letterhead of many a bureau is one.
_WORD_ART: Final = f"{V}textpath"
_SKIPPED: Final = REMOVED | {f"{W}pPr", f"{W}rPr", f"{W}rt", f"{W}sdtPr", f"{W}tblPr", f"{W}trPr", f"{W}tcPr"}
#: Ticked and empty boxes that forms take from symbol fonts: (font, code) → character.
_SYMBOLS: Final = {
    ("Wingdings", "F0FE"): "☑",
    ("Wingdings", "F0FD"): "☒",
    ("Wingdings", "F0FC"): "√",
    ("Wingdings", "F0A8"): "□",
    ("Wingdings", "F06F"): "□",
    ("Wingdings 2", "F052"): "☑",
    ("Wingdings 2", "F050"): "√",
    ("Wingdings 2", "F0A3"): "□",
}


class TextWalker:
    """Collects the lines of a part of which only what is seen is left. A page break is a form feed on its own line."""

    def __init__(self, counters: Counters, picture: Callable[[etree._Element], str]) -> None:
        """`picture` gives the relation id of a drawing that is a picture as large as a page, or ""."""
        self._counters = counters
        self._picture = picture
        self._pictures: list[str] = []

    def story(self, container: etree._Element) -> Iterator[str]:
        """Lines of a whole story (the body, a header, the notes), which counts its paragraphs by itself."""
        self._counters.restart()
        return self.lines(container)

    def lines(self, container: etree._Element) -> Iterator[str]:
        """Lines of a body, cell, text box, header, footer or note, without their newline."""
        for block in container.iterchildren("*"):
            tag = block.tag
            if tag == f"{W}p":
                yield from self._paragraph(block)
            elif tag == f"{W}tbl":
                yield from self._table(block)
            elif tag not in _SKIPPED:
                # Content controls, custom XML, accepted insertions: containers of blocks.
                yield from self.lines(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        properties = paragraph.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}pageBreakBefore") is not None:
            yield PAGE_BREAK
        boxes: list[str] = []
        text = "".join(self._inline(paragraph, boxes))
        if text or not _is_gone(properties):
            text = self._counters.next(properties) + text
        # A box is anchored in a paragraph and printed above or beside it; the letterhead often is one.
        yield from boxes
        pictures = self._pictures_so_far()
        # A paragraph that holds nothing but a picture is no empty line.
        for index, piece in enumerate([] if pictures and not text.strip(" ") else text.split(PAGE_BREAK)):
            if index:
                yield PAGE_BREAK
            yield from (line.rstrip() for line in piece.split("\n"))
        yield from pictures
        section = None if properties is None else properties.find(f"{W}sectPr")
        if section is not None:
            kind = section.find(f"{W}type")
            if kind is None or kind.get(f"{W}val") != "continuous":
                yield PAGE_BREAK

    def _inline(self, parent: etree._Element, boxes: list[str]) -> Iterator[str]:
        for node in parent.iterchildren("*"):
            tag = node.tag
            literal = _leaf(node)
            if literal is not None:
                yield literal
            elif tag in _TEXT_BOX:
                content = node.find(f"{W}txbxContent")
                boxes.extend(() if content is None else self.lines(content))
            elif tag == _WORD_ART:
                boxes.append(node.get("string", ""))
            elif tag not in _SKIPPED:
                if tag in _DRAWINGS:
                    self._pictures += filter(None, [self._picture(node)])
                yield from self._inline(node, boxes)

    def _pictures_so_far(self) -> list[str]:
        """A picture comes after the paragraph, or the row, that shows it."""
        pictures, self._pictures = self._pictures, []
        return [PICTURE + identity for identity in pictures]

    def _table(self, table: etree._Element) -> Iterator[str]:
        for row in _rows(table):
            cells = [" ".join(self._in_cell(cell)) for cell in _cells(row)]
            # A table inside a cell would bring its own tabs; the outer row's cells must stay countable.
            yield "\t".join(cell.replace("\t", " ") for cell in cells)
            yield from self._pictures_so_far()

    def _in_cell(self, cell: etree._Element) -> list[str]:
        lines = list(self.lines(cell))
        self._pictures += [line.removeprefix(PICTURE) for line in lines if line.startswith(PICTURE)]
        return [line for line in lines if line.strip(" \f\t") and not line.startswith(PICTURE)]


def _is_gone(properties: etree._Element | None) -> bool:
    """Whether a paragraph without text is not there at all: its end is hidden, or deleted by a tracked change."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or switched_on(mark, "vanish"))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in table.iterchildren("*"):
        if node.tag == f"{W}tr":
            if node.find(f"{W}trPr/{W}del") is None:
                yield node
        elif node.tag not in _SKIPPED:
            yield from _rows(node)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in row.iterchildren("*"):
        if node.tag == f"{W}tc":
            if node.find(f"{W}tcPr/{W}cellDel") is None:
                yield node
        elif node.tag not in _SKIPPED:
            yield from _cells(node)


def _leaf(node: etree._Element) -> str | None:
    """What an element without inner text stands for; None for an element to look into."""
    tag = node.tag
    if tag in _TEXT:
        return node.text or ""
    if tag in _LITERAL:
        return _LITERAL[tag]
    if tag == f"{W}br":
        return PAGE_BREAK if node.get(f"{W}type") == "page" else "\n"
    if tag == f"{W}sym":
        return _SYMBOLS.get((node.get(f"{W}font", ""), node.get(f"{W}char", "").upper()), "")
    return _form_box(node) if tag == f"{W}fldChar" else None


def _form_box(field_character: etree._Element) -> str:
    """A check box of an old-style form: ticked, empty, or no check box at all ("")."""
    box = field_character.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    for name in ("checked", "default"):
        state = box.find(W + name)
        if state is not None:
            return "☑" if state.get(f"{W}val", "1") in {"1", "true", "on"} else "□"
    return "□"
