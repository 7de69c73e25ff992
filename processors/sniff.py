"""True media type from the bytes, never from the extension; no parser of others runs here: the parent asks, too."""

from __future__ import annotations

import mmap
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final

from processors.extraction import Unreadable
from processors.foreign_formats import advice
from processors.zip_directory import directory_bytes


class MediaType(StrEnum):
    """The formats that have a reader."""

    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"
    OFD = "application/ofd"
    JPEG = "image/jpeg"
    PNG = "image/png"
    BMP = "image/bmp"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    DOC = "application/msword"  # of WPS too: its .wps is the same OLE2 file with a stream WordDocument
    RTF = "application/rtf"
    ODT = "application/vnd.oasis.opendocument.text"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"  # a document with its attachments; what it holds is looked at when it is read


#: What has no reader of its own and is made a DOCX first.
CONVERTED: Final = frozenset({MediaType.DOC, MediaType.RTF, MediaType.ODT})


_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES: Final = 1024
#: Of an OLE2 file's head: sector size as a power of two, first sector of the directory ([MS-CFB] 2.2).
_DIRECTORY: Final = struct.Struct("<30xH16xI")
#: 400 bytes for each of the 10,000 entries that a package may have.
_DIRECTORY_BYTES: Final = 4_000_000
#: Brands of a HEIF file whose pictures are coded in HEVC (ISO/IEC 23008-12, annex B).
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis"})
_PICTURES: Final = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"BM", MediaType.BMP),
)
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
OLD_OFFICE: Final = "这是旧版 Office 的其他格式（如 .xls、.ppt），请另存为 DOCX 或 PDF 后再投递。"
_UNSUPPORTED: Final = "不支持这种文件格式，请转为 DOCX、PDF、OFD 或扫描图片后再投递。"


def sniff(path: Path) -> MediaType:
    """Say what the file at `path` really is.

    Raises:
        Unreadable: `empty`, `encrypted`, `broken` (a zip that cannot be listed) or `unsupported`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise Unreadable("empty", "文件是空的（0 字节），请重新上传。")
    # First: the head of a package that is not compressed may be that of a PDF in it.
    if head.startswith(_ZIP):
        return _sniff_package(path)
    # Readers accept rubbish before the header; so do the writers of some gateways.
    if b"%PDF-" in head:
        return MediaType.PDF
    if head.startswith(_OLE2):
        return _sniff_ole2(path)
    if head.startswith(b"{\\rtf"):
        return MediaType.RTF
    if head[4:8] == b"ftyp" and _HEIC_BRANDS & _brands(head):
        return MediaType.HEIC
    for magic, media_type in _PICTURES:
        if head.startswith(magic):
            return media_type
    raise Unreadable("unsupported", advice(head))


def _brands(head: bytes) -> frozenset[bytes]:
    """The brands in the file type box that the file begins with (ISO/IEC 14496-12, 4.3); some are no brand at all."""
    box = head[: int.from_bytes(head[:4], "big")]
    return frozenset(box[place : place + 4] for place in range(8, len(box), 4))


def _sniff_package(path: Path) -> MediaType:
    if directory_bytes(path) > _DIRECTORY_BYTES:
        raise Unreadable("too_large", "压缩包中的文件异常多，疑似压缩炸弹，已停止处理，请核对文件来源。")
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in package.namelist()}
            declared = _declared_type(package)
    except _ZIP_FAULTS as fault:
        raise Unreadable("broken", "压缩包结构损坏或不完整，请重新上传。") from fault
    if "ofd.xml" in names:
        return MediaType.OFD
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return MediaType.DOCX
        if any(name.startswith("xl/") for name in names):
            return MediaType.XLSX
        raise Unreadable("unsupported", "这是其他 Office 格式（如演示文稿），请转为 DOCX 或 PDF 后再投递。")
    if declared == MediaType.ODT:
        return MediaType.ODT
    if declared:
        raise Unreadable("unsupported", _UNSUPPORTED)
    return MediaType.ZIP


def _declared_type(package: zipfile.ZipFile) -> str:
    """What an OpenDocument package says of itself in its first entry (OpenDocument 1.3, part 2, 3.3); "" for others."""
    entries = package.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return ""
    return package.read(first).decode("ascii", "replace").strip() if first.file_size <= _HEAD_BYTES else ""


def _sniff_ole2(path: Path) -> MediaType:
    """Told by names of streams, wherever they stand; the child looks again at which of them is at the top.

    A DOCX with a password is an OLE2 file with a stream EncryptedPackage ([MS-OFFCRYPTO] 2.3.2).
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("WordDocument".encode("utf-16-le")) >= 0:
            return MediaType.DOC
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise Unreadable("encrypted", "文件已加密，无法读取，请投递未加密的版本。")
        if len(content) < _DIRECTORY.size or _directory_start(content[: _DIRECTORY.size]) >= len(content):
            raise Unreadable("broken", "文件不完整，请重新上传。")
    raise Unreadable("unsupported", OLD_OFFICE)


def _directory_start(head: bytes) -> int:
    """Where the names of the streams begin, in bytes."""
    shift, sector = _DIRECTORY.unpack(head)
    return int(sector + 1) << min(int(shift), 16)
