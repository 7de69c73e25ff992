"""The objects of a PDF page in drawing order, with their place on the page, by way of PDFium's own list."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
from pypdfium2 import raw

#: Objects looked at on one page; a map has hundreds of thousands, a page of text some thousands.
MAX_OBJECTS: Final = 200_000
_MAX_DEPTH: Final = 4
_MAX_CLIP_SEGMENTS: Final = 64

#: left, bottom, right, top in points, origin at the page's bottom left.
Bounds = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One text, path or picture. `handle` is PDFium's; `outer` leads from the form that holds it to the page."""

    handle: raw.FPDF_PAGEOBJECT
    type: int
    bounds: Bounds
    outer: _Matrix

    @property
    def address(self) -> int:
        """The same for the same object, wherever PDFium hands it out."""
        return address_of(self.handle)


def address_of(handle: raw.FPDF_PAGEOBJECT) -> int:
    """Where PDFium keeps an object; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def drawn_on(page: pypdfium2.PdfPage) -> Iterator[Drawn]:
    """Texts, paths, pictures and shadings of a page, also inside forms, at most MAX_OBJECTS."""
    count = raw.FPDFPage_CountObjects(page)
    found = 0
    for index in range(count):
        for drawn in _unfolded(raw.FPDFPage_GetObject(page, index), _SAME, 0):
            yield drawn
            found += 1
            if found >= MAX_OBJECTS:
                return


def _unfolded(handle: raw.FPDF_PAGEOBJECT, outer: _Matrix, depth: int) -> Iterator[Drawn]:
    kind = raw.FPDFPageObj_GetType(handle)
    if kind == raw.FPDF_PAGEOBJ_FORM:
        if depth < _MAX_DEPTH:
            inner = _times(_matrix(handle), outer)
            for index in range(raw.FPDFFormObj_CountObjects(handle)):
                yield from _unfolded(raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1)
        return
    bounds = _bounds(handle, outer)
    if bounds is not None:
        yield Drawn(handle, kind, bounds, outer)


def _bounds(handle: raw.FPDF_PAGEOBJECT, outer: _Matrix) -> Bounds | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if outer is _SAME:
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return _placed([(x, y) for x in (x0, x1) for y in (y0, y1)], outer)


def _placed(points: list[tuple[float, float]], outer: _Matrix) -> Bounds:
    """The box around some points, on the page."""
    a, b, c, d, e, f = outer
    across = [a * x + c * y + e for x, y in points]
    up = [b * x + d * y + f for x, y in points]
    return min(across), min(up), max(across), max(up)


def _matrix(handle: raw.FPDF_PAGEOBJECT) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return _SAME
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _scale(matrix: _Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def text_height(drawn: Drawn) -> float:
    """The height of a text object's letters, in points."""
    size = ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(drawn.handle, size):
        return 0.0
    return abs(size.value) * _scale(_matrix(drawn.handle)) * _scale(drawn.outer)


def fill_of(drawn: Drawn) -> tuple[int, int, int, int]:
    """Red, green, blue and alpha (0–255) of what fills an object; black where PDFium does not say."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(drawn.handle, red, green, blue, alpha):
        return 0, 0, 0, 255
    return red.value, green.value, blue.value, alpha.value


def is_filled(drawn: Drawn) -> bool:
    """Whether a path is filled, not only stroked."""
    mode, stroked = ctypes.c_int(), raw.FPDF_BOOL()
    return bool(raw.FPDFPath_GetDrawMode(drawn.handle, mode, stroked)) and mode.value != raw.FPDF_FILLMODE_NONE


def is_mixed(drawn: Drawn) -> bool:
    """Whether an object is laid over the page through a mask, a blend or an opacity."""
    return bool(raw.FPDFPageObj_HasTransparency(drawn.handle))


def clips_of(drawn: Drawn) -> Iterator[Bounds]:
    """Boxes outside of which an object is cut off. A path of many pieces gives none."""
    clip = raw.FPDFPageObj_GetClipPath(drawn.handle)
    for path in range(max(0, raw.FPDFClipPath_CountPaths(clip))):
        count = raw.FPDFClipPath_CountPathSegments(clip, path)
        if 2 <= count <= _MAX_CLIP_SEGMENTS:
            # Opposite corners are enough for a rectangle, which nearly all clips are.
            indexes = (0, 2) if count in {4, 5} else range(count)
            yield _placed([_point(clip, path, index) for index in indexes], drawn.outer)


def _point(clip: raw.FPDF_CLIPPATH, path: int, index: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
    return x.value, y.value
