"""How large a zip file says its directory is, told from its last bytes: `zipfile` would read it, whatever its size."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Final

#: End of central directory record (APPNOTE.TXT 4.3.16): 22 bytes and a comment of at most 64 KB, last in the file.
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_LONGEST_COMMENT: Final = (1 << 16) - 1
#: Its zip64 form (4.3.14) lies before the locator (4.3.15), which lies before the record above.
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_END_64_MARK: Final = b"PK\x06\x06"
_LOCATOR_BYTES: Final = 20


def directory_bytes(path: Path) -> int:
    """The larger of what the end records say; 0 when there are none, and then `zipfile` refuses the file.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END.size - _LONGEST_COMMENT - _LOCATOR_BYTES - _END_64.size))
        tail = file.read()
    # The last record counts, as for `zipfile`: an earlier one belongs to a file inside, or is no record at all.
    place = tail.rfind(_END_MARK)
    return max(_said(tail, place), default=0) if place >= 0 else 0


def _said(tail: bytes, place: int) -> list[int]:
    """The sizes in the record at `place` and in the zip64 record before it."""
    found = []
    if len(tail) - place >= _END.size:
        found.append(_END.unpack_from(tail, place)[5])
    before = place - _LOCATOR_BYTES - _END_64.size
    if before >= 0 and tail.startswith(_END_64_MARK, before):
        found.append(_END_64.unpack_from(tail, before)[8])
    return found
