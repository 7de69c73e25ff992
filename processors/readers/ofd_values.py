"""How an OFD writes numbers, boxes and matrices (GB/T 33190-2016 §7.3, §8.5), and how its elements are found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

#: a, b, c, d, e, f as in PDF: x' = a·x + c·y + e, y' = b·x + d·y + f.
Affine = tuple[float, float, float, float, float, float]
IDENTITY: Final[Affine] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Left, top, width and height in millimetres, origin top left.
Box = tuple[float, float, float, float]


def local(element: Element) -> str:
    """An element's name without its namespace: producers disagree about that."""
    return str(element.tag).rsplit("}", 1)[-1]


def named(root: Element | None, name: str) -> Iterator[Element]:
    """All elements of this name below `root`, and itself."""
    if root is not None:
        yield from (element for element in root.iter() if local(element) == name)


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The children of this name."""
    if parent is not None:
        yield from (element for element in parent if local(element) == name)


def child(parent: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return next(children(parent, name), None)


def numbers(value: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly `count` finite numbers, or None."""
    try:
        found = tuple(float(piece) for piece in (value or "").replace(",", " ").split())
    except ValueError:
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def number(value: str | None, default: float) -> float:
    """One finite number."""
    found = numbers(value, 1)
    return found[0] if found else default


def box_of(value: str | None) -> Box | None:
    found = numbers(value, 4)
    return (found[0], found[1], found[2], found[3]) if found else None


def affine_of(value: str | None) -> Affine | None:
    found = numbers(value, 6)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else None


def placed(element: Element) -> Affine:
    """From an object's own space to that around it: its CTM, then a move to its box."""
    left, top = (box_of(element.get("Boundary")) or (0.0, 0.0))[:2]
    a, b, c, d, e, f = affine_of(element.get("CTM")) or IDENTITY
    return a, b, c, d, e + left, f + top


def moved(across: float, down: float) -> Affine:
    return 1.0, 0.0, 0.0, 1.0, across, down


def after(first: Affine, then: Affine) -> Affine:
    """The map that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    return (m * a + o * b, n * a + p * b, m * c + o * d, n * c + p * d, m * e + o * f + q, n * e + p * f + r)


def is_on(value: str | None, *, default: bool) -> bool:
    """A boolean attribute."""
    return default if value is None else value.strip().casefold() not in {"false", "0"}
