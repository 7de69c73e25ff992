"""Fields become the text they show: their instructions hold paths, addresses and names of people (§17.16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from processors.readers.wordml import W

#: Fields that only count pages or draw a box, and would show a wrong thing once frozen.
_KEPT: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "FORMCHECKBOX", "EQ"})


@dataclass(slots=True)
class _Field:
    pieces: list[etree._Element] = field(default_factory=list)
    shown_in_code: list[etree._Element] = field(default_factory=list)
    instruction: str = ""
    in_result: bool = False


def flatten_fields(root: etree._Element) -> None:
    """Replace fields by their last result in place, except page numbers, check boxes and equations."""
    for simple in list(root.iter(f"{W}fldSimple")):
        if _word(simple.get(f"{W}instr", "")) not in _KEPT:
            simple.tag = f"{W}smartTag"  # a wrapper of the same content, taken out with the others
    open_fields: list[_Field] = []
    for element in list(root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t")):
        if element.tag == f"{W}fldChar":
            _step(element, open_fields)
        elif element.tag == f"{W}instrText":
            if open_fields:
                open_fields[-1].instruction += element.text or ""
                open_fields[-1].pieces.append(element)
            else:
                _drop(element)
        elif any(not one.in_result for one in open_fields):
            # The result of a field inside another's instruction: it is never shown.
            open_fields[-1].shown_in_code.append(element)
    for unfinished in open_fields:
        # One that is never closed is no field: what follows its beginning is printed.
        unfinished.shown_in_code.clear()
        _freeze(unfinished)


def _step(character: etree._Element, open_fields: list[_Field]) -> None:
    kind = character.get(f"{W}fldCharType")
    if kind == "begin":
        open_fields.append(_Field())
        for data in character.findall(f"{W}ffData"):
            for entry in [entry for entry in data if entry.tag != f"{W}checkBox"]:
                data.remove(entry)
    if not open_fields:
        _drop(character)
        return
    open_fields[-1].pieces.append(character)
    if kind == "separate":
        open_fields[-1].in_result = True
    elif kind == "end":
        closed = open_fields.pop()
        if _word(closed.instruction) not in _KEPT:
            _freeze(closed)


def _freeze(done: _Field) -> None:
    for piece in done.pieces + done.shown_in_code:
        _drop(piece)


def _word(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
