"""DOC, RTF, ODT before they are converted: what forbids it is found here, where a parser may do no harm."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

import olefile

from processors.extraction import Unreadable
from processors.readers.package import BROKEN_PACKAGE, open_package, part
from processors.sandbox.limits import Limits
from processors.sniff import OLD_OFFICE, MediaType

_ENCRYPTED: Final = "文件已加密，无法读取，请投递未加密的版本。"
#: A document with a password or under rights management ([MS-OFFCRYPTO] 2.3.2 and 2.2.6).
_LOCKED: Final = frozenset({"EncryptedPackage", "\tDRMContent"})
#: [MS-DOC] 2.5.2 FibBase: wIdent at 0; in the flags at offset 10, bit 8 is fEncrypted.
_FIB: Final = struct.Struct("<H8xH")
_WORD_IDENT: Final = frozenset({0xA5EC, 0xA5DC, 0xA5DB, 0xA699, 0xA697, 0xA698})  # 97 and later; 6.0 and 95
_ENCRYPTED_FLAG: Final = 0x0100


def check(path: Path, media_type: MediaType, limits: Limits) -> None:
    """Return when the file at `path` may be given to the converter.

    Raises:
        Unreadable: `broken`, `encrypted`, `unsupported` or `too_large`.
        Exception: whatever the parser throws at a damaged file.
    """
    match media_type:
        case MediaType.DOC:
            _check_doc(path)
        case MediaType.ODT:
            _check_odt(path, limits)
        case _:
            pass  # RTF is plain text without a container or a password


def _check_doc(path: Path) -> None:
    with olefile.OleFileIO(path) as container:
        # At the top; a table or picture inside a document has streams of its own further down.
        streams = {names[0] for names in container.listdir() if len(names) == 1}
        if streams & _LOCKED:
            raise Unreadable("encrypted", _ENCRYPTED)
        if "WordDocument" not in streams:
            raise Unreadable("unsupported", OLD_OFFICE)
        with container.openstream("WordDocument") as stream:
            head = stream.read(_FIB.size)
    if len(head) < _FIB.size:
        raise Unreadable("broken", BROKEN_PACKAGE)
    ident, flags = _FIB.unpack(head)
    if ident not in _WORD_IDENT:
        raise Unreadable("broken", BROKEN_PACKAGE)
    if flags & _ENCRYPTED_FLAG:
        raise Unreadable("encrypted", _ENCRYPTED)


def _check_odt(path: Path, limits: Limits) -> None:
    with open_package(path, limits) as package:
        manifest = part(package, "META-INF/manifest.xml", limits)
        if part(package, "content.xml", limits) is None:
            raise Unreadable("broken", BROKEN_PACKAGE)
    # OpenDocument 1.3, part 2, 4.4: an encrypted entry has this element in the manifest.
    if manifest is not None and b"encryption-data" in manifest:
        raise Unreadable("encrypted", _ENCRYPTED)
