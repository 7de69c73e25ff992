"""Everything that anybody could dig out of a published file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pypdfium2


def dug_out(path: Path) -> bytes:
    """All bytes of a file, packed and unpacked, and the text that a reader would select."""
    found = [path.read_bytes()]
    if path.suffix == ".pdf":
        with pikepdf.Pdf.open(path) as document:
            for thing in document.objects:
                found.append(thing.unparse(resolved=True))
                if isinstance(thing, pikepdf.Stream):
                    found.append(thing.read_raw_bytes())
                    if thing.get("/Subtype") != pikepdf.Name.Image:
                        found.append(thing.read_bytes())
        found.append(selectable(path).encode())
    else:
        with zipfile.ZipFile(path) as package:
            for entry in package.infolist():
                found += [entry.filename.encode(), entry.comment, entry.extra, package.read(entry)]
    return b"\n".join(found)


def selectable(path: Path) -> str:
    """The text layer of a PDF, hidden or not."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
