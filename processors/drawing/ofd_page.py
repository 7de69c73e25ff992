"""Draws the objects of an OFD page, its templates and composed units (GB/T 33190-2016 §7.7, §8 to §13)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - a type only; ofdkit parses and refuses DTDs

import pikepdf
from ofdkit import OFDError
from ofdkit.package import Package

from processors.drawing.faces import Face
from processors.drawing.ofd_faces import OfdFaces
from processors.drawing.ofd_paint import Paint
from processors.drawing.ofd_paths import path_of
from processors.drawing.ofd_resources import Resources, read_part
from processors.drawing.ofd_text import Letter, direction, letters_of
from processors.drawing.pictures import picture_of
from processors.drawing.sheet import Sheet
from processors.extraction import Unreadable
from processors.readers.ofd_values import after, box_of, child, children, is_on, moved, number, placed
from processors.sandbox.limits import Limits

#: As deep as units may hold units; the text reader follows them as far.
_DEEPEST: Final = 32
#: A page with more objects than this is given up: it would be drawn for minutes.
_MOST_OBJECTS: Final = 200_000
_LAYERS: Final = {"background": 0, "body": 1, "foreground": 2}
_BOLD: Final = 600
_NARROWEST: Final = 0.4
#: Instead of a picture that can't be decoded: its edge and both diagonals, so that nothing below is hidden.
_FRAME: Final = "0.5 G 0.01 w 0 0 1 1 re 0 0 m 1 1 l 0 1 m 1 0 l S"
_TOO_MANY: Final = "该页的图形对象过多，不能显示，请打开原件。"


class OfdPainter:
    """Draws pages of one package onto sheets of one PDF."""

    def __init__(self, package: Package, resources: Resources, limits: Limits) -> None:
        self._package = package
        self._resources = resources
        self._limits = limits
        self._faces = OfdFaces(package, resources)
        self._pictures: dict[str, pikepdf.Object | None] = {}
        self._objects = 0

    def page(self, sheet: Sheet, name: str) -> None:
        """Draw a page with its templates: those behind it, its layers, those before it.

        Raises:
            Unreadable: `too_large`, more objects than anybody draws.
            FontUnusable: no font of this machine has Chinese letters.
        """
        root = read_part(self._package, name)
        if root is None:
            return
        for place in children(root, "PageRes"):
            self._resources.add(self._package, self._package.resolve(name, place.text))
        templates = list(self._templates(root))
        for layer in [
            *(layer for template, is_front in templates if not is_front for layer in _layers(template)),
            *_layers(root),
            *(layer for template, is_front in templates if is_front for layer in _layers(template)),
        ]:
            self.objects(sheet, layer, layer.get("DrawParam"))

    def objects(self, sheet: Sheet, parent: Iterable[Element], layer: str | None = None, depth: int = 0) -> None:
        """Draw the objects of a layer, a block or a composed unit in their order; `layer` names its parameters.

        Raises:
            Unreadable, FontUnusable: as `page`.
        """
        for element in parent:
            self._objects += 1
            if self._objects > _MOST_OBJECTS:
                raise Unreadable("too_large", _TOO_MANY)
            if not is_on(element.get("Visible"), default=True):
                continue
            match element.tag.rsplit("}", 1)[-1]:
                case "TextObject":
                    self._text(sheet, element, Paint(element, layer, self._resources.parameters))
                case "PathObject":
                    self._path(sheet, element, Paint(element, layer, self._resources.parameters))
                case "ImageObject":
                    self._image(sheet, element)
                case "PageBlock" if depth < _DEEPEST:
                    self.objects(sheet, element, layer, depth + 1)
                case "CompositeObject" if depth < _DEEPEST:
                    self._composite(sheet, element, layer, depth)

    def _templates(self, root: Element) -> Iterator[tuple[Element, bool]]:
        """The page's templates and whether each lies before the page."""
        for reference in children(root, "Template"):
            name = self._resources.templates.get(reference.get("TemplateID", ""))
            template = None if name is None else read_part(self._package, name)
            if template is not None:
                yield template, reference.get("ZOrder", "").casefold() == "foreground"

    def _composite(self, sheet: Sheet, element: Element, layer: str | None, depth: int) -> None:
        content = child(self._resources.units.get(element.get("ResourceID", "")), "Content")
        if content is not None:
            with sheet.within(placed(element), _clips(element)):
                self.objects(sheet, content, layer, depth + 1)

    def _path(self, sheet: Sheet, element: Element, paint: Paint) -> None:
        data = child(element, "AbbreviatedData")
        path = path_of(None if data is None else data.text)
        is_filled = is_on(element.get("Fill"), default=False)
        is_drawn = is_on(element.get("Stroke"), default=True)
        if not path or not (is_filled or is_drawn):
            return
        operator = {(True, True): "B", (True, False): "f", (False, True): "S"}[is_filled, is_drawn]
        if is_filled and element.get("Rule", "").casefold() == "even-odd":
            operator += "*"
        with sheet.within(placed(element), _clips(element)):
            sheet.opacity(paint.fill.alpha, paint.stroke.alpha)
            sheet.draw(f"{paint.fill.values} rg {paint.stroke.values} RG", paint.line(), path, operator)

    def _image(self, sheet: Sheet, element: Element) -> None:
        box = box_of(element.get("Boundary"))
        if box is None:
            return
        place = placed(element)
        if element.get("CTM") is None:
            place = (box[2], 0.0, 0.0, box[3], box[0], box[1])
        # Nothing is seen of a picture outside of its object's box (§8.5).
        own = f"{box[0]:.4f} {box[1]:.4f} {box[2]:.4f} {box[3]:.4f} re"
        with sheet.within(place, [own, *_clips(element)]):
            opacity = min(max(number(element.get("Alpha"), 255.0) / 255, 0.0), 1.0)
            sheet.opacity(opacity, opacity)
            picture = self._picture(sheet, self._resources.media.get(element.get("ResourceID", "")))
            if picture is None:
                sheet.draw(_FRAME)
            else:
                sheet.picture(picture)

    def _picture(self, sheet: Sheet, name: str | None) -> pikepdf.Object | None:
        """A picture's object; None for one that can't be decoded here, of which a crossed frame is drawn."""
        if name is None:
            return None
        if name not in self._pictures:
            try:
                self._pictures[name] = picture_of(sheet.document, self._package.read(name), self._limits)
            except (Unreadable, OFDError):
                self._pictures[name] = None
        return self._pictures[name]

    def _text(self, sheet: Sheet, element: Element, paint: Paint) -> None:
        is_filled = is_on(element.get("Fill"), default=True)
        if not is_filled and not is_on(element.get("Stroke"), default=False):
            return
        # Letters are outlines that are filled: those that are only drawn along their edge are filled with its colour.
        ink = paint.fill if is_filled else paint.stroke
        with sheet.within(placed(element), _clips(element)):
            sheet.opacity(ink.alpha, ink.alpha)
            sheet.draw("BT", f"{ink.values} rg", *self._letters(sheet, element), "ET")

    def _letters(self, sheet: Sheet, element: Element) -> Iterator[str]:
        size = number(element.get("Size"), 0.0)
        wide = size * number(element.get("HScale"), 1.0)
        is_bold = number(element.get("Weight"), 400.0) >= _BOLD
        turn = math.radians(direction(element))
        cos, sin = math.cos(turn), math.sin(turn)
        font = ""
        for letter in letters_of(element):
            face, glyph = self._faces.glyph(element.get("Font", ""), letter, is_bold=is_bold)
            code = sheet.letters.code(face, glyph, letter.meaning)
            if code.font != font:
                font = code.font
                yield f"{font} 1 Tf"
            across = wide * _squeezed(face, glyph, letter, wide)
            # Glyphs stand upright in a space that goes up, pages go down.
            place = (across * cos, across * sin, size * sin, -size * cos, letter.x, letter.y)
            yield " ".join(f"{value:.5f}" for value in place) + f" Tm <{code.byte:02X}> Tj"


def _squeezed(face: Face, glyph: int, letter: Letter, wide: float) -> float:
    """By how much a letter of another font than the file's is made narrower to end where the next one begins."""
    width = face.advance(glyph) * wide
    return max(letter.step / width, _NARROWEST) if 0 < letter.step < width else 1.0


def _layers(root: Element) -> list[Element]:
    """The layers of a page, the lowest first (§7.7)."""
    layers = [layer for content in children(root, "Content") for layer in children(content, "Layer")]
    shown = [layer for layer in layers if is_on(layer.get("Visible"), default=True)]
    return sorted(shown, key=lambda layer: _LAYERS.get(layer.get("Type", "body").casefold(), 1))


def _clips(element: Element) -> list[str]:
    """An object's clips as paths of the space around it; what is outside of any of them is not seen (§8.4)."""
    box = box_of(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    found = []
    for clips in children(element, "Clips"):
        place = placed(element) if is_on(clips.get("TransFlag"), default=True) else moved(box[0], box[1])
        for clip in children(clips, "Clip"):
            areas = [
                path_of(data.text, after(after(placed(path), placed(area)), place))
                for area in children(clip, "Area")
                for path in children(area, "Path")
                for data in children(path, "AbbreviatedData")
            ]
            # An area of letters is passed over: too much is seen then, not too little.
            if any(areas):
                found.append(" ".join(areas))
    return found
