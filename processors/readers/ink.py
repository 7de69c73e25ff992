"""The looks of letters of a WordprocessingML run: hidden, colour, ground, size (ISO/IEC 29500-1 §17.3.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF: Final = frozenset({"0", "false", "off"})

WHITE: Final = "FFFFFF"
BLACK: Final = "000000"
#: A colour or ground that is there and cannot be told.
UNKNOWN: Final = ""
#: The colour that Word chooses against the ground: black, or white on a dark one (§17.3.2.6).
AUTO: Final = "auto"
#: Every channel of the colour (0–255) at least this: paper white to the eye.
_WHITE_FROM: Final = 236
#: … and at most this: black.
_BLACK_TO: Final = 48
#: Two colours whose channels differ by no more than this are one to the eye.
_SAME: Final = 19
#: Letters up to this size, in half points (§17.3.2.38), are a dotted line at best.
_TINY: Final = 4
#: Letters of at most this width, in percent of their own (§17.3.2.43), are strokes.
_NARROW: Final = 5
#: Opacity is told as what is missing, in thousandths of a percent ([MS-DOCX] 2.7.1.1): from here on nothing is seen.
_CLEAR: Final = 95_000
_HIGHLIGHTS: Final = {
    "black": BLACK,
    "white": WHITE,
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
#: Colours of the theme that are paper and ink in every theme but one made to deceive.
_THEME: Final = {
    **dict.fromkeys(("background1", "light1", "bg1", "lt1"), WHITE),
    **dict.fromkeys(("text1", "dark1", "tx1", "dk1"), BLACK),
}


@dataclass(frozen=True, slots=True)
class Ink:
    """What a run, a style or the document's defaults say about letters; None where they say nothing.

    Colours are six hexadecimal digits, AUTO or UNKNOWN. `mark` is a highlight, `ground` a shading.
    """

    vanished: bool | None = None
    colour: str | None = None
    mark: str | None = None
    ground: str | None = None
    size: int | None = None  # half points
    width: int | None = None  # percent
    clear: bool | None = None  # neither filled nor outlined

    def over(self, lower: Ink) -> Ink:
        """These looks, and those below them where these say nothing."""
        if lower is PLAIN:
            return self
        if self is PLAIN:
            return lower
        unsaid = {name: getattr(lower, name) for name in self.__slots__ if getattr(self, name) is None}
        return replace(self, **unsaid)

    @property
    def is_too_small(self) -> bool:
        return (self.size is not None and 0 < self.size <= _TINY) or (
            self.width is not None and 0 < self.width <= _NARROW
        )

    @property
    def is_white(self) -> bool:
        return self.colour not in {None, AUTO, UNKNOWN} and min(_channels(self.colour or BLACK)) >= _WHITE_FROM


PLAIN: Final = Ink()


def ink_of(properties: etree._Element | None) -> Ink:
    """What a `w:rPr` says."""
    if properties is None:
        return PLAIN
    said: dict[str, object] = {}
    for child in properties:
        read = _READERS.get(child.tag)
        if read is not None:
            read(child, said)
    return Ink(**said) if said else PLAIN  # type: ignore[arg-type]


def shade(shading: etree._Element | None) -> str | None:
    """The ground that a `w:shd` gives (§17.3.5); None where it gives none."""
    if shading is None:
        return None
    pattern = shading.get(f"{_W}val", "clear")
    fill = _coloured(shading, "fill", "themeFill")
    if pattern in {"nil", "clear"}:
        return None if pattern == "nil" or fill == AUTO else fill
    if pattern == "solid":
        colour = _coloured(shading, "color", "themeColor")
        return BLACK if colour == AUTO else colour
    return UNKNOWN


def alike(one: str, other: str) -> bool:
    """Whether letters of one colour are not seen on the other: nearly the same, or both black."""
    pairs = list(zip(_channels(one), _channels(other), strict=True))
    return max(abs(a - b) for a, b in pairs) <= _SAME or max(map(max, pairs)) <= _BLACK_TO


def plain_colour(value: str | None) -> str:
    """Six hexadecimal digits as they are, AUTO, or UNKNOWN for anything else."""
    if value is None or value == AUTO:
        return AUTO
    try:
        return value.upper() if len(bytes.fromhex(value)) == 3 else UNKNOWN
    except ValueError:
        return UNKNOWN


def _coloured(element: etree._Element, name: str, theme: str) -> str:
    named = element.get(_W + theme)
    if named is not None and element.get(f"{_W}{theme}Tint") is None and element.get(f"{_W}{theme}Shade") is None:
        known = _THEME.get(named)
        if known is not None:
            return known
    # Word writes the colour that the theme gave beside the theme's name.
    value = plain_colour(element.get(_W + name))
    return UNKNOWN if named is not None and value == AUTO else value


def _channels(colour: str) -> bytes:
    return bytes.fromhex(colour)


def _vanish(element: etree._Element, said: dict[str, object]) -> None:
    said["vanished"] = element.get(f"{_W}val", "1") not in _OFF


def _colour(element: etree._Element, said: dict[str, object]) -> None:
    said.setdefault("colour", _coloured(element, "val", "themeColor"))


def _highlight(element: etree._Element, said: dict[str, object]) -> None:
    said["mark"] = _HIGHLIGHTS.get(element.get(f"{_W}val", "none"))


def _shading(element: etree._Element, said: dict[str, object]) -> None:
    said["ground"] = shade(element)


def _number(name: str) -> Callable[[etree._Element, dict[str, object]], None]:
    def read(element: etree._Element, said: dict[str, object]) -> None:
        value = element.get(f"{_W}val", "").rstrip("%")
        said[name] = int(value) if value.isascii() and value.isdecimal() else None

    return read


def _fill(element: etree._Element, said: dict[str, object]) -> None:
    """Newer programs paint letters with this and ignore `w:color`."""
    if element.find(f"{_W14}noFill") is not None:
        said["clear"] = said.get("clear", True)
        return
    painted = element.find(f"{_W14}solidFill/*")
    said["colour"] = UNKNOWN
    if painted is not None:
        value = painted.get(f"{_W14}val", "")
        tinted = any(child.tag != f"{_W14}alpha" for child in painted)
        said["colour"] = UNKNOWN if tinted else _THEME.get(value) or plain_colour(value)
        alpha = painted.find(f"{_W14}alpha")
        missing = "" if alpha is None else alpha.get(f"{_W14}val", "")
        if missing.isdecimal() and int(missing) >= _CLEAR:
            said["clear"] = said.get("clear", True)


def _outline(element: etree._Element, said: dict[str, object]) -> None:
    if element.find(f"{_W14}noFill") is None:
        said["clear"] = False


_READERS: Final[dict[str, Callable[[etree._Element, dict[str, object]], None]]] = {
    f"{_W}vanish": _vanish,
    f"{_W}color": _colour,
    f"{_W}highlight": _highlight,
    f"{_W}shd": _shading,
    f"{_W}sz": _number("size"),
    f"{_W}w": _number("width"),
    f"{_W14}textFill": _fill,
    f"{_W14}textOutline": _outline,
}
