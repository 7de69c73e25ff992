"""A cleaned DOCX, XLSX or OFD → the same with redacted words replaced in every part, and looked through afterwards."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from processors.extraction import PageText, Unreadable
from processors.readers.package import open_package, parse_xml, part
from processors.redaction.model import Redactions, Words
from processors.redaction.search import Stream, is_short, key_of, pieces_of
from processors.renditions.letters import Letters, Slot
from processors.sandbox.limits import Limits

#: All parts of a package by name: XML as a tree, everything else as bytes.
Parts = dict[str, etree._Element | bytes]

_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TAG: Final = re.compile(r"<[^>]*>")
#: So many digits and Latin letters do not stand in markup by chance.
_TELLING_CODE: Final = 8
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
NOT_FOUND: Final = "有遮蔽内容在文件中找不到确切位置，无法生成可下载的版本；遮蔽后的文字照常公开。"
_STILL_THERE: Final = "遮蔽后的文件未能通过复核，无法生成可下载的版本；遮蔽后的文字照常公开。"


def read_parts(path: Path, limits: Limits) -> Parts:
    """The parts of a package.

    Raises:
        Unreadable: as the package reader.
    """
    with open_package(path, limits) as package:
        contents = {name: part(package, name, limits) or b"" for name in package.namelist()}
    return {
        name: parse_xml(content) if name.casefold().endswith((".xml", ".rels")) else content
        for name, content in contents.items()
    }


def write_parts(parts: Parts, path: Path) -> None:
    """Write a package; the same parts give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content if isinstance(content, bytes) else _bytes(content))


def replace_words(
    parts: Parts,
    redactions: Redactions,
    slots_of: Callable[[etree._Element], Iterable[Slot]],
    *,
    keep_places: bool = False,
) -> list[Slot]:
    """Replace the words wherever they stand; the slots that changed.

    Raises:
        Unreadable: `not_redactable`; words that were read from the file's text are not found in it.
    """
    roots = [content for content in parts.values() if isinstance(content, etree._Element)]
    streams = [Letters(slots_of(root), keep_places=keep_places) for root in roots]
    for words in redactions.words:
        found = {key for stream in streams for key in stream.mark(words)}
        if not words.by_ocr and not _is_complete(words, found):
            found |= {key for stream in streams for key in stream.mark_scattered(words)}
            if not _is_complete(words, found):
                raise Unreadable("not_redactable", NOT_FOUND)
    return [slot for stream in streams for slot in stream.take_out()]


def refuse_words_in(pages: Iterable[PageText], redactions: Redactions) -> None:
    """Return when the words are in nothing that our reader read of the made file.

    Raises:
        Unreadable: `not_redactable`.
    """
    keys = _keys(redactions)
    if any(stream.find_alone(key) for stream in (Stream(page.text) for page in pages) for key in keys):
        raise Unreadable("not_redactable", _STILL_THERE)


def check_package(path: Path, pages: Iterable[PageText], redactions: Redactions, limits: Limits) -> None:
    """Look for the words in what our reader reads of the made file (`pages`), and in every byte of its parts.

    Raises:
        Unreadable: `not_redactable`.
    """
    refuse_words_in(pages, redactions)
    keys = _keys(redactions)
    telling = [key for key in keys if len(key) >= (_TELLING_CODE if key.isascii() else 2)]
    raw = [piece.raw for words in redactions.words for piece in pieces_of(words.text, words.replacement)]
    coded = [text.encode(name) for text in raw if len(text) >= _TELLING_CODE for name in _ENCODINGS]
    with open_package(path, limits) as package:
        for name in package.namelist():
            content = part(package, name, limits) or b""
            streams = _decoded(content) if name.casefold().endswith((".xml", ".rels")) else ()
            in_bytes = any(code in content for code in coded)
            if in_bytes or any(key in stream for key in telling for stream in (*streams, key_of(name))):
                raise Unreadable("not_redactable", _STILL_THERE)


def _decoded(content: bytes) -> Iterator[str]:
    """An XML part as it is written, and without its markup."""
    text = content.decode("utf-8", "ignore")
    yield key_of(text)
    yield key_of(_TAG.sub("", text))


def _keys(redactions: Redactions) -> set[str]:
    return {key for words in redactions.words for key in _telling_keys(words)}


def _telling_keys(words: Words) -> Iterator[str]:
    pieces = pieces_of(words.text, words.replacement)
    yield key_of(words.text)
    yield from (piece.key for piece in pieces if len(pieces) == 1 or not is_short(piece.key))


def _is_complete(words: Words, found: set[str]) -> bool:
    pieces = pieces_of(words.text, words.replacement)
    return key_of(words.text) in found or {piece.key for piece in pieces} <= found


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
