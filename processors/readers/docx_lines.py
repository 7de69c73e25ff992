"""How the first paragraphs of a DOCX are set: how large, in the middle or not, in red or not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from lxml import etree

from processors.readers.ink import AUTO, PLAIN, UNKNOWN, ink_of
from processors.readers.line_looks import FIRST_LINES, PrintedLine, is_red
from processors.readers.looks import Looks
from processors.readers.wordml import W

#: What Word sets letters in whose size nothing names, in half points (ISO/IEC 29500-1 §17.3.2.38).
_UNNAMED_SIZE: Final = 20


def first_lines(body: etree._Element, looks: Looks) -> tuple[PrintedLine, ...]:
    """The first paragraphs of a body that have letters, those of tables left out."""
    return tuple(itertools.islice(_lines(body, looks), FIRST_LINES))


def _lines(container: etree._Element, looks: Looks) -> Iterator[PrintedLine]:
    for block in container.iterchildren("*"):
        if block.tag == f"{W}p":
            yield from _line(block, looks)
        elif block.tag != f"{W}tbl":
            yield from _lines(block, looks)


def _line(paragraph: etree._Element, looks: Looks) -> Iterator[PrintedLine]:
    lines = "".join(map(_said, paragraph.iter(f"{W}t", f"{W}br"))).split("\n")
    run = next((one for one in paragraph.iter(f"{W}r") if one.find(f"{W}t") is not None), None)
    if run is None:
        return
    style = _named(paragraph.find(f"{W}pPr/{W}pStyle")) or looks.default_style
    properties = run.find(f"{W}rPr")
    inks = (ink_of(properties), looks.inks.get(style, PLAIN), looks.default)
    size = next((ink.size for ink in inks if ink.size is not None), _UNNAMED_SIZE)
    colour = next((ink.colour for ink in inks if ink.colour is not None), None)
    alignment = _named(paragraph.find(f"{W}pPr/{W}jc"))
    centred = alignment == "center" if alignment else style in looks.centred
    red = _is_red(colour)
    yield from (PrintedLine(text, size / 2, centred, red) for line in lines if (text := line.strip()))


def _said(piece: etree._Element) -> str:
    return "\n" if piece.tag == f"{W}br" else piece.text or ""


def _named(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _is_red(colour: str | None) -> bool:
    return colour not in {None, AUTO, UNKNOWN} and is_red(*bytes.fromhex(colour or ""))
