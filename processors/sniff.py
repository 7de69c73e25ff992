"""True media type from the bytes, never from the extension."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from processors.extraction import Unreadable


class MediaType(StrEnum):
    """The formats that have a reader."""

    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"
    OFD = "application/ofd"
    JPEG = "image/jpeg"
    PNG = "image/png"
    BMP = "image/bmp"
    TIFF = "image/tiff"


_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES: Final = 1024
#: How much of an OLE2 file is searched for the names of its streams.
_OLE2_BYTES: Final = 8 * 1024 * 1024
_PICTURES: Final = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"BM", MediaType.BMP),
)
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
    # Readers accept rubbish before the header; so do the writers of some gateways.
    if b"%PDF-" in head:
        return MediaType.PDF
    if head.startswith(_ZIP):
        return _sniff_package(path)
    if head.startswith(_OLE2):
        raise _judge_ole2(path)
    for magic, media_type in _PICTURES:
        if head.startswith(magic):
            return media_type
    raise Unreadable("unsupported", _UNSUPPORTED)


def _sniff_package(path: Path) -> MediaType:
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as fault:
        raise Unreadable("broken", "压缩包结构损坏或不完整，请重新上传。") from fault
    if "ofd.xml" in names:
        return MediaType.OFD
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return MediaType.DOCX
        raise Unreadable("unsupported", "这是其他 Office 格式（表格或演示文稿），请转为 DOCX 或 PDF 后再投递。")
    raise Unreadable("unsupported", _UNSUPPORTED)


def _judge_ole2(path: Path) -> Unreadable:
    """A DOCX with a password is an OLE2 file with a stream EncryptedPackage ([MS-OFFCRYPTO] 2.3.2)."""
    with path.open("rb") as file:
        content = file.read(_OLE2_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Unreadable("encrypted", "文件已加密，无法读取，请投递未加密的版本。")
    return Unreadable("unsupported", "这是旧版 Office 或 WPS 格式（.doc、.wps、.xls），请另存为 DOCX 或 PDF 后再投递。")
