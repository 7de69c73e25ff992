"""Picture files without what is not picture: Exif, XMP, comments, thumbnails, text chunks, trailing data."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Chunks that decide how a PNG looks (ISO/IEC 15948 §11); all others carry text, time or private data.
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
)
_JPEG: Final = b"\xff\xd8"
_COMMENT: Final = 0xFE
#: APP0 is JFIF, APP2 the colour profile, APP14 says how Adobe programs stored the colours.
_APP_KEPT: Final = frozenset({0xE0, 0xE2, 0xEE})
_SCAN, _END = 0xDA, 0xD9
_EMF_SIGNATURE: Final = b" EMF"


def without_metadata(content: bytes) -> bytes:
    """The same picture; a format that is not known here comes back as it is.

    Raises:
        ValueError: the file breaks off within its headers, so nothing certain can be said about it.
    """
    if content.startswith(_PNG):
        return _PNG + b"".join(_png_chunks(content))
    if content.startswith(_JPEG):
        return _JPEG + b"".join(_jpeg_segments(content))
    if content[40:44] == _EMF_SIGNATURE:
        return _emf_without_description(content)
    return content


def _png_chunks(content: bytes) -> Iterator[bytes]:
    position = len(_PNG)
    while position + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        body = content[position + 8 : position + 8 + length]
        if len(body) < length:
            raise ValueError("PNG breaks off")
        if kind in _PNG_KEPT:
            # The checksum is made anew: a broken one would make the clean file unreadable elsewhere.
            yield struct.pack(">I4s", length, kind) + body + struct.pack(">I", zlib.crc32(kind + body))
        if kind == b"IEND":
            return
        position += 12 + length
    raise ValueError("PNG without end")


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    position = 2
    while position + 2 <= len(content):
        if content[position] != 0xFF:
            raise ValueError("JPEG segment without marker")
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _END:
            # What follows (a second picture, an archive) is not shown and does not go along.
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", content.ljust(position + 4, b"\0"), position + 2)
        end = position + 2 + length
        if marker == _SCAN:
            end = _after_scan(content, end)
        is_app = 0xE0 <= marker <= 0xEF
        if marker != _COMMENT and (not is_app or marker in _APP_KEPT):
            yield content[position:end]
        position = end
    # Scanners and faxes leave the end marker out; the picture is whole nevertheless.
    yield b"\xff\xd9"


def _after_scan(content: bytes, position: int) -> int:
    """Where the packed points end: at a marker that is neither a stuffed byte nor a restart."""
    while (position := content.find(b"\xff", position)) >= 0 and position + 1 < len(content):
        follower = content[position + 1]
        if follower != 0x00 and not 0xD0 <= follower <= 0xD7:
            return position
        position += 2
    return len(content)


def _emf_without_description(content: bytes) -> bytes:
    """Blank the program's name and the picture's title, [MS-EMF] 2.2.9 (nDescription, offDescription)."""
    count, offset = struct.unpack_from("<II", content, 60)
    end = min(len(content), offset + 2 * count)
    return (
        content[:60] + bytes(8) + content[68:offset] + bytes(max(0, end - offset)) + content[end:] if count else content
    )
