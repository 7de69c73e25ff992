"""Finds the Noto CJK faces on this machine and reads what placing and embedding their glyphs needs."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
SIMPLIFIED_CHINESE = 2  # face index in every Noto CJK collection: JP, KR, SC, TC, HK
UNITS_PER_EM = 1000
ASCENT = 0.88  # of the em, above the baseline, as in the Noto CJK metrics


class FontsMissing(Exception):
    """The Noto CJK collections are not installed; the message names the Debian package."""


class Face(StrEnum):
    """The faces used, by the collection that holds them: body, title and red head, headings."""

    SONG = "NotoSerifCJK-Regular.ttc"
    TITLE = "NotoSerifCJK-Bold.ttc"
    HEI = "NotoSansCJK-Bold.ttc"


@dataclass(frozen=True, slots=True)
class FontFile:
    """One simplified Chinese face. `glyphs`: code point to glyph id; `advances`: glyph id to 1/1000 em."""

    path: Path
    outlines: bytes
    glyphs: dict[int, int]
    advances: tuple[int, ...]

    def width(self, char: str) -> int:
        """Advance of one character in 1/1000 em."""
        return self.advances[min(self.glyphs[ord(char)], len(self.advances) - 1)]


def locate(face: Face) -> Path:
    for folder in FOLDERS:
        for path in sorted(folder.rglob(face.value)):
            return path
    raise FontsMissing(f"{face.value} not found; install the Debian package fonts-noto-cjk")


@cache
def open_face(face: Face) -> FontFile:
    path = locate(face)
    data = path.read_bytes()
    start = struct.unpack_from(">I", data, 12 + 4 * SIMPLIFIED_CHINESE)[0]
    tables: dict[bytes, bytes] = {}
    for entry in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * entry)
        if tag in {b"CFF ", b"cmap", b"hhea", b"hmtx"}:
            tables[tag] = data[offset : offset + length]
    measured = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
    advances = struct.unpack_from(">" + "Hh" * measured, tables[b"hmtx"])[::2]
    return FontFile(path, tables[b"CFF "], _code_points(tables[b"cmap"]), advances)


def _code_points(cmap: bytes) -> dict[int, int]:
    """The segmented coverage subtable (format 12), which every Noto CJK face has."""
    for entry in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">HHI", cmap, 4 + 8 * entry)[2]
        if struct.unpack_from(">H", cmap, offset)[0] == 12:
            groups = struct.unpack_from(">I", cmap, offset + 12)[0]
            spans = struct.iter_unpack(">III", cmap[offset + 16 : offset + 16 + 12 * groups])
            return {code: glyph + code - first for first, last, glyph in spans for code in range(first, last + 1)}
    raise FontsMissing("the installed Noto CJK fonts lack a Unicode character map; reinstall fonts-noto-cjk")
