"""Writes laid-out pages as an OFD document (GB/T 33190-2016): text objects, paths, no pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from samples.fonts import Face
from samples.page import HEIGHT, PT_PER_MM, WIDTH, Glyphs, Page, Stroke

NAMESPACE = "http://www.ofdspec.org/2016"
EPOCH = (2026, 1, 1, 0, 0, 0)  # of every member, so that the same pages give the same bytes
# The names that readers of OFD on an office computer resolve; no font is embedded.
FONT_NAMES = {Face.SONG: "仿宋", Face.TITLE: "方正小标宋简体", Face.HEI: "黑体"}
FONT_IDS = {face: number for number, face in enumerate(FONT_NAMES, 2)}
FIRST_OBJECT_ID = 100


def write_ofd(pages: Sequence[Page], title: str, made_on: str) -> bytes:
    """An OFD package of one document. `made_on` is an ISO date."""
    members = {"OFD.xml": _root(title, made_on), "Doc_0/Document.xml": _document(len(pages))}
    members["Doc_0/PublicRes.xml"] = _fonts()
    next_id = FIRST_OBJECT_ID
    for number, page in enumerate(pages):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = _content(page, next_id)
        next_id += len(page.strokes) + len(page.glyphs) + 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, element in members.items():
            xml = etree.tostring(element, xml_declaration=True, encoding="UTF-8")
            package.writestr(zipfile.ZipInfo(name, EPOCH), xml, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _element(name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap={"ofd": NAMESPACE})
    element.text = text
    return element


def _nested(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    element = _element(name, **attributes)
    element.extend(children)
    return element


def _root(title: str, made_on: str) -> etree._Element:
    info = _nested(
        "DocInfo",
        _element("DocID", "00000000000000000000000000000007"),
        _element("Title", title),
        _element("CreationDate", made_on),
        _element("Creator", "gongkai samples"),
    )
    body = _nested("DocBody", info, _element("DocRoot", "Doc_0/Document.xml"))
    return _nested("OFD", body, Version="1.0", DocType="OFD")


def _document(pages: int) -> etree._Element:
    area = _nested("PageArea", _element("PhysicalBox", f"0 0 {_mm(WIDTH)} {_mm(HEIGHT)}"))
    common = _nested("CommonData", _element("MaxUnitID", "9999"), area, _element("PublicRes", "PublicRes.xml"))
    listed = [
        _element("Page", ID=str(number + 10), BaseLoc=f"Pages/Page_{number}/Content.xml") for number in range(pages)
    ]
    return _nested("Document", common, _nested("Pages", *listed))


def _fonts() -> etree._Element:
    fonts = [_element("Font", ID=str(FONT_IDS[face]), FontName=name) for face, name in FONT_NAMES.items()]
    return _nested("Res", _nested("Fonts", *fonts), BaseLoc="Res")


def _content(page: Page, first_id: int) -> etree._Element:
    layer = _element("Layer", ID=str(first_id))
    marks: list[Stroke | Glyphs] = [*page.strokes, *sorted(page.glyphs, key=lambda run: (run.baseline, run.xs[0]))]
    for number, mark in enumerate(marks, first_id + 1):
        layer.append(_path(mark, number) if isinstance(mark, Stroke) else _text(mark, number))
    return _nested("Page", _nested("Content", layer))


def _path(stroke: Stroke, number: int) -> etree._Element:
    """Coordinates are relative to the boundary box, which is half a line width larger than the line."""
    half = stroke.width / 2
    width, height = stroke.x1 - stroke.x0, stroke.y1 - stroke.y0
    box = [stroke.x0 - half, stroke.y0 - half, width + stroke.width, height + stroke.width]
    path = _element("Path", ID=str(number), Boundary=" ".join(map(_mm, box)), LineWidth=_mm(stroke.width))
    path.append(_element("StrokeColor", Value=" ".join(map(str, stroke.colour))))
    line = f"M {_mm(half)} {_mm(half)} L {_mm(half + width)} {_mm(half + height)}"
    path.append(_element("AbbreviatedData", line))
    return path


def _text(run: Glyphs, number: int) -> etree._Element:
    """One text object a run; DeltaX gives the distance from each character to the next."""
    box = [run.xs[0], run.baseline - run.size, run.right - run.xs[0], run.size * 1.25]
    text = _element(
        "TextObject", ID=str(number), Boundary=" ".join(map(_mm, box)), Font=str(FONT_IDS[run.face]), Size=_mm(run.size)
    )
    if run.stretch != 1:
        text.set("HScale", f"{run.stretch:.4f}")
    text.append(_element("FillColor", Value=" ".join(map(str, run.colour))))
    code = _element("TextCode", run.text, X="0", Y=_mm(run.size))
    if len(run.text) > 1:
        steps = (right - left for left, right in zip(run.xs, run.xs[1:], strict=False))
        code.set("DeltaX", " ".join(_mm(step) for step in steps))
    text.append(code)
    return text


def _mm(points: float) -> str:
    return f"{points / PT_PER_MM:.4f}".rstrip("0").rstrip(".")
