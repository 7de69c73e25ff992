"""With which face an OFD's letters are drawn: its own font where that can be opened, else one of this machine."""

from __future__ import annotations

from ofdkit import OFDError
from ofdkit.package import Package

from processors.drawing.faces import Face, FontUnusable
from processors.drawing.ofd_resources import NamedFont, Resources
from processors.drawing.ofd_text import Letter
from processors.drawing.stand_ins import stand_in

_UNNAMED = NamedFont("", is_bold=False, file=None)


class OfdFaces:
    """The faces of one file, each opened once."""

    def __init__(self, package: Package, resources: Resources) -> None:
        self._package = package
        self._resources = resources
        self._embedded: dict[str, Face | None] = {}

    def glyph(self, font: str, letter: Letter, *, is_bold: bool) -> tuple[Face, int]:
        """The face and glyph of a letter; glyph numbers count in the font that they were written for alone.

        Raises:
            FontUnusable: the letter's font is not there, and nothing stands in.
        """
        named = self._resources.fonts.get(font, _UNNAMED)
        own = None if named.file is None else self._own(named.file)
        if own is not None:
            glyph = letter.glyph if letter.glyph is not None else own.glyph(letter.meaning)
            if glyph:
                return own, glyph
        face = stand_in(named.name, is_bold=is_bold or named.is_bold)
        return face, face.glyph(letter.meaning[:1] or " ")

    def _own(self, part: str) -> Face | None:
        if part not in self._embedded:
            try:
                self._embedded[part] = Face(self._package.read(part))
            except (FontUnusable, OFDError):
                self._embedded[part] = None
        return self._embedded[part]
