"""Lines of an OFD page that a cover takes in part: cut into what is seen and what is covered (GB/T 33190-2016 §11)."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from lxml import etree

#: Left, top, width and height in millimetres, origin top left (§7.2).
Box = tuple[float, float, float, float]

#: A letter of which a cover takes more than this is covered: a share of its width, or so many millimetres.
_SHARE: Final = 0.25
_MILLIMETRES: Final = 0.9
#: Objects made by cutting are numbered from here, so that no number is there twice.
_FIRST_ID: Final = 900_000_000


@dataclass(frozen=True, slots=True)
class _Letter:
    character: str
    left: float  # within the object's box
    width: float
    is_covered: bool


def cut_line(text: etree._Element, box: Box, covers: Sequence[Box], number: int) -> list[etree._Element]:
    """The pieces of a text object, covered and seen in turn; [] for one of which nobody can say where its letters are.

    `box` is its boundary, `covers` are opaque boxes over it, `number` tells pieces of one page apart.
    """
    codes = text.findall("{*}TextCode")
    size = _number(text.get("Size"))
    if len(codes) != 1 or size is None or any(text.get(key) is not None for key in ("CTM", "HScale", "ReadDirection")):
        return []
    code = codes[0]
    letters = list(_letters(code, size, box, covers))
    if not letters or code.get("DeltaY") is not None or text.find("{*}CGTransform") is not None:
        return []
    runs = [list(run) for _, run in groupby(letters, key=lambda letter: letter.is_covered)]
    return [_piece(text, box, run, number + index) for index, run in enumerate(runs)] if len(runs) > 1 else []


def _letters(code: etree._Element, size: float, box: Box, covers: Sequence[Box]) -> Iterator[_Letter]:
    characters = (code.text or "").strip("\r\n")
    left, steps = _number(code.get("X")), _steps(code.get("DeltaX", ""), len(characters))
    if left is None or len(steps) < len(characters) - 1:
        return
    for index, character in enumerate(characters):
        width = steps[index] if index < len(steps) else size
        yield _Letter(character, left, width, any(_takes(cover, box, left, width) for cover in covers))
        left += width


def _takes(cover: Box, box: Box, left: float, width: float) -> bool:
    start = box[0] + left
    across = min(cover[0] + cover[2], start + width) - max(cover[0], start)
    return across > min(_SHARE * width, _MILLIMETRES)


def _steps(deltas: str, most: int) -> list[float]:
    """Distances between letters; `g 3 6` stands for three times 6 (§11.3)."""
    steps: list[float] = []
    pieces = iter(deltas.split())
    for piece in pieces:
        times, value = 1, piece
        if piece == "g":
            times, value = int(_number(next(pieces, "")) or 0), next(pieces, "")
        step = _number(value)
        if step is None or times < 0:
            return []
        steps += [step] * min(times, most)
        if len(steps) >= most:
            break
    return steps


def _piece(text: etree._Element, box: Box, run: Sequence[_Letter], number: int) -> etree._Element:
    piece = copy.deepcopy(text)
    piece.tail = None
    width = run[-1].left + run[-1].width - run[0].left
    piece.set("Boundary", f"{box[0] + run[0].left:.4f} {box[1]:.4f} {max(width, 0.01):.4f} {box[3]:.4f}")
    piece.set("ID", str(_FIRST_ID + number))
    code = piece.find("{*}TextCode")
    if code is not None:
        code.text = "".join(letter.character for letter in run)
        code.set("X", "0")
        code.set("DeltaX", " ".join(f"{letter.width:.4f}" for letter in run[:-1]))
    return piece


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
