"""Zip packages (DOCX, OFD) opened under limits: a bomb is refused before it unpacks and again while it does."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from processors.extraction import Unreadable
from processors.sandbox.limits import Limits

BROKEN_PACKAGE = "文件结构损坏，无法打开，请用原来的软件重新保存后再投递。"
_BOMB = "文件解压后的体积异常大，疑似压缩炸弹，已停止处理，请核对文件来源。"


@contextmanager
def open_package(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose announced contents are within `limits`.

    Raises:
        Unreadable: `broken`, `encrypted` or `too_large`.
    """
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as fault:
        raise Unreadable("broken", BROKEN_PACKAGE) from fault
    with package:
        _check_announced(package.infolist(), limits)
        yield package


def _check_announced(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_much = (
        len(entries) > limits.max_zip_entries
        or unpacked > limits.max_unpacked_bytes
        # Small packages compress by any ratio; only a large one can hurt.
        or (unpacked > limits.max_part_bytes and unpacked > limits.max_zip_ratio * max(packed, 1))
    )
    if too_much:
        raise Unreadable("too_large", _BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("encrypted", "文件已加密，无法读取，请投递未加密的版本。")


def part(package: zipfile.ZipFile, name: str, limits: Limits) -> bytes | None:
    """The bytes of one part, or None when the package has no such part.

    Raises:
        Unreadable: `broken`, or `too_large` when it unpacks to more than it announced and more than allowed.
    """
    content = beginning(package, name, limits.max_part_bytes + 1)
    if content is not None and len(content) > limits.max_part_bytes:
        raise Unreadable("too_large", _BOMB)
    return content


def beginning(package: zipfile.ZipFile, name: str, size_bytes: int) -> bytes | None:
    """At most so many bytes of a part, or None when the package has no such part.

    Raises:
        Unreadable: `broken`.
    """
    try:
        with package.open(name) as stream:
            return stream.read(size_bytes)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as fault:
        raise Unreadable("broken", BROKEN_PACKAGE) from fault


def parse_xml(content: bytes) -> etree._Element:
    """Parse a part without entities, DTD, network or deep nesting (libxml2 stops at 256 levels).

    Raises:
        Unreadable: `broken`.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("broken", BROKEN_PACKAGE) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        # No office program writes a DTD; one that is there was put in by hand.
        raise Unreadable("broken", BROKEN_PACKAGE)
    return root
