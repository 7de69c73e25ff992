"""A PDF as its pages are meant to be seen: without hidden layers and remarks, with whatever blackens something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from processors.renditions.pdf_content import clean_content, forms_below, speaks_for_itself
from processors.renditions.pdf_layers import hidden_groups

#: Annotations that are part of the page (ISO 32000-1, 12.5.6): filled-in fields, and stamps, among them seals.
PRINTED: Final = frozenset({"/Widget", "/Stamp"})
#: Links carry no text of their own; a popup shows the text of another annotation.
_SILENT: Final = frozenset({"/Link", "/Popup"})
#: Drawn over the page by hand: what is dark among them covers what lies under it.
_DRAWN: Final = frozenset({"/Square", "/Circle", "/Polygon", "/PolyLine", "/Line", "/Ink", "/Highlight"})
_REDACTION: Final = "/Redact"
#: A colour is dark below this lightness (0–1), and opaque from this opacity (0–1) on.
_DARK: Final = 0.35
_OPAQUE: Final = 0.9


def annotations_of(page: Object) -> Iterator[Dictionary]:
    """The annotations of a page that are what they should be."""
    annotations = page.get("/Annots")
    if isinstance(annotations, Array):
        yield from (one for one in list(annotations) if isinstance(one, Dictionary))


def is_remark(annotation: Object) -> bool:
    """Whether an annotation says something that is no part of the page."""
    return str(annotation.get("/Subtype")) not in PRINTED | _SILENT


def needs_showing(source: Pdf) -> bool:
    """Whether the file as it is would show or say more than its pages are meant to."""
    if hidden_groups(source):
        return True
    return any(_says_more(page.obj) for page in source.pages)


def _says_more(page: Object) -> bool:
    return speaks_for_itself(page) or any(is_remark(one) for one in annotations_of(page))


def show(source: Pdf) -> None:
    """Take hidden layers, remarks and texts for programs out in place, and print what blackens."""
    hidden = hidden_groups(source)
    for page in source.pages:
        drop_remarks(page)
        if hidden or speaks_for_itself(page.obj):
            clean_content(source, page, hidden)
            for form in forms_below(page.resources):
                clean_content(source, form, hidden)


def drop_remarks(page: Page) -> None:
    """Leave only annotations that are part of the page, and those that blacken something as a stamp."""
    if "/Annots" not in page.obj:
        return
    kept = Array()
    for annotation in annotations_of(page.obj):
        subtype = str(annotation.get("/Subtype"))
        if subtype == _REDACTION or (subtype in _DRAWN and _blackens(annotation)):
            if subtype != _REDACTION and "/AP" in annotation:
                annotation["/Subtype"] = Name.Stamp
                kept.append(annotation)
            else:
                page.contents_add(_black(annotation).encode("ascii"), prepend=False)
        elif subtype in PRINTED:
            kept.append(annotation)
    page.obj["/Annots"] = kept
    if len(kept) == 0:
        del page.obj["/Annots"]


def _blackens(annotation: Object) -> bool:
    if float(annotation.get("/CA", 1)) < _OPAQUE:
        return False
    colours = [annotation.get(key) for key in ("/IC", "/C")]
    return any(isinstance(colour, Array) and _lightness(colour) < _DARK for colour in colours)


def _lightness(colour: Array) -> float:
    """0 is black, 1 is white; an empty colour is transparent (ISO 32000-1, table 164)."""
    values = [float(value) for value in list(colour)]
    if len(values) == 4:
        return 1.0 - min(1.0, max(values[:3]) + values[3])
    return max(values, default=1.0)


def _black(annotation: Object) -> str:
    """Operators that fill the annotation's rectangle with black."""
    x0, y0, x1, y1 = (float(value) for value in list(annotation["/Rect"]))
    return f"q 0 g {min(x0, x1):.3f} {min(y0, y1):.3f} {abs(x1 - x0):.3f} {abs(y1 - y0):.3f} re f Q"
