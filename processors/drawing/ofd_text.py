"""Where the letters of an OFD text object stand (GB/T 33190-2016 §11)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

from processors.readers.ofd_values import children, number

#: A letter that is narrower than a Chinese character takes about so much of its size.
_NARROW: Final = 0.5


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter at x, y of its object's space, on its base line. `glyph` is the font's number for it, if it is said.

    `meaning` is "" for a further glyph of letters that an earlier one means. `step` is how far the next letter stands
    to the right, 0 where the file doesn't say.
    """

    meaning: str
    x: float
    y: float
    step: float = 0.0
    glyph: int | None = None


def letters_of(text: Element) -> list[Letter]:
    """The letters of a text object in the order in which they are written."""
    placed = list(_placed(text))
    for transform in children(text, "CGTransform"):
        _take_glyphs(placed, transform)
    return [letter for letter in placed if letter is not None]


def direction(text: Element) -> int:
    """By how many degrees its letters are turned clockwise: 0, 90, 180 or 270."""
    return round(number(text.get("CharDirection"), 0.0) / 90) * 90 % 360


def _placed(text: Element) -> Iterator[Letter | None]:
    size = number(text.get("Size"), 0.0)
    reading = round(number(text.get("ReadDirection"), 0.0) / 90) % 4
    x = y = 0.0
    for code in children(text, "TextCode"):
        # Without an X or Y it begins where the one before began.
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        characters = _visible(code.text)
        across = _steps(code.get("DeltaX"), len(characters))
        down = _steps(code.get("DeltaY"), len(characters))
        left, top = x, y
        for at, character in enumerate(characters):
            step = across[at] if at < len(across) else 0.0
            yield Letter(character, left, top, 0.0 if down else step)
            if across or down:
                left += across[min(at, len(across) - 1)] if across else 0.0
                top += down[min(at, len(down) - 1)] if down else 0.0
            else:
                step = _width(character) * size
                left += (step, 0.0, -step, 0.0)[reading]
                top += (0.0, step, 0.0, -step)[reading]


def _take_glyphs(letters: list[Letter | None], transform: Element) -> None:
    """Note the glyph numbers of some letters. Where there are not as many, the first glyph means all of them."""
    start = round(number(transform.get("CodePosition"), 0.0))
    count = max(round(number(transform.get("CodeCount"), 1.0)), 1)
    glyphs = [
        int(each) for each in (next(children(transform, "Glyphs"), transform).text or "").split() if each.isdecimal()
    ]
    taken = letters[start : start + count] if start >= 0 else []
    if not glyphs or len(taken) < count or None in taken:
        return
    whole = [letter for letter in taken if letter is not None]
    for at, letter in enumerate(whole):
        if len(glyphs) == count:
            letters[start + at] = replace(letter, glyph=glyphs[at])
        elif at < len(glyphs):
            meaning = "".join(each.meaning for each in whole) if at == 0 else ""
            letters[start + at] = replace(letter, meaning=meaning, glyph=glyphs[at])
        else:
            letters[start + at] = None


def _visible(text: str | None) -> str:
    """Without line ends and other controls, as the reader takes it: distances are counted without them."""
    kept = (character for character in text or "" if character == "\t" or unicodedata.category(character) != "Cc")
    return "".join(" " if character == "\t" else character for character in kept)


def _steps(deltas: str | None, most: int) -> list[float]:
    """Distances between letters; `g 3 6` stands for three times 6 (§11.3)."""
    steps: list[float] = []
    pieces = iter((deltas or "").split())
    for piece in pieces:
        times, value = 1, piece
        if piece == "g":
            times, value = round(number(next(pieces, ""), 0.0)), next(pieces, "")
        steps += [number(value, 0.0)] * min(max(times, 0), most)
        if len(steps) >= most:
            break
    return steps


def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in {"W", "F"} else _NARROW
