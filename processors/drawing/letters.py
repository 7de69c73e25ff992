"""The letters of a new PDF: outlines of glyphs as fonts of our own, which say what each letter means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from processors.drawing.faces import Face, FontUnusable, Outline

#: A font of this kind (Type 3, ISO 32000-1 §9.6.5) has one byte for a letter; 0 is left free.
_MOST: Final = 255
#: Where a font's letters stand, in its em: only a viewer's selection of text goes by it.
_BOTTOM: Final = -0.2
_TOP: Final = 0.9
_NOTHING: Final = Outline("", 0, (0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Code:
    """How a page writes one glyph: a byte of a font that has this name among the page's resources."""

    font: str
    byte: int


@dataclass(slots=True)
class _Font:
    face: Face
    glyphs: list[tuple[int, str]] = field(default_factory=list)


class Letters:
    """The fonts of one PDF. A glyph that means two things is two letters."""

    def __init__(self) -> None:
        self._fonts: list[_Font] = []
        self._codes: dict[tuple[int, int, str], Code] = {}

    def code(self, face: Face, glyph: int, meaning: str) -> Code:
        """How to write a glyph of a face that stands for `meaning`, which may be any number of characters."""
        key = (id(face), glyph, meaning)
        if key not in self._codes:
            self._codes[key] = self._new(face, glyph, meaning)
        return self._codes[key]

    def resources(self, document: pikepdf.Pdf) -> Dictionary:
        """All fonts, by name."""
        return Dictionary(
            {f"/F{at}": document.make_indirect(_made(document, one)) for at, one in enumerate(self._fonts)}
        )

    def _new(self, face: Face, glyph: int, meaning: str) -> Code:
        at = next((at for at, one in enumerate(self._fonts) if one.face is face and len(one.glyphs) < _MOST), None)
        if at is None:
            at = len(self._fonts)
            self._fonts.append(_Font(face))
        self._fonts[at].glyphs.append((glyph, meaning))
        return Code(f"/F{at}", len(self._fonts[at].glyphs))


def _made(document: pikepdf.Pdf, font: _Font) -> Dictionary:
    outlines = [_outline(font.face, glyph) for glyph, _ in font.glyphs]
    names = [Name(f"/g{at}") for at in range(1, len(outlines) + 1)]
    drawn = [document.make_stream(_procedure(outline)) for outline in outlines]
    units = font.face.units
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, round(_BOTTOM * units), units, round(_TOP * units)],
        FontMatrix=Array([pikepdf.Object.parse(f"{each:.8f}".encode()) for each in (1 / units, 0, 0, 1 / units, 0, 0)]),
        CharProcs=Dictionary({str(name): one for name, one in zip(names, drawn, strict=True)}),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *names])),
        FirstChar=1,
        LastChar=len(names),
        Widths=[outline.advance for outline in outlines],
        Resources=Dictionary(),
        ToUnicode=document.make_stream(_meanings([meaning for _, meaning in font.glyphs])),
    )


def _outline(face: Face, glyph: int) -> Outline:
    try:
        return face.outline(glyph)
    except FontUnusable:
        return _NOTHING


def _procedure(outline: Outline) -> bytes:
    left, bottom, right, top = outline.box
    return f"{outline.advance} 0 {left} {bottom} {right} {top} d1 {outline.path} f".encode("ascii")


def _meanings(texts: list[str]) -> bytes:
    """What the letters mean (ISO 32000-1 §9.10.3), in pieces of at most a hundred lines."""
    lines = [f"<{at:02X}> <{text.encode('utf-16-be').hex().upper()}>" for at, text in enumerate(texts, start=1) if text]
    pieces = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    blocks = "".join(f"{len(piece)} beginbfchar\n" + "\n".join(piece) + "\nendbfchar\n" for piece in pieces)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{blocks}endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
