"""PDF files written object by object, so that a test can put anything into them (ISO 32000-1, 7.5)."""

from __future__ import annotations

from collections.abc import Mapping

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def shown(text: str, y: int = 700) -> bytes:
    """Operators that print one line at the page's left edge."""
    return f"BT /F1 14 Tf 72 {y} Td ({text}) Tj ET".encode("ascii")


def one_page(content: bytes, page: bytes = b"", root: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A file of one A4 page. Objects 1 to 5 are root, pages, page, content and font; `more` starts at 6."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R%s>>" % page,
        4: stream(content),
        5: FONT,
    }
    return written({**objects, **(more or {})})


def written(objects: Mapping[int, bytes], before: bytes = b"%PDF-1.7\n", previous: int | None = None) -> bytes:
    """A whole file, or with `before` and `previous` (where the last table starts) one more revision of it."""
    body = bytearray(before)
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(body)
    body += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        body += b"%d 1\n%010d 00000 n \n" % (number, place)
    earlier = b"" if previous is None else b"/Prev %d" % previous
    body += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 1, earlier, table)
    return bytes(body)


def revised(file: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The file with one more revision behind its end; what it replaces is still in it."""
    previous = int(file[file.rindex(b"startxref") + 9 :].split()[0])
    body = bytes(file)
    size = b"/Size 100"
    return written(objects, body, previous).replace(b"/Size %d" % (max(objects) + 1), size)
