"""Glyph outlines of a font, read by FreeType: the library that every Debian with fontconfig has."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_LIBRARY: Final = "libfreetype.so.6"
#: FT_LOAD_NO_SCALE: outlines in font units, neither hinted nor made points (freetype.h).
_NO_SCALE: Final = 1
_OUTLINE: Final = int.from_bytes(b"outl")
#: FT_Encoding of symbol fonts, whose letters stand from U+F000 on.
_SYMBOL: Final = int.from_bytes(b"symb")
_SYMBOL_BASE: Final = 0xF000


class FontUnusable(Exception):
    """FreeType is not there, or makes nothing of this font or glyph."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph in font units, y up: `path` are operators of a PDF path, `box` is left, bottom, right, top."""

    path: str
    advance: int
    box: tuple[int, int, int, int]


# The layouts are those of freetype.h, ftimage.h and fttypes.h; they have not changed since FreeType 2.1.
class _Vector(ctypes.Structure):
    _fields_ = (("x", ctypes.c_long), ("y", ctypes.c_long))


class _Generic(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("finalizer", ctypes.c_void_p))


class _Bitmap(ctypes.Structure):
    _fields_ = (
        ("rows", ctypes.c_uint),
        ("width", ctypes.c_uint),
        ("pitch", ctypes.c_int),
        ("buffer", ctypes.c_void_p),
        ("num_grays", ctypes.c_ushort),
        ("pixel_mode", ctypes.c_ubyte),
        ("palette_mode", ctypes.c_ubyte),
        ("palette", ctypes.c_void_p),
    )


class _Outline(ctypes.Structure):
    _fields_ = (
        ("n_contours", ctypes.c_short),
        ("n_points", ctypes.c_short),
        ("points", ctypes.c_void_p),
        ("tags", ctypes.c_void_p),
        ("contours", ctypes.c_void_p),
        ("flags", ctypes.c_int),
    )


class _Slot(ctypes.Structure):
    _fields_ = (
        ("library", ctypes.c_void_p),
        ("face", ctypes.c_void_p),
        ("next", ctypes.c_void_p),
        ("glyph_index", ctypes.c_uint),
        ("generic", _Generic),
        ("metrics", ctypes.c_long * 8),
        ("linear_advances", ctypes.c_long * 2),
        ("advance", _Vector),
        ("format", ctypes.c_int),
        ("bitmap", _Bitmap),
        ("bitmap_left", ctypes.c_int),
        ("bitmap_top", ctypes.c_int),
        ("outline", _Outline),
    )


class _Face(ctypes.Structure):
    _fields_ = (
        ("num_faces", ctypes.c_long),
        ("face_index", ctypes.c_long),
        ("face_flags", ctypes.c_long),
        ("style_flags", ctypes.c_long),
        ("num_glyphs", ctypes.c_long),
        ("family_name", ctypes.c_char_p),
        ("style_name", ctypes.c_char_p),
        ("num_fixed_sizes", ctypes.c_int),
        ("available_sizes", ctypes.c_void_p),
        ("num_charmaps", ctypes.c_int),
        ("charmaps", ctypes.c_void_p),
        ("generic", _Generic),
        ("bbox", ctypes.c_long * 4),
        ("units_per_em", ctypes.c_ushort),
        ("ascender", ctypes.c_short),
        ("descender", ctypes.c_short),
        ("height", ctypes.c_short),
        ("max_advance_width", ctypes.c_short),
        ("max_advance_height", ctypes.c_short),
        ("underline_position", ctypes.c_short),
        ("underline_thickness", ctypes.c_short),
        ("glyph", ctypes.POINTER(_Slot)),
    )


_Point = ctypes.POINTER(_Vector)
_To = ctypes.CFUNCTYPE(ctypes.c_int, _Point, ctypes.c_void_p)
_Conic = ctypes.CFUNCTYPE(ctypes.c_int, _Point, _Point, ctypes.c_void_p)
_Cubic = ctypes.CFUNCTYPE(ctypes.c_int, _Point, _Point, _Point, ctypes.c_void_p)


class _Walk(ctypes.Structure):
    _fields_ = (
        ("move_to", _To),
        ("line_to", _To),
        ("conic_to", _Conic),
        ("cubic_to", _Cubic),
        ("shift", ctypes.c_int),
        ("delta", ctypes.c_long),
    )


class Face:
    """One face of a font file, or of the bytes of one. `index` is its place in a collection, 0-based."""

    def __init__(self, source: Path | bytes, index: int = 0) -> None:
        """Open it.

        Raises:
            FontUnusable: it is no font with outlines.
        """
        self._is_open = False
        library, handle = _library()
        self._free = library
        self._bytes = source if isinstance(source, bytes) else b""  # FreeType reads from them for as long as we live
        self._face = ctypes.POINTER(_Face)()
        if isinstance(source, bytes):
            length = ctypes.c_long(len(source))
            fault = library.FT_New_Memory_Face(handle, source, length, ctypes.c_long(index), ctypes.byref(self._face))
        else:
            fault = library.FT_New_Face(handle, bytes(source), ctypes.c_long(index), ctypes.byref(self._face))
        if fault:
            raise FontUnusable("no font")
        self._is_open = True
        self.units = int(self._face.contents.units_per_em)
        self._is_symbol = False
        self._outlines: dict[int, Outline] = {}
        if self.units == 0:
            raise FontUnusable("a font without outlines")
        if not self._glyph(ord("一")) and not self._glyph(ord("1")):
            self._is_symbol = library.FT_Select_Charmap(self._face, _SYMBOL) == 0

    def __del__(self) -> None:
        if self._is_open:
            self._free.FT_Done_Face(self._face)

    @property
    def family(self) -> str:
        """The family's English name."""
        return (self._face.contents.family_name or b"").decode("latin-1")

    @property
    def faces(self) -> int:
        """How many faces the file has."""
        return int(self._face.contents.num_faces)

    def glyph(self, character: str) -> int:
        """The glyph of a character; 0 where the font has none."""
        code = ord(character)
        return self._glyph(code) or (self._glyph(_SYMBOL_BASE + code) if self._is_symbol and code < 0x100 else 0)

    def advance(self, glyph: int) -> float:
        """How wide a glyph is, in ems; 0 for one that is not there."""
        try:
            return self.outline(glyph).advance / self.units
        except FontUnusable:
            return 0.0

    def outline(self, glyph: int) -> Outline:
        """Read a glyph's outline, by its number.

        Raises:
            FontUnusable: the font has no such glyph, or no outline of it.
        """
        if glyph not in self._outlines:
            self._outlines[glyph] = self._read(glyph)
        return self._outlines[glyph]

    def _read(self, glyph: int) -> Outline:
        fault = self._free.FT_Load_Glyph(self._face, ctypes.c_uint(glyph), ctypes.c_int32(_NO_SCALE))
        slot = self._face.contents.glyph.contents
        if fault or slot.format != _OUTLINE:
            raise FontUnusable("no outline")
        pen = _Pen()
        walk = _Walk(_To(pen.move), _To(pen.line), _Conic(pen.conic), _Cubic(pen.cubic), 0, 0)
        if self._free.FT_Outline_Decompose(ctypes.byref(slot.outline), ctypes.byref(walk), None):
            raise FontUnusable("no outline")
        return Outline(" ".join(pen.closed()), int(slot.metrics[4]), pen.box())

    def _glyph(self, code: int) -> int:
        return int(self._free.FT_Get_Char_Index(self._face, ctypes.c_ulong(code)))


class _Pen:
    """Writes down what FreeType walks along. The curves of TrueType have one control point, PDF's have two."""

    def __init__(self) -> None:
        self._steps: list[str] = []
        self._points: list[tuple[int, int]] = []

    def move(self, to: ctypes._Pointer[_Vector], _: object) -> int:
        if self._steps:
            self._steps.append("h")
        return self._step("m", to)

    def line(self, to: ctypes._Pointer[_Vector], _: object) -> int:
        return self._step("l", to)

    def conic(self, control: ctypes._Pointer[_Vector], to: ctypes._Pointer[_Vector], _: object) -> int:
        x, y = self._points[-1]
        across, up = control.contents.x, control.contents.y
        end_x, end_y = to.contents.x, to.contents.y
        first = (round(x + 2 / 3 * (across - x)), round(y + 2 / 3 * (up - y)))
        second = (round(end_x + 2 / 3 * (across - end_x)), round(end_y + 2 / 3 * (up - end_y)))
        self._points += (first, second, (end_x, end_y))
        self._steps.append(f"{first[0]} {first[1]} {second[0]} {second[1]} {end_x} {end_y} c")
        return 0

    def cubic(
        self,
        first: ctypes._Pointer[_Vector],
        second: ctypes._Pointer[_Vector],
        to: ctypes._Pointer[_Vector],
        _: object,
    ) -> int:
        points = [(each.contents.x, each.contents.y) for each in (first, second, to)]
        self._points += points
        self._steps.append(" ".join(f"{x} {y}" for x, y in points) + " c")
        return 0

    def closed(self) -> Iterator[str]:
        yield from self._steps
        if self._steps:
            yield "h"

    def box(self) -> tuple[int, int, int, int]:
        if not self._points:
            return 0, 0, 0, 0
        xs, ys = zip(*self._points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _step(self, operator: str, to: ctypes._Pointer[_Vector]) -> int:
        self._points.append((to.contents.x, to.contents.y))
        self._steps.append(f"{to.contents.x} {to.contents.y} {operator}")
        return 0


@cache
def _library() -> tuple[ctypes.CDLL, ctypes.c_void_p]:
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError as fault:
        raise FontUnusable("FreeType is not installed") from fault
    handle = ctypes.c_void_p()
    if library.FT_Init_FreeType(ctypes.byref(handle)):
        raise FontUnusable("FreeType does not start")
    return library, handle
