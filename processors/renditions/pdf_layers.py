"""Layers of a PDF (optional content, ISO 32000-1, 8.11): which are off when the file is opened on a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf

#: Expressions inside expressions; a deeper one counts as shown.
_MAX_DEPTH: Final = 20


def hidden_groups(source: Pdf) -> frozenset[tuple[int, int]]:
    """Object numbers of the layers that are off, and of the memberships by which something is hidden."""
    properties = source.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return frozenset()
    default = properties.get("/D", Dictionary())
    if default.get("/BaseState") == Name.OFF:
        on = {group.objgen for group in _dictionaries(default.get("/ON"))}
        off = {group.objgen for group in _dictionaries(properties.get("/OCGs"))} - on
    else:
        off = {group.objgen for group in _dictionaries(default.get("/OFF"))}
    off |= {group.objgen for group in _off_on_screens(default)}
    named = [one for one in source.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.OCMD]
    return frozenset(off | {one.objgen for one in named if is_off(one, frozenset(off))})


def is_off(layer: Object, hidden: frozenset[tuple[int, int]]) -> bool:
    """Whether what belongs to a layer, or to a membership dictionary (8.11.2.2), is not shown."""
    if layer.objgen in hidden:
        return True
    expression = layer.get("/VE")
    if isinstance(expression, Array):
        return not _holds(expression, hidden, 0)
    named = layer.get("/OCGs")
    members = list(named) if isinstance(named, Array) else [named]
    states = [member.objgen in hidden for member in members if isinstance(member, Dictionary)]
    if not states:
        return False
    rule = _HIDDEN_IF.get(str(layer.get("/P", "/AnyOn")), all)
    return rule(states)


def _off_on_screens(default: Object) -> list[Object]:
    """Layers that viewers switch off by themselves, because their usage says that no screen shows them (8.11.4.4)."""
    off: list[Object] = []
    for rule in _dictionaries(default.get("/AS")):
        if rule.get("/Event") == Name.View:
            for group in _dictionaries(rule.get("/OCGs")):
                view = group.get("/Usage", Dictionary()).get("/View", Dictionary())
                if view.get("/ViewState") == Name.OFF:
                    off.append(group)
    return off


def _dictionaries(array: Object | None) -> list[Dictionary]:
    """The members of an array that are what they should be."""
    return [one for one in list(array) if isinstance(one, Dictionary)] if isinstance(array, Array) else []


#: When content is hidden, by the membership's rule, from which of its layers are off.
_HIDDEN_IF: Final[dict[str, Callable[[list[bool]], bool]]] = {
    "/AnyOn": all,
    "/AllOn": any,
    "/AnyOff": lambda states: not any(states),
    "/AllOff": lambda states: not all(states),
}


def _holds(expression: Array, hidden: frozenset[tuple[int, int]], depth: int) -> bool:
    """Whether a visibility expression says that its content is shown."""
    operands = list(expression)
    operator = str(operands[0]) if operands else ""
    values = [
        _holds(one, hidden, depth + 1) if isinstance(one, Array) else one.objgen not in hidden
        for one in operands[1:]
        if depth < _MAX_DEPTH and isinstance(one, Array | Dictionary)
    ]
    if not values:
        return True
    return {"/And": all(values), "/Or": any(values), "/Not": not values[0]}.get(operator, True)
