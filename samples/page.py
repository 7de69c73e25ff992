"""A laid-out A4 page: glyphs at places and strokes, the common ground of PDF, OFD and scan."""

from __future__ import annotations

from dataclasses import dataclass

from samples.fonts import UNITS_PER_EM, Face, open_face

PT_PER_MM = 72 / 25.4
WIDTH, HEIGHT = 210 * PT_PER_MM, 297 * PT_PER_MM  # points, as every length here
BLACK, RED = (0, 0, 0), (222, 22, 28)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters on one baseline. `xs` are their left edges from the page's left, `baseline` is from its top.

    `stretch` is the horizontal scale: the red head is set in tall, narrow characters.
    """

    text: str
    xs: tuple[float, ...]
    baseline: float
    size: float
    face: Face = Face.SONG
    colour: Colour = BLACK
    stretch: float = 1.0

    @property
    def right(self) -> float:
        return self.xs[-1] + advance(self.text[-1], self.size, self.face, self.stretch)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line between two points, measured from the page's top left."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Page:
    """`seal` is the centre of the seal on this page, if it bears one."""

    glyphs: tuple[Glyphs, ...]
    strokes: tuple[Stroke, ...]
    seal: tuple[float, float] | None = None

    def lines(self) -> list[str]:
        """The printed lines, top to bottom; what stands apart on one baseline is parted by a space."""
        rows: dict[float, list[Glyphs]] = {}
        for run in sorted(self.glyphs, key=lambda run: (run.baseline, run.xs[0])):
            rows.setdefault(run.baseline, []).append(run)
        return [" ".join(run.text for run in row) for row in rows.values()]


def advance(char: str, size: float, face: Face, stretch: float = 1.0) -> float:
    return open_face(face).width(char) * size * stretch / UNITS_PER_EM


def measure(text: str, size: float, face: Face) -> float:
    return sum(advance(char, size, face) for char in text)


def place(text: str, x: float, baseline: float, size: float, face: Face = Face.SONG) -> Glyphs:
    """Set `text` at its natural width from `x` on."""
    xs = []
    for char in text:
        xs.append(x)
        x += advance(char, size, face)
    return Glyphs(text, tuple(xs), baseline, size, face)


def spread(text: str, x0: float, x1: float, baseline: float, size: float, face: Face = Face.SONG) -> Glyphs:
    """Set `text` so that it begins at `x0` and ends at `x1`, the difference shared by the gaps between characters."""
    gap = (x1 - x0 - measure(text, size, face)) / max(len(text) - 1, 1)
    xs = []
    for char in text:
        xs.append(x0)
        x0 += advance(char, size, face) + gap
    return Glyphs(text, tuple(xs), baseline, size, face)
