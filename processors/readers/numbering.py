"""Word's automatic numbers (第一条, 一、, 1.): which one a paragraph bears (ISO/IEC 29500-1 §17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from processors.readers.ink import ink_of
from processors.readers.looks import MAX_BASES, styles_by_id
from processors.readers.number_formats import written
from processors.readers.wordml import MC, W, switched_on

#: A number inside a level's text. Matches "%1" in "第%1条"; does not match "%" or "%0".
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
#: Marks that bring their own gap; a blank after them would stand in the text twice.
_WIDE_MARKS: Final = "、，。．：；）】〕》」　"
_SPACES: Final = {"nothing": "", "space": " ", "tab": " "}
#: Bullets of symbol fonts, by the last byte of their private-use code; any other is a dot.
_BULLETS: Final = {0x6C: "●", 0x6E: "■", 0xA8: "□", 0xD8: "➢", 0xFC: "√", 0x75: "◆", 0x76: "❖", 0x6F: "□", 0xA7: "▪"}
_PRIVATE: Final = ("\ue000", "\uf8ff")
_LEVELS: Final = 9
#: The list that takes a style's number away from a paragraph (§17.9.18).
_NO_LIST: Final = "0"
#: Longest text of one number. The standard has no limit; a longer one is no number.
_MAX_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and what it prints."""

    number_format: str = "decimal"
    text: str = ""
    start: int = 0
    restart_after: int | None = None  # 1-based level, 0 for never; None: after any higher level
    is_legal: bool = False
    gap: str = " "
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Number:
    """A list as paragraphs name it: which abstract list counts, and what is different for this one."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Definitions:
    """All lists of a document, and the (list, level) that each paragraph style brings."""

    numbers: dict[str, _Number] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    default_style: str = ""


def definitions(numbering: etree._Element, styles: etree._Element | None) -> Definitions:
    """What a numbering part and the styles say, once for a document."""
    by_id = {} if styles is None else styles_by_id(styles)
    abstracts = {one.get(f"{W}abstractNumId", ""): one for one in numbering.iter(f"{W}abstractNum")}
    linked = {
        _value(one, "styleLink"): identity for identity, one in abstracts.items() if _value(one, "styleLink") != ""
    }
    numbers = {}
    for number in numbering.iter(f"{W}num"):
        abstract = _value(number, "abstractNumId")
        if abstract in abstracts and number.get(f"{W}numId") != _NO_LIST:
            abstract = linked.get(_value(abstracts[abstract], "numStyleLink"), abstract)
            numbers[number.get(f"{W}numId", "")] = _number(number, abstract, abstracts[abstract])
    owned = {
        (identity, _value(level, "pStyle")): _integer(level.get(f"{W}ilvl"), 0)
        for identity, one in abstracts.items()
        for level in one.iterchildren(f"{W}lvl")
    }
    by_style: dict[str, tuple[str, int]] = {}
    for style_id in by_id:
        name, level = _of_style(style_id, by_id)
        if name in numbers:
            by_style[style_id] = (name, owned.get((numbers[name].abstract, style_id), level))
    default = next((name for name, one in by_id.items() if _is_default(one)), "")
    return Definitions(numbers, by_style, default)


class Counters:
    """The running numbers of one story (§17.9.1): paragraphs are asked for in their order."""

    def __init__(self, known: Definitions) -> None:
        self._known = known
        self._values: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def restart(self) -> None:
        """Begin another story: a header, the notes."""
        self._values.clear()
        self._begun.clear()

    def next(self, properties: etree._Element | None) -> str:
        """The number of the paragraph with these properties, with the gap after it; "" without one. Counts it."""
        name, level = self._place(properties)
        number = self._known.numbers.get(name)
        if number is None or level not in number.levels:
            return ""
        shown = number.levels[level]
        values = self._count(name, number, level)
        mark = None if properties is None else properties.find(f"{W}rPr")
        if shown.is_hidden or switched_on(mark, "vanish"):
            return ""
        if shown.number_format == "bullet":
            text = "".join(map(_bullet, shown.text))
        else:
            text = _PLACEHOLDER.sub(lambda match: _part(int(match[1]) - 1, shown, number, values), shown.text)
        return text + ("" if text.endswith(tuple(_WIDE_MARKS)) or not text else shown.gap)

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        """The list and the level (0-based) of a paragraph; ("", 0) of one without."""
        style = "" if properties is None else _value(properties, "pStyle")
        name, level = self._known.by_style.get(style or self._known.default_style, ("", 0))
        direct = None if properties is None else properties.find(f"{W}numPr")
        if direct is None:
            return name, level
        own = _value(direct, "numId")
        return own or name, _integer(_value(direct, "ilvl"), level if not own else 0)

    def _count(self, name: str, number: _Number, level: int) -> dict[int, int]:
        values = self._values.setdefault(number.abstract, {})
        begins = level in number.starts and (name, level) not in self._begun
        self._begun.add((name, level))
        if begins or level not in values:
            values[level] = number.starts.get(level, number.levels[level].start)
        else:
            values[level] += 1
        for deeper in [one for one in values if one > level]:
            after = number.levels[deeper].restart_after if deeper in number.levels else None
            if after is None or level < after:
                del values[deeper]
        return values


def _part(level: int, shown: Level, number: _Number, values: dict[int, int]) -> str:
    of = number.levels.get(level)
    if of is None:
        return ""
    value = values.get(level, number.starts.get(level, of.start))
    return written(value, "decimal" if shown.is_legal and of.number_format != "none" else of.number_format)


def _number(number: etree._Element, abstract: str, definition: etree._Element) -> _Number:
    levels = dict(_levels(definition))
    starts = {}
    for override in number.iterchildren(f"{W}lvlOverride"):
        level = _integer(override.get(f"{W}ilvl"), 0)
        levels.update(_levels(override))
        start = _value(override, "startOverride")
        if start:
            starts[level] = _integer(start, 0)
    return _Number(abstract, levels, starts)


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in parent.iterchildren(f"{W}lvl"):
        number = _integer(level.get(f"{W}ilvl"), 0)
        if 0 <= number < _LEVELS:
            yield number, _level(level)


def _level(level: etree._Element) -> Level:
    ink = ink_of(level.find(f"{W}rPr"))
    restart = _value(level, "lvlRestart")
    return Level(
        number_format=_format(level),
        text=_value(level, "lvlText")[:_MAX_TEXT],
        start=_integer(_value(level, "start"), 0),
        restart_after=_integer(restart, 0) if restart else None,
        is_legal=switched_on(level, "isLgl"),
        gap=_SPACES.get(_value(level, "suff"), " "),
        is_hidden=bool(ink.vanished or ink.clear or ink.is_too_small or (ink.is_white and ink.ground is None)),
    )


def _format(level: etree._Element) -> str:
    """Formats that are newer than the standard stand beside an old one, as alternatives."""
    name = _value(level, "numFmt")
    newer = level.find(f"{MC}AlternateContent/{MC}Choice")
    name = name or ("" if newer is None else _value(newer, "numFmt"))
    if name != "custom" or newer is None:
        return name or "decimal"
    pattern = newer.find(f"{W}numFmt")
    custom = "" if pattern is None else pattern.get(f"{W}format", "")
    return "decimalZero" if custom.startswith("01,") else "decimal"


def _of_style(style_id: str, by_id: dict[str, etree._Element]) -> tuple[str, int]:
    """The list and level that a style brings, by itself or through the style it is based on."""
    name, level = "", -1
    seen: set[str] = set()
    while style_id in by_id and style_id not in seen and not name and len(seen) < MAX_BASES:
        seen.add(style_id)
        numbering = by_id[style_id].find(f"{W}pPr/{W}numPr")
        if numbering is not None:
            name = _value(numbering, "numId")
            level = _integer(_value(numbering, "ilvl"), -1) if level < 0 else level
        style_id = _value(by_id[style_id], "basedOn")
    return name, max(level, 0)


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") in {"1", "true", "on"}


def _bullet(character: str) -> str:
    if not _PRIVATE[0] <= character <= _PRIVATE[1]:
        return character
    return _BULLETS.get(ord(character) & 0xFF, "•")


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(W + name)
    return "" if child is None else str(child.get(f"{W}val", ""))


def _integer(value: str | None, otherwise: int) -> int:
    """A whole number as Word may write it, within what it counts to."""
    try:
        return max(-1, min(int(value or ""), 0x7FFF))
    except ValueError:
        return otherwise
