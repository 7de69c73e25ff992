"""Pictures that mean harm, files that are two things at once, files that are not what they say, half files."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from tests.hostile.hostile_packages import docx, ofd, zipped
from tests.hostile.model import CODES, Hostile, Scene, refused, survived
from tests.hostile.raw_pdf import one_page, shown

_MIB = 1024 * 1024
_PDF = one_page(shown("A visible line of more than twenty characters"))


def fixed(make: Callable[[], bytes]) -> Callable[[Scene], bytes]:
    return lambda _: make()


def saved(kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("L", (16, 16), 255).save(written, kind, **options)  # type: ignore[arg-type]
    return written.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(17 * 16))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
    """A TIFF of one directory at 8; entries are tag, type, count, value."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00" + struct.pack("<IH", 8, len(entries)) + body + struct.pack("<I", following) + bytes(64)


def frames(count: int) -> bytes:
    pages = [Image.new("1", (8, 8)) for _ in range(count)]
    written = io.BytesIO()
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    return written.getvalue()


def jpeg_with_exif(exif: bytes) -> bytes:
    whole = saved("JPEG")
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif + whole[2:]


_GOOD_ENTRIES = [
    (256, 3, 1, 8),
    (257, 3, 1, 8),
    (258, 3, 1, 1),
    (259, 3, 1, 1),
    (262, 3, 1, 1),
    (273, 4, 1, 100),
    (279, 4, 1, 8),
]
_EXIF_LOOP = tiff([(0x8769, 4, 1, 8), (0x8825, 4, 1, 8)], 8)

PICTURES: tuple[Hostile, ...] = (
    refused("PNG of 60,000 by 60,000", fixed(lambda: png(60_000, 60_000)), "too_large"),
    refused("PNG of two billion by two billion", fixed(lambda: png(2**31 - 1, 2**31 - 1)), "too_large"),
    survived(
        "PNG with a text bomb", fixed(lambda: png(16, 16, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80 * _MIB)))))
    ),
    survived(
        "PNG with a text bomb, international",
        fixed(lambda: png(16, 16, chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(80 * _MIB))))),
    ),
    survived(
        "PNG with a profile bomb",
        fixed(lambda: png(16, 16, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(80 * _MIB))))),
    ),
    survived("TIFF in a loop", fixed(lambda: tiff(_GOOD_ENTRIES, 8))),
    refused("TIFF of 1,200 pages", fixed(lambda: frames(1200)), "too_many_pages"),
    survived("TIFF with a giant entry", fixed(lambda: tiff([*_GOOD_ENTRIES, (270, 2, 2**31, 100)], 0))),
    survived("TIFF with a giant strip", fixed(lambda: tiff([(256, 4, 1, 2**31 - 1), *_GOOD_ENTRIES[1:]], 0))),
    survived("JPEG with rubbish for Exif", fixed(lambda: jpeg_with_exif(bytes(range(256)) * 20))),
    survived("JPEG with Exif in a loop", fixed(lambda: jpeg_with_exif(_EXIF_LOOP))),
    refused(
        "BMP of two billion points",
        fixed(lambda: saved("BMP")[:18] + struct.pack("<ii", 2**16, -(2**16)) + saved("BMP")[26:]),
        "too_large",
        "broken",
    ),
)

POLYGLOTS: tuple[Hostile, ...] = (
    survived("PDF and DOCX in one", fixed(lambda: _PDF + zipped(docx()))),
    survived("DOCX behind a PDF header", fixed(lambda: b"%PDF-1.7\n" + zipped(docx()))),
    survived("JPEG and DOCX in one", fixed(lambda: saved("JPEG") + zipped(docx()))),
    survived("DOCX and OFD in one", fixed(lambda: zipped({**docx(), **ofd()}))),
    refused("program in front of a DOCX", fixed(lambda: b"MZ\x90\0" + bytes(2000) + zipped(docx())), "unsupported"),
    refused("web page", fixed(lambda: b"<html><script>alert(1)</script></html>"), "unsupported"),
    refused("empty", fixed(bytes), "empty"),
    refused("zeros", fixed(lambda: bytes(100_000)), "unsupported"),
    refused("rubbish", fixed(lambda: b"\x01" + random.Random(7).randbytes(100_000)), "unsupported"),
    survived("rubbish behind a PDF header", fixed(lambda: b"%PDF-1.7\n" + random.Random(7).randbytes(100_000))),
    survived("rubbish behind a ZIP header", fixed(lambda: b"PK\x03\x04" + random.Random(7).randbytes(100_000))),
    survived(
        "rubbish behind an OLE2 header",
        fixed(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(7).randbytes(100_000)),
    ),
    survived("rubbish behind an RTF header", fixed(lambda: b"{\\rtf1" + b"{" * 100_000)),
)


def truncated() -> Iterator[Hostile]:
    """Every tenth of a good file of each format. A PDF may still be read in part; the others never are as whole."""
    whole = {
        "DOCX": zipped(docx()),
        "OFD": zipped(ofd()),
        "PDF": _PDF,
        "PNG": saved("PNG"),
        "TIFF": saved("TIFF"),
        "JPEG": saved("JPEG"),
    }
    for name, content in whole.items():
        ends = CODES - {"crashed"} if name in {"DOCX", "OFD"} else CODES - {"crashed"} | {"read"}
        for tenth in range(1, 10):
            cut = content[: len(content) * tenth // 10]
            yield Hostile(f"{name} cut at {tenth}0 %", lambda _, cut=cut: cut, ends)  # type: ignore[misc]
