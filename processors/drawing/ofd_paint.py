"""With what an OFD object is drawn: colours, opacity, lines (GB/T 33190-2016 §8.2, §8.3), as PDF writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

from processors.readers.ofd_values import child, named, number

#: Parameters may refer to others, which may refer to others.
_DEEPEST: Final = 16
_DEFAULT_WIDTH: Final = 0.353
_CAPS: Final = {"butt": 0, "round": 1, "square": 2}
_JOINS: Final = {"miter": 0, "round": 1, "bevel": 2}


@dataclass(frozen=True, slots=True)
class Ink:
    """Red, green, blue and opacity, 0–1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @property
    def values(self) -> str:
        return f"{self.red:.3f} {self.green:.3f} {self.blue:.3f}"


_BLACK: Final = Ink(0.0, 0.0, 0.0)


class Paint:
    """An object's looks: what it says itself, then its parameters, then its layer's."""

    def __init__(self, element: Element, layer: str | None, parameters: Mapping[str, Element]) -> None:
        self._element = element
        self._sources = [
            element,
            *_chain(element.get("DrawParam"), parameters),
            *_chain(layer, parameters),
        ]

    @property
    def fill(self) -> Ink:
        return self._ink("FillColor")

    @property
    def stroke(self) -> Ink:
        return self._ink("StrokeColor")

    def line(self) -> str:
        """The operators that set how lines are drawn."""
        width = number(self._said("LineWidth"), _DEFAULT_WIDTH)
        cap = _CAPS.get((self._said("Cap") or "").casefold(), 0)
        join = _JOINS.get((self._said("Join") or "").casefold(), 0)
        miter = max(number(self._said("MiterLimit"), 3.528), 1.0)
        return f"{max(width, 0.0):.4f} w {cap} J {join} j {miter:.3f} M {self._dashes()} d"

    def _dashes(self) -> str:
        lengths = [number(piece, -1.0) for piece in (self._said("DashPattern") or "").split()]
        if not lengths or min(lengths) < 0 or not any(lengths):
            return "[] 0"
        offset = max(number(self._said("DashOffset"), 0.0), 0.0)
        return f"[{' '.join(f'{length:.4f}' for length in lengths)}] {offset:.4f}"

    def _ink(self, name: str) -> Ink:
        colour = next((found for source in self._sources if (found := child(source, name)) is not None), None)
        ink = _BLACK if colour is None else _ink_of(colour)
        return Ink(ink.red, ink.green, ink.blue, ink.alpha * _share(self._element.get("Alpha")))

    def _said(self, name: str) -> str | None:
        return next((found for source in self._sources if (found := source.get(name)) is not None), None)


def _chain(first: str | None, parameters: Mapping[str, Element]) -> Iterator[Element]:
    for _ in range(_DEEPEST):
        found = parameters.get((first or "").strip())
        if found is None:
            return
        yield found
        first = found.get("Relative")


def _ink_of(colour: Element) -> Ink:
    """A plain colour; of a shading its first, which is near to what most of it shows."""
    plain = colour if colour.get("Value") else next((one for one in named(colour, "Color") if one.get("Value")), colour)
    return _from_values(plain.get("Value") or "", _share(colour.get("Alpha")))


def _from_values(text: str, alpha: float) -> Ink:
    """Grey, RGB or CMYK are told by how many values there are: a colour space of none of them is not drawn right."""
    shares = [_channel(piece) for piece in text.replace(",", " ").split()]
    match shares:
        case [grey]:
            return Ink(grey, grey, grey, alpha)
        case [red, green, blue]:
            return Ink(red, green, blue, alpha)
        case [cyan, magenta, yellow, black]:
            light = 1 - black
            return Ink((1 - cyan) * light, (1 - magenta) * light, (1 - yellow) * light, alpha)
        case _:
            return Ink(0.0, 0.0, 0.0, alpha)


def _channel(piece: str) -> float:
    """One channel of 0–255, decimal or as `#FF`."""
    try:
        value = float(int(piece[1:], 16)) if piece.startswith("#") else float(piece)
    except ValueError:
        return 0.0
    return min(max(value / 255, 0.0), 1.0) if value == value else 0.0


def _share(alpha: str | None) -> float:
    return min(max(number(alpha, 255.0) / 255, 0.0), 1.0)
