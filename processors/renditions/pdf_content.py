"""Content streams without hidden layers and without text that only programs see (ISO 32000-1, 8.11 and 14.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

_BEGINS: Final = frozenset({"BDC", "BMC"})
#: A stream without these names has nothing to clean and is kept byte for byte.
_TRIGGERS: Final = (b"BDC", b"BMC", b" DP", b" MP")


def hidden_groups(source: Pdf) -> frozenset[tuple[int, int]]:
    """Object numbers of the layers that are off when the file is opened."""
    properties = source.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return frozenset()
    default = properties.get("/D", Dictionary())
    everything = [group.objgen for group in properties.get("/OCGs", pikepdf.Array())]
    if default.get("/BaseState") == Name.OFF:
        on = {group.objgen for group in default.get("/ON", pikepdf.Array())}
        return frozenset(number for number in everything if number not in on)
    return frozenset(group.objgen for group in default.get("/OFF", pikepdf.Array()))


def clean_content(source: Pdf, holder: pikepdf.Page | Object, hidden: frozenset[tuple[int, int]]) -> None:
    """Rewrite the content of a page or form: hidden layers out, property lists out of marked content."""
    thing = holder.obj if isinstance(holder, pikepdf.Page) else holder
    resources = holder.resources if isinstance(holder, pikepdf.Page) else thing.get("/Resources", Dictionary())
    dropped = _drop_hidden_objects(resources, hidden)
    if not dropped and not any(trigger in raw for raw in _bytes(thing) for trigger in _TRIGGERS):
        return
    kept = pikepdf.unparse_content_stream(
        list(_visible(pikepdf.parse_content_stream(holder), resources, hidden, dropped))
    )
    if isinstance(holder, pikepdf.Page):
        thing["/Contents"] = source.make_stream(kept)
    else:
        thing.write(kept)


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
    names = [name for name, thing in things.items() if "/OC" in thing and _is_off(thing["/OC"], hidden)]
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
    instructions: Iterable[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage],
    resources: Object,
    hidden: frozenset[tuple[int, int]],
    dropped: frozenset[str],
) -> Iterator[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage]:
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


def _is_hidden(
    instruction: pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage,
    resources: Object,
    hidden: frozenset[tuple[int, int]],
) -> bool:
    operands = list(instruction.operands)
    if len(operands) < 2 or operands[0] != Name.OC or not isinstance(operands[1], Name):
        return False
    group = resources.get("/Properties", Dictionary()).get(str(operands[1]))
    return isinstance(group, Dictionary) and _is_off(group, hidden)


def _is_off(group: Object, hidden: frozenset[tuple[int, int]]) -> bool:
    """Whether a layer, or all layers of a membership dictionary, are off."""
    named = group.get("/OCGs", group)
    members = list(named) if isinstance(named, pikepdf.Array) else [named]
    return bool(members) and all(member.objgen in hidden for member in members)
