"""Content streams without hidden layers and without text that only programs see (ISO 32000-1, 8.11 and 14.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from processors.renditions.pdf_layers import is_off

_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

_BEGINS: Final = frozenset({"BDC", "BMC"})
#: A stream without these names has nothing to clean and is kept byte for byte.
_TRIGGERS: Final = re.compile(rb"BDC|BMC|\sDP|\sMP|[37]\s+Tr")
#: Operators that show text (ISO 32000-1, table 109), and the render modes (table 106) in which they leave no ink.
_SHOWS: Final = frozenset({"Tj", "TJ", "'", '"'})
_NO_INK: Final = frozenset({3, 7})
_INSTEAD: Final = b"ActualText"


def clean_content(source: Pdf, holder: pikepdf.Page | Object, hidden: frozenset[tuple[int, int]]) -> None:
    """Rewrite the content of a page or form: hidden layers out, property lists out of marked content.

    `hidden` are object numbers of layers that are off; see `pdf_layers`.
    """
    thing = holder.obj if isinstance(holder, pikepdf.Page) else holder
    resources = holder.resources if isinstance(holder, pikepdf.Page) else thing.get("/Resources", Dictionary())
    dropped = _drop_hidden_objects(resources, hidden)
    if not dropped and not any(_TRIGGERS.search(raw) for raw in _bytes(thing)):
        return
    instructions = list(_visible(pikepdf.parse_content_stream(holder), resources, hidden, dropped))
    kept = pikepdf.unparse_content_stream(_without_text_layer(instructions))
    if isinstance(holder, pikepdf.Page):
        thing["/Contents"] = source.make_stream(kept)
    else:
        thing.write(kept)


def speaks_for_itself(page: Object) -> bool:
    """Whether a page's content says what programs shall read instead of its letters (ISO 32000-1, 14.9.4)."""
    return any(_INSTEAD in raw for raw in _bytes(page)) or any(
        isinstance(one, Dictionary) and f"/{_INSTEAD.decode()}" in one
        for one in dict(page.get("/Resources", Dictionary()).get("/Properties", Dictionary()).items()).values()
    )


def texts_for_programs(page: Object) -> Iterator[str]:
    """What a page's content tells programs to read instead of its letters."""
    if not speaks_for_itself(page):
        return
    named = page.get("/Resources", Dictionary()).get("/Properties", Dictionary())
    for instruction in pikepdf.parse_content_stream(pikepdf.Page(page), "BDC"):
        operands = list(instruction.operands)
        given = operands[1] if len(operands) > 1 else None
        given = named.get(str(given)) if isinstance(given, Name) else given
        if isinstance(given, Dictionary) and f"/{_INSTEAD.decode()}" in given:
            yield str(given[f"/{_INSTEAD.decode()}"])


def forms_below(resources: Object | None, seen: set[tuple[int, int]] | None = None) -> Iterator[Object]:
    """Form XObjects and patterns below some resources, each once."""
    if not isinstance(resources, Dictionary):
        return
    known = set() if seen is None else seen
    for kind in ("/XObject", "/Pattern"):
        for one in dict(resources.get(kind, Dictionary()).items()).values():
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != Name.Image and one.objgen not in known:
                known.add(one.objgen)
                yield one
                yield from forms_below(one.get("/Resources"), known)


def _drop_hidden_objects(resources: Object, hidden: frozenset[tuple[int, int]]) -> frozenset[str]:
    """Take pictures and forms that belong to a hidden layer out of the resources; return their names."""
    things = resources.get("/XObject") if hidden else None
    if not isinstance(things, Dictionary):
        return frozenset()
    names = [name for name, thing in things.items() if "/OC" in thing and is_off(thing["/OC"], hidden)]
    for name in names:
        del things[name]
    return frozenset(names)


def _bytes(thing: Object) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes()
        return
    contents = thing.get("/Contents")
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(stream, pikepdf.Stream):
            yield stream.read_bytes()


def _visible(
    instructions: Iterable[_Instruction],
    resources: Object,
    hidden: frozenset[tuple[int, int]],
    dropped: frozenset[str],
) -> Iterator[_Instruction]:
    """Drop what stands between a hidden layer's BDC and its EMC; name marks stay, their property lists go."""
    open_marks: list[bool] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in _BEGINS:
            open_marks.append(_is_hidden(instruction, resources, hidden))
        elif operator == "EMC" and open_marks:
            open_marks.pop()
        elif operator == "Do" and str(instruction.operands[0]) in dropped:
            continue
        elif operator not in {"DP", "MP", "EMC"} and not any(open_marks):
            yield instruction


def _without_text_layer(instructions: list[_Instruction]) -> list[_Instruction]:
    """Drop text without ink where the stream has no other: the text layer of a scan.

    Beside visible text it stays, because it moves the place of what follows; such a page becomes a picture later.
    """
    shows = [index for index, one in enumerate(instructions) if str(one.operator) in _SHOWS]
    modes = _render_modes(instructions)
    if not shows or any(modes[index] not in _NO_INK for index in shows):
        return instructions
    return [one for one in instructions if str(one.operator) not in _SHOWS]


def _render_modes(instructions: Iterable[_Instruction]) -> list[int]:
    """The text render mode at each instruction; it is part of the graphics state, which `q` saves and `Q` restores."""
    modes, saved = [0], [0]
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(saved[-1])
        elif operator == "Q" and len(saved) > 1:
            saved.pop()
        elif operator == "Tr":
            saved[-1] = int(instruction.operands[0])
        modes.append(saved[-1])
    return modes[1:]


def _is_hidden(
    instruction: _Instruction,
    resources: Object,
    hidden: frozenset[tuple[int, int]],
) -> bool:
    operands = list(instruction.operands)
    if len(operands) < 2 or operands[0] != Name.OC or not isinstance(operands[1], Name):
        return False
    group = resources.get("/Properties", Dictionary()).get(str(operands[1]))
    return isinstance(group, Dictionary) and is_off(group, hidden)
