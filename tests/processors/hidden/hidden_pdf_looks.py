"""PDF files that hide a word by the rules of layers, by colour and mask, in fields, and behind what programs read."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image

from tests.hostile.raw_pdf import one_page, shown, stream
from tests.processors.hidden.hidden_pdfs import MARK, VISIBLE, Hiding

_SEEN: Final = shown(VISIBLE, 780) + b" "
_RED: Final = b"0.9 0.2 0.2 rg "
_GROUP: Final = b"<</Type/OCG/Name(x)/Usage<</View<</ViewState/OFF>>>>>>"


def written(
    content: bytes, resources: bytes = b"", more: Mapping[int, bytes] | None = None, **places: bytes
) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        whole = one_page(_SEEN + content, more=more, **places)
        path.write_bytes(whole.replace(b"/Resources<<", b"/Resources<<" + resources, 1))

    return make


def in_layer(membership: bytes, default: bytes = b"") -> Callable[[Path], None]:
    """MARK belongs to a membership (object 7) of a layer (object 6)."""
    return written(
        b"/OC /L BDC " + shown(MARK) + b" EMC",
        b"/Properties<</L 7 0 R>>",
        {6: _GROUP, 7: b"<</Type/OCMD/OCGs 6 0 R%s>>" % membership},
        root=b"/OCProperties<</OCGs[6 0 R]/D<<%s>>>>" % default,
    )


def masked(path: Path) -> None:
    mask = stream(
        b"0 g 0 0 595 842 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency/CS/DeviceGray>>"
    )
    state = b"/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
    written(b"q /G gs " + shown(MARK) + b" Q", state, {6: mask})(path)


def in_a_hidden_field(path: Path) -> None:
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(%s)/DA(/F1 12 Tf 0 g)/Rect[50 480 450 530]/F 2>>" % MARK.encode()
    )
    form = b"/AcroForm<</Fields[6 0 R]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>"
    written(b"", more={6: field}, root=form, page=b"/Annots[6 0 R]")(path)


def photographed() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = MARK
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=exif)
    return made.getvalue()


def with_a_photograph(path: Path) -> None:
    facts = b"/Type/XObject/Subtype/Image/Width 40/Height 30/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    picture = stream(photographed(), facts)
    written(b"q 40 0 0 30 72 400 cm /I Do Q", b"/XObject<</I 6 0 R>>", {6: picture})(path)


PDF_LOOKS: Final = (
    Hiding(
        "layer that no screen shows",
        "hidden_layer",
        in_layer(b"", b"/AS[<</Event/View/OCGs[6 0 R]>>]"),
        quoted=False,
        page=None,
    ),
    Hiding("shown if all layers are off", "hidden_layer", in_layer(b"/P/AllOff"), quoted=False, page=None),
    Hiding("shown by an expression", "hidden_layer", in_layer(b"/VE[/Not 6 0 R]"), quoted=False, page=None),
    Hiding("red on red", "covered_text", written(_RED + b"50 690 400 40 re f " + shown(MARK))),
    Hiding("through a mask", "invisible_text", masked),
    Hiding("hidden field", "hidden_text", in_a_hidden_field),
    Hiding(
        "read instead of the letters",
        "document_properties",
        written(b"/Span <</ActualText(%s)>> BDC %s EMC" % (MARK.encode(), shown("x"))),
        page=None,
    ),
    Hiding("photograph", "picture_metadata", with_a_photograph),
)
