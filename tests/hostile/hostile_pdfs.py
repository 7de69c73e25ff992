"""PDF files that mean harm: loops, bombs, giants and broken structures."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf

from tests.hostile.model import Hostile, Scene, refused, survived
from tests.hostile.raw_pdf import FONT, one_page, shown, stream, written

_MIB = 1024 * 1024
_TEXT = shown("A visible line of more than twenty characters")


def fixed(make: Callable[[], bytes]) -> Callable[[Scene], bytes]:
    return lambda _: make()


def tree(nodes: dict[int, bytes]) -> bytes:
    return written({1: b"<</Type/Catalog/Pages 2 0 R>>", 4: stream(_TEXT), 5: FONT, **nodes})


def deep_tree(depth: int) -> bytes:
    nodes = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(6, 6 + depth)}
    last = 6 + depth
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>" % (last - 1)
    return tree({2: b"<</Type/Pages/Kids[6 0 R]/Count 1>>", **nodes, last: page})


def forms(calls: dict[int, list[int]]) -> bytes:
    """Forms that draw each other: number → numbers of what it draws. The page draws number 6."""
    objects = {}
    for number, called in calls.items():
        names = b"".join(b"/X%d %d 0 R" % (n, n) for n in dict.fromkeys(called))
        content = b" ".join(b"/X%d Do" % n for n in called) or _TEXT
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>/XObject<<%s>>>>" % names
        objects[number] = stream(content, entries)
    page = b"/Resources<</Font<</F1 5 0 R>>/XObject<</X6 6 0 R>>>>"
    return one_page(_TEXT + b" /X6 Do", more=objects).replace(b"/Resources<</Font<</F1 5 0 R>>>>", page, 1)


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def unpacking(times: int, size: int) -> bytes:
    filters = b"/Filter[%s]" % (b"/FlateDecode" * times)
    bomb = stream(packed(_TEXT + b" " * size, times), filters)
    return one_page(_TEXT).replace(stream(_TEXT), bomb, 1)


def object_stream_bomb() -> bytes:
    content = b"10 0 " + b" " * (200 * _MIB) + b"<<>>"
    return one_page(_TEXT, more={6: stream(packed(content), b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode")})


def picture(width: int, height: int, entries: bytes = b"/Filter/FlateDecode", data: bytes = b"") -> bytes:
    image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (width, height)
    page = b"/Resources<</Font<</F1 5 0 R>>/XObject<</I 6 0 R>>>>"
    drawn = one_page(
        _TEXT + b" q 500 0 0 20 50 50 cm /I Do Q", more={6: stream(data or packed(bytes(100)), image + entries)}
    )
    return drawn.replace(b"/Resources<</Font<</F1 5 0 R>>>>", page, 1)


def many_pages(count: int) -> bytes:
    with pikepdf.Pdf.new() as document:
        document.add_blank_page()
        for _ in range(count - 1):
            document.pages.append(document.pages[0])
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()


def boxed(box: bytes) -> bytes:
    return one_page(_TEXT).replace(b"[0 0 595 842]", box)


def type3_loop() -> bytes:
    glyph = stream(b"1000 0 0 0 750 750 d1 BT /F1 1 Tf (a) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1000]/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return one_page(shown("aaaa"), more={6: glyph}).replace(FONT, font, 1)


def annotations(count: int) -> bytes:
    one = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)>>"
    return one_page(_TEXT, page=b"/Annots[%s]" % (one * count))


def field_loop() -> bytes:
    root = b"/AcroForm<</Fields[6 0 R]>>"
    return one_page(
        _TEXT, root=root, more={6: b"<</FT/Tx/T(a)/Kids[7 0 R]>>", 7: b"<</T(b)/Parent 7 0 R/Kids[6 0 R]>>"}
    )


def layer_loop() -> bytes:
    root = b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[7 0 R]>>>>"
    return one_page(_TEXT, root=root, more={6: b"<</Type/OCG/Name(a)>>", 7: b"[7 0 R]"})


_XREF_LOOP = one_page(_TEXT).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % one_page(_TEXT).rindex(b"xref\n0 1"))

#: A page that takes any engine longer than anybody waits: ten forms that draw the next one thirty times. Its child ends
#: by the clock or by the limit of its memory, at which PDFium aborts, whichever comes first.
ENDLESS = forms({n: [n + 1] * 30 for n in range(6, 16)} | {16: []})

PDFS: tuple[Hostile, ...] = (
    survived("pages that are their own parent", fixed(lambda: tree({2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}))),
    survived(
        "pages in a ring",
        fixed(
            lambda: tree(
                {
                    2: b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
                    6: b"<</Type/Pages/Kids[7 0 R]/Count 1/Parent 2 0 R>>",
                    7: b"<</Type/Pages/Kids[6 0 R]/Count 1/Parent 6 0 R>>",
                }
            )
        ),
    ),
    survived("page tree 3,000 deep", fixed(lambda: deep_tree(3000))),
    survived("a billion pages announced", fixed(lambda: one_page(_TEXT).replace(b"/Count 1", b"/Count 999999999"))),
    survived("pages announced below zero", fixed(lambda: one_page(_TEXT).replace(b"/Count 1", b"/Count -1"))),
    refused("5,000 pages", fixed(lambda: many_pages(5000)), "too_many_pages"),
    survived("giant page", fixed(lambda: boxed(b"[0 0 1e9 1e9]"))),
    survived("page without size", fixed(lambda: boxed(b"[0 0 0 0]"))),
    survived("page box of names", fixed(lambda: boxed(b"[/a (b) null true]"))),
    survived("picture of 100,000 by 100,000", fixed(lambda: picture(100_000, 100_000))),
    survived("picture of negative size", fixed(lambda: picture(-5, 2_000_000_000))),
    survived("broken JBIG2", fixed(lambda: picture(100, 100, b"/Filter/JBIG2Decode", b"\x97JB2" + b"\xff" * 200))),
    survived("broken JPEG 2000", fixed(lambda: picture(100, 100, b"/Filter/JPXDecode", b"\xff\x4f\xff\x51" * 50))),
    survived(
        "predictor with giant rows",
        fixed(lambda: picture(9, 9, b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000/Colors 32>>")),
    ),
    survived("form that draws itself", fixed(lambda: forms({6: [6]}))),
    survived("forms that draw each other", fixed(lambda: forms({6: [7], 7: [6]}))),
    refused("forms without end", fixed(lambda: ENDLESS), "timed_out", "crashed", "too_large"),
    survived("content that unpacks to 400 MB", fixed(lambda: unpacking(1, 400 * _MIB))),
    survived("content packed three times", fixed(lambda: unpacking(3, 100 * _MIB))),
    survived("object stream bomb", fixed(object_stream_bomb)),
    survived("no table", fixed(lambda: one_page(_TEXT).split(b"xref\n0 1")[0] + b"%%EOF")),
    survived("table in a loop", fixed(lambda: _XREF_LOOP)),
    survived("table elsewhere", fixed(lambda: one_page(_TEXT).replace(b"startxref\n", b"startxref\n9"))),
    survived("object that is itself", fixed(lambda: one_page(_TEXT).replace(stream(_TEXT), b"4 0 R", 1))),
    survived("arrays 50,000 deep", fixed(lambda: one_page(_TEXT, root=b"/X" + b"[" * 50_000 + b"]" * 50_000))),
    survived(
        "dictionaries 50,000 deep", fixed(lambda: one_page(_TEXT, root=b"/X" + b"<</A" * 50_000 + b">>" * 50_000))
    ),
    survived("a million saved states", fixed(lambda: one_page(b"q " * 1_000_000 + _TEXT))),
    survived("marks without end", fixed(lambda: one_page(b"/OC /X BDC " * 100_000 + _TEXT))),
    survived("font that draws itself", fixed(type3_loop)),
    survived("20,000 remarks", fixed(lambda: annotations(20_000))),
    survived("form fields in a ring", fixed(field_loop)),
    survived("layers in a ring", fixed(layer_loop)),
    survived(
        "outline in a ring",
        fixed(lambda: one_page(_TEXT, root=b"/Outlines 6 0 R", more={6: b"<</First 6 0 R/Next 6 0 R>>"})),
    ),
    survived(
        "names in a ring",
        fixed(lambda: one_page(_TEXT, root=b"/Names<</EmbeddedFiles 6 0 R>>", more={6: b"<</Kids[6 0 R]>>"})),
    ),
    survived("length below zero", fixed(lambda: one_page(_TEXT).replace(b"/Length %d" % len(_TEXT), b"/Length -999"))),
    survived(
        "encryption of rubbish",
        fixed(lambda: one_page(_TEXT).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</V 9/R 9>>")),
    ),
    survived(
        "launch of a program",
        lambda scene: one_page(_TEXT, root=b"/OpenAction<</S/Launch/F(%s)>>" % scene.secret.encode()),
    ),
    survived(
        "content in another file",
        lambda scene: one_page(_TEXT).replace(
            stream(_TEXT), b"<</Length 0/F(%s)>>stream\n\nendstream" % scene.secret.encode()
        ),
    ),
)
