"""OFD → its cleaned form with redacted words replaced letter by letter, in place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import Unreadable
from processors.readers import ofd
from processors.readers.ofd_pictures import OfdPictures
from processors.redaction.model import Redactions
from processors.renditions.letters import Slot
from processors.renditions.ofd import clean_ofd
from processors.renditions.redacted_package import (
    NOT_FOUND,
    Parts,
    check_package,
    read_parts,
    replace_words,
    write_parts,
)
from processors.sandbox.limits import Limits

#: How font files begin: TrueType, OpenType, collections, bare CFF and Type 1.
_FONT_MAGIC: Final = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf", b"\1\0\4", b"%!PS", b"\x80\1")
_FONT_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc", ".cff", ".pfb", ".pfa", ".fon")


def redacted_ofd(path: Path, made: Path, limits: Limits, redactions: Redactions) -> None:
    """Write the public form of an OFD with text without what is redacted to `made`.

    Raises:
        Unreadable: `not_redactable`; an area, or words on a page with a picture; words not found, or still there.
    """
    if redactions.areas or any(words.by_ocr for words in redactions.words):
        raise Unreadable("not_redactable", NOT_FOUND)
    refuse_words_in_pictures(path, limits, redactions)
    clean_ofd(path, made, limits)
    parts = read_parts(made, limits)
    for slot in replace_words(parts, redactions, _slots, keep_places=True):
        _drop_glyphs(slot.element)
    _drop_fonts(parts)
    write_parts(parts, made)
    check_package(made, ofd.read(made, limits).pages, redactions, limits)


def refuse_words_in_pictures(path: Path, limits: Limits, redactions: Redactions) -> None:
    """Return unless a page of text with redacted words shows a large picture too, which may say the same.

    Raises:
        Unreadable: `not_redactable`.
    """
    with ofd.open_ofd(path, limits) as document, closing(OfdPictures(path)) as pictures:
        pages = {words.page for words in redactions.words if not words.by_ocr}
        if any(pictures.on_page(document.pages[number - 1].location) for number in pages):
            raise Unreadable("not_redactable", NOT_FOUND)


def _slots(root: etree._Element) -> Iterator[Slot]:
    return (Slot(element) for element in root.iter("{*}TextCode"))


def _drop_glyphs(code: etree._Element) -> None:
    """Glyph numbers say the letters a second time (GB/T 33190-2016 §11.4)."""
    holder = code.getparent()
    for transform in [] if holder is None else list(holder.iterchildren("{*}CGTransform")):
        holder.remove(transform)  # type: ignore[union-attr]


def _drop_fonts(parts: Parts) -> None:
    """An embedded font holds the letters that the text uses, often in the order of the text."""
    for name, content in list(parts.items()):
        if isinstance(content, bytes):
            if content.startswith(_FONT_MAGIC) or name.casefold().endswith(_FONT_SUFFIXES):
                del parts[name]
            continue
        for file in list(content.iter("{*}FontFile")):
            file.getparent().remove(file)  # type: ignore[union-attr]
