"""OFD files that mean harm to whoever draws their pages: trees, giants, fonts and seals that are none."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import reportlab

from tests.hostile.hostile_packages import ofd, zipped
from tests.hostile.model import Hostile, survived

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_BOX = 'Boundary="0 0 200 200"'
_TREE = '<ofd:CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="70"/>' * 10
_VERA = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()


def _page(objects: str, resources: str = "", parts: dict[str, bytes | str] | None = None) -> bytes:
    """One page with these objects; `resources` are what they refer to."""
    document = (
        f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="2" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>'
    )
    files: dict[str, bytes | str] = {
        **ofd(),
        "Doc/Document.xml": document,
        "Doc/Res.xml": f'<ofd:Res {_SPACE} BaseLoc="">{resources}</ofd:Res>',
        "Doc/Page.xml": f'<ofd:Page {_SPACE}><ofd:Content><ofd:Layer ID="3">{objects}</ofd:Layer></ofd:Content>'
        "</ofd:Page>",
    }
    return zipped(files | (parts or {}))


def _path(data: str, **more: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<ofd:PathObject ID="8" {_BOX}{said}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def _text(text: str, **more: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<ofd:TextObject ID="8" {_BOX} Font="1" Size="6"><ofd:TextCode X="0" Y="6"{said}>{text}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _in_font(content: bytes) -> bytes:
    fonts = '<ofd:Fonts><ofd:Font ID="1"><ofd:FontFile>own.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    return _page(_text("The quick brown fox"), fonts, {"Doc/own.ttf": content})


def _spoiled(seed: int) -> bytes:
    """A real font with two hundred bytes changed behind its directory."""
    rng, font = random.Random(seed), bytearray(_VERA)
    for _ in range(200):
        font[rng.randrange(300, len(font))] = rng.randrange(256)
    return bytes(font)


def _picture_bomb() -> bytes:
    """A PNG of some bytes that says it has ten thousand million points."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _with_picture(content: bytes) -> bytes:
    media = '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    return _page(f'<ofd:ImageObject ID="8" {_BOX} ResourceID="7"/>', media, {"Doc/a.png": content})


def _with_seal(content: bytes) -> bytes:
    listing = f'<ofd:Signatures {_SPACE}><ofd:Signature ID="1" BaseLoc="S.xml"/></ofd:Signatures>'
    signature = (
        f"<ofd:Signature {_SPACE}><ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>"
        f'<ofd:StampAnnot ID="s" PageRef="2" {_BOX}/></ofd:Signature>'
    )
    entry = (
        f"<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocRoot>Doc/Document.xml</ofd:DocRoot>"
        "<ofd:Signatures>Doc/List.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
    )
    parts: dict[str, bytes | str] = {"OFD.xml": entry, "Doc/List.xml": listing, "Doc/S.xml": signature}
    return _page(_text("一"), "", parts | {"Doc/Seal.esl": content})


_UNIT = (
    f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="70"><ofd:Content>{_TREE}</ofd:Content>'
    "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
)

DRAWINGS: tuple[Hostile, ...] = (
    survived("units in units without end", lambda _: _page(_TREE, _UNIT)),
    survived("a path of a million corners", lambda _: _page(_path("M 0 0 " + "L 9 9 L 0 9 " * 500_000))),
    survived("curves that overlap", lambda _: _page(_path("M 0 0 " + "A 99 99 0 1 1 9 9 " * 50_000, Fill="true"))),
    survived("dashes of nothing", lambda _: _page(_path("M 0 0 L 200 200", DashPattern="0.000001 0.000001"))),
    survived("a line as wide as the world", lambda _: _page(_path("M 0 0 L 9 9", LineWidth="1e30"))),
    survived("a million letters", lambda _: _page(_text("字" * 1_000_000))),
    survived("letters beyond numbers", lambda _: _page(_text("字字", DeltaX="1e308", DeltaY="-1e308"))),
    survived("blocks in blocks", lambda _: _page("<ofd:PageBlock>" * 200 + _text("一") + "</ofd:PageBlock>" * 200)),
    survived("a picture bomb", lambda _: _with_picture(_picture_bomb())),
    survived("half a picture", lambda _: _with_picture(_picture_bomb()[:40])),
    survived("a font cut in two", lambda _: _in_font(_VERA[: len(_VERA) // 2])),
    survived("a font of zeros", lambda _: _in_font(b"\0\1\0\0" + bytes(4000))),
    *(survived(f"a spoiled font {seed}", lambda _, seed=seed: _in_font(_spoiled(seed))) for seed in range(8)),
    survived("a seal of boxes in boxes", lambda _: _with_seal(b"\x30\x80" * 50_000)),
    survived("a seal longer than it is", lambda _: _with_seal(b"\x30\x88" + b"\xff" * 8 + b"\x16\x03PNG" * 999)),
    survived("a seal of a picture bomb", lambda _: _with_seal(_seal(_picture_bomb()))),
)


def _seal(picture: bytes) -> bytes:
    inner = b"\x16\x03PNG\x04\x82" + len(picture).to_bytes(2, "big") + picture + b"\x02\x01\x28\x02\x01\x28"
    return b"\x30\x82" + len(inner).to_bytes(2, "big") + inner
